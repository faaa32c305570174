import MarkdownIt, { type Token } from 'markdown-it';

const { State } = new MarkdownIt().block;

/**
 * markdown-it's state with tokens that are plain objects: its own class defines every property one by one, which takes
 * two thirds of the time of reading blocks. The tokens say the same; only the methods for rendering are left out.
 */
export class PlainTokens extends State {
  override push(type: string, tag: string, nesting: Token['nesting']): Token {
    if (nesting < 0) this.level -= 1;
    const token: Omit<Token, 'attrIndex' | 'attrPush' | 'attrSet' | 'attrGet' | 'attrJoin'> = {
      type,
      tag,
      attrs: null,
      map: null,
      nesting,
      level: this.level,
      children: null,
      content: '',
      markup: '',
      info: '',
      meta: null,
      block: true,
      hidden: false,
    };
    if (nesting > 0) this.level += 1;
    this.tokens.push(token as Token);
    return token as Token;
  }
}

/**
 * Reads the blocks of a document and leaves the inside of its lines alone. HTML is recognised so that comments and tags are
 * not taken for text; nothing here renders it.
 */
export const blockReader = new MarkdownIt('default', { html: true });
blockReader.core.ruler.disable(['inline', 'linkify', 'replacements', 'smartquotes', 'text_join']);
blockReader.block.State = PlainTokens;
