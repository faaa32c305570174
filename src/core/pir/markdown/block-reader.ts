import MarkdownIt, { type Token } from 'markdown-it';

const { State } = new MarkdownIt().block;
type Arguments = ConstructorParameters<typeof State>;

/**
 * markdown-it's state with tokens that are plain objects: its own class defines every property one by one, which takes
 * two thirds of the time of reading blocks. The tokens say the same; only the methods for rendering are left out.
 * Lines are found by their ends, where markdown-it looks at every character: another sixth.
 */
export class PlainTokens extends State {
  constructor(src: Arguments[0], md: Arguments[1], env: Arguments[2], tokens: Arguments[3]) {
    super('', md, env, tokens);
    this.src = src;
    // Without a text there is one line, which only closes the list.
    for (const marks of [this.bMarks, this.eMarks, this.tShift, this.sCount, this.bsCount]) marks.pop();
    for (let start = 0; start < src.length; ) {
      const found = src.indexOf('\n', start);
      const end = found < 0 ? src.length : found;
      let [first, column] = [start, 0];
      for (; first < end && isBlank(src.charCodeAt(first)); first += 1)
        column += src.charCodeAt(first) === tab ? 4 - (column % 4) : 1;
      // Blanks at the end of a text are no line.
      if (first === src.length) break;
      this.markLine(start, end, first - start, column);
      start = end + 1;
    }
    this.lineMax = this.bMarks.length;
    this.markLine(src.length, src.length, 0, 0);
  }

  private markLine(start: number, end: number, shift: number, column: number): void {
    this.bMarks.push(start);
    this.eMarks.push(end);
    this.tShift.push(shift);
    this.sCount.push(column);
    this.bsCount.push(0);
  }

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

const tab = 9;
const isBlank = (code: number) => code === tab || code === 32;

/**
 * Reads the blocks of a document and leaves the inside of its lines alone. HTML is recognised so that comments and tags are
 * not taken for text; nothing here renders it.
 */
export const blockReader = new MarkdownIt('default', { html: true });
blockReader.core.ruler.disable(['inline', 'linkify', 'replacements', 'smartquotes', 'text_join']);
blockReader.block.State = PlainTokens;
