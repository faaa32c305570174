import MarkdownIt from 'markdown-it';

const { unescapeAll } = new MarkdownIt().utils;

/** Blanks that a reader does not see: any but a space, two in a row, at an end. */
const uneven = /[^\S ]| (?: |$)|^ /;
const special = /[\\`*_~[\]<>!&\n]/;
/** Either of the two: one look finds what one look for each takes four times as long to find. */
const notable = /[\\`*_~[\]<>!&]|[^\S ]| (?: |$)|^ /;
const ordinary = /[^\\`*_~[\]<>!&\n]*/y;
const punctuation = /[\p{P}\p{S}]/u;
const blank = /\s/;
const formattingTag =
  /^<\/?(?:a|b|br|code|del|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b|^<!--/i;
const target =
  /\([ \t\n]{0,9}(?:<[^<>\n]{0,1000}>|(?:[^\s()]|\([^\s()]{0,500}\)){0,1000})(?:[ \t\n]{1,9}(?:"[^"]{0,300}"|'[^']{0,300}'))?[ \t\n]{0,9}\)/y;
const autolink = /<((?:https?|mailto|ftp):[^\s<>]{1,1000}|[\w.+-]{1,64}@[\w.-]{1,250})>/iy;
const tag = /<\/?[A-Za-z][^<>]{0,500}>/y;
const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,31});/iy;

/** A run of `*`, `_` or `~` that may turn out to be emphasis; `at` is its place in the output. */
interface Mark {
  readonly at: number;
  left: number;
}

/**
 * Inline Markdown as a reader sees it: no emphasis, code quotes, link targets or tags; blanks run together. Follows
 * CommonMark 0.31, 6 but for emphasis that crosses other emphasis. One pass, so that no text costs more than its length.
 */
export function plainText(markdown: string): string {
  if (!notable.test(markdown)) return markdown;
  const text = special.test(markdown) ? new Scanner(markdown).run() : markdown;
  // Most texts have no blanks to run together, and looking is cheaper than writing the same text again.
  return uneven.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

class Scanner {
  private readonly text: string;
  private readonly out: string[] = [];
  private readonly open: Record<string, Mark[] | undefined> = {
    '*': undefined,
    _: undefined,
    '~': undefined,
  };
  private readonly brackets: number[] = [];
  private position = 0;
  private codeRuns: ReadonlyMap<number, number[]> | null = null;
  private commentEnd = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): string {
    const { text } = this;
    while (this.position < text.length) {
      const character = text[this.position] ?? '';
      if (character === '\\') this.escape();
      else if (character === '`') this.code();
      else if (character === '*' || character === '_' || character === '~') this.emphasis(character);
      else if (character === '[') this.bracket();
      else if (character === ']') this.closeBracket();
      else if (character === '<') this.angle();
      else if (character === '&') this.entity();
      else if (character === '!' && text[this.position + 1] === '[') this.position += 1;
      else this.plain();
    }
    return this.out.join('');
  }

  /** Everything up to the next character that could mean something, at least one. */
  private plain(): void {
    ordinary.lastIndex = this.position + 1;
    const end = this.position + 1 + (ordinary.exec(this.text)?.[0].length ?? 0);
    this.push(this.text.slice(this.position, end), end - this.position);
  }

  private push(piece: string, length: number): void {
    this.out.push(piece);
    this.position += length;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  private escape(): void {
    const next = this.text[this.position + 1] ?? '';
    if (next === '\n') this.push(' ', 2);
    else if (/[!-/:-@[-`{-~]/.test(next)) this.push(next, 2);
    else this.push('\\', 1);
  }

  private code(): void {
    const length = this.runLength('`');
    this.codeRuns ??= runsOf(this.text);
    const places = this.codeRuns.get(length) ?? [];
    // The places are used up from the front, so that all searches together cost one walk.
    while (places.length > 0 && (places.at(-1) ?? 0) <= this.position) places.pop();
    const end = places.at(-1);
    if (end === undefined) {
      this.push('`'.repeat(length), length);
      return;
    }
    const content = this.text.slice(this.position + length, end).replace(/\n/g, ' ');
    const padded = /^ .* $/s.test(content) && content.trim() !== '';
    this.push(padded ? content.slice(1, -1) : content, end + length - this.position);
  }

  private runLength(character: string): number {
    let end = this.position;
    while (this.text[end] === character) end += 1;
    return end - this.position;
  }

  private emphasis(character: string): void {
    const length = this.runLength(character);
    const before = this.text[this.position - 1] ?? ' ';
    const after = this.text[this.position + length] ?? ' ';
    const [opens, closes] = flanks(before, after, character);
    this.push(character.repeat(length), length);
    if (character === '~' && length !== 2) return;
    const mark: Mark = { at: this.out.length - 1, left: length };
    const stack = this.open[character] ?? [];
    this.open[character] = stack;
    if (closes)
      for (let opener = stack.at(-1); opener !== undefined && mark.left > 0; opener = stack.at(-1)) {
        const used = Math.min(opener.left, mark.left);
        opener.left -= used;
        mark.left -= used;
        this.out[opener.at] = character.repeat(opener.left);
        if (opener.left === 0) stack.pop();
      }
    this.out[mark.at] = character.repeat(mark.left);
    if (opens && mark.left > 0) stack.push(mark);
  }

  private bracket(): void {
    this.brackets.push(this.out.length);
    this.push('[', 1);
  }

  private closeBracket(): void {
    const opener = this.brackets.pop();
    this.push(']', 1);
    if (opener === undefined || this.text[this.position] !== '(') return;
    const link = this.match(target);
    if (link === null) return;
    this.out[opener] = '';
    this.out[this.out.length - 1] = '';
    this.position += link.length;
  }

  private angle(): void {
    const link = this.match(autolink);
    if (link !== null) {
      this.push(link.slice(1, -1), link.length);
      return;
    }
    if (this.text.startsWith('<!--', this.position)) {
      // Without an end for one comment there is none for any later one either.
      if (this.commentEnd >= 0) this.commentEnd = this.text.indexOf('-->', this.position + 4);
      if (this.commentEnd >= 0) {
        this.push(' ', this.commentEnd + 3 - this.position);
        return;
      }
    }
    const found = this.match(tag);
    if (found === null) {
      this.push('<', 1);
      return;
    }
    this.push(formattingTag.test(found) ? ' ' : found, found.length);
  }

  private entity(): void {
    const found = this.match(entity);
    this.push(found === null ? '&' : unescapeAll(found), found?.length ?? 1);
  }
}

/** Where runs of back-quotes begin, by their length, last first. */
function runsOf(text: string): ReadonlyMap<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const places = runs.get(run.length);
    if (places === undefined) runs.set(run.length, [index]);
    else places.push(index);
  }
  for (const places of runs.values()) places.reverse();
  return runs;
}

/** Whether a run between two characters can open and close emphasis (CommonMark 0.31, 6.2). */
function flanks(before: string, after: string, character: string): readonly [boolean, boolean] {
  const [blankBefore, blankAfter] = [blank.test(before), blank.test(after)];
  const [markBefore, markAfter] = [punctuation.test(before), punctuation.test(after)];
  const left = !blankAfter && (!markAfter || blankBefore || markBefore);
  const right = !blankBefore && (!markBefore || blankAfter || markAfter);
  if (character !== '_') return [left, right];
  return [left && (!right || markBefore), right && (!left || markAfter)];
}
