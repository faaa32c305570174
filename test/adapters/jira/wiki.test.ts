import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wikiFrom } from '../../../src/adapters/jira/wiki/document.ts';
import { escapeText, escapeUrl } from '../../../src/adapters/jira/wiki/escape.ts';
import type { DescriptionPart } from '../../../src/core/plan/plan.ts';

function part(...paragraphs: string[]): DescriptionPart {
  return { heading: null, paragraphs, steps: [], link: null };
}

const wiki = (...paragraphs: string[]) => wikiFrom([part(...paragraphs)]);

/**
 * Everything that acts in Jira's Text Formatting Notation, written down from its help page and not from our escaping: if
 * none of these is in a text, Jira shows it as it stands. Lines are told apart as Java does.
 */
const lineStart = '(?:^|[\\n\\r\\u0085\\u2028\\u2029])[ \\t]*';
const active: Readonly<Record<string, RegExp>> = {
  macro: /[{}]/,
  'link, mention or anchor': /[[\]]/,
  'table cell': /\|/,
  'line break or escape': /\\/,
  image: /!/,
  bold: /\*/,
  'superscript, subscript': /[\^~]/,
  citation: /\?\?/,
  'italic, deleted, inserted': /(?<![\p{L}\p{N}])[_+-](?=\S)|(?<=\S)[_+-](?![\p{L}\p{N}])/u,
  dash: /--/,
  list: new RegExp(`${lineStart}[*#-]+(?:\\s|$)`, 'u'),
  ruler: new RegExp(`${lineStart}-{4,}`, 'u'),
  heading: new RegExp(`${lineStart}h[1-6]\\.`, 'iu'),
  quote: new RegExp(`${lineStart}bq\\.`, 'iu'),
  'little picture': /:-?[)(DPp]|;-?\)|\((?:[yni/x!+\-?*]|on|off|\*[rgby]|flag|flagoff)\)/,
  HTML: /[<>]/,
};

/** What Jira's renderer leaves of a text without markup: its entities, which the browser shows as characters. */
const shown = (markup: string) =>
  markup.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

function activeIn(markup: string): string[] {
  // An entity is no markup; a letter stands in for it, so that what is beside it is judged as Jira's renderer does: by
  // the semicolon, which is no letter.
  const plain = markup.replace(/&#\d+;/g, '\u0001');
  return Object.entries(active)
    .filter(([, pattern]) => pattern.test(plain) || (pattern.source.includes(';-?') && pattern.test(markup)))
    .map(([name]) => name);
}

/** Texts made of what acts, between a few letters and blanks. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '{',
        '}',
        '{code}',
        '{noformat}',
        '{color:red}',
        '[',
        ']',
        '[~admin]',
        '[x|http://e.com]',
        '|',
        '||',
        '!x.png!',
      ],
      ...[
        '\\',
        '\\\\',
        '*',
        '_',
        '-',
        '--',
        '---',
        '----',
        '+',
        '^',
        '~',
        '??',
        '?',
        '#',
        '\n',
        '\r',
        '\u2028',
        '\t',
        ' ',
      ],
      ...[
        'h1.',
        'bq.',
        'H2. ',
        ':',
        ')',
        '(',
        ':)',
        ';-)',
        '(x)',
        '(*r)',
        '(on)',
        '&',
        '&lt;',
        '&#123;',
        ';',
        '<b>',
        'a',
        'Z',
        '1',
      ],
      ...['é', '.', 'http://e.com/', 'OPS-1', '@', '`', '"', "'", '%', '$', '='],
    ),
    { maxLength: 30 },
  )
  .map((words) => words.join(''));

describe('plain text in wiki markup', () => {
  test('never acts, and reads as itself', () => {
    const check = (text: string) => {
      const markup = escapeText(text);
      expect(activeIn(markup)).toEqual([]);
      expect(shown(markup)).toBe(text.replace(/[\n\r\v\f\u0085\u2028\u2029]+/g, ' '));
    };
    fc.assert(fc.property(hostile, check), { numRuns: 3000 });
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 500 });
  });

  test('of two pieces side by side acts no more than one', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const first = escapeText(one);
        expect(activeIn(first + escapeText(other, first))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('stays readable where nothing can act', () => {
    const text = 'On-call (the first_try team) raises max_connections to 500: see OPS-12, 09:30 - why? a+b.';
    expect(escapeText(text)).toBe(text.replace(' - ', ' &#45; '));
  });

  test('in an address ends no link and begins no other', () => {
    expect(escapeUrl('https://e.com/a|b]c[d {e}?q=x^y~z#f!')).toBe(
      'https://e.com/a%7Cb%5Dc%5Bd%20%7Be%7D?q=x%5Ey%7Ez#f%21',
    );
  });
});

describe('wiki markup', () => {
  test('says in Jira what the Markdown says', () => {
    const markup = wikiFrom([
      {
        heading: 'Approach',
        paragraphs: ['Use **strong**, *em*, ~~old~~, `code`\\\nand [a link](https://example.com/x).'],
        steps: ['Stop `x`', 'Start *y*'],
        link: { text: 'The PIR', url: 'https://example.com/pir' },
      },
    ]);
    expect(markup.split('\n')).toEqual([
      'h3. Approach',
      '',
      'Use *strong*, _em_, -old-, {{code}} \\\\ and [a link|https://example.com/x].',
      '',
      '# Stop {{x}}',
      '# Start _y_',
      '',
      '[The PIR|https://example.com/pir]',
    ]);
  });

  test('keeps tables, code, quotes, headings and lists within lists as what they are', () => {
    const markdown =
      '## Head\n\n| a | b |\n|---|---|\n| 1 | |\n\n```sql\nselect {1}\n```\n\n> quoted\n\n- one\n  1. two\n     - three\n- four\n\n---';
    expect(wiki(markdown).split('\n')).toEqual([
      ...['h5. Head', '', '||a||b||', '|1| |', '', '{code:sql}', 'select {1}', '{code}', ''],
      ...['{quote}', 'quoted', '{quote}', '', '* one', '*# two', '*#* three', '* four', '', '----'],
    ]);
  });

  test('marks parts of words with braces, for Jira would not see them otherwise', () => {
    expect(wiki('un**believ**able')).toBe('un{*}believ{*}able');
  });

  test.each([
    ['a macro', '{color:red}{code}x{code}'],
    ['a mention', 'ask [~admin] and ![](http://e.com/x.png)'],
    ['a table', 'a | b || c'],
    ['a heading after a line break', 'x\\\nh1. big'],
    ['a quote in a list', '- bq. not quoted\n- h2. not big'],
    ['a link in Jira’s own form', '[click|javascript:alert(1)]'],
    ['a link to a script', '[click](javascript:alert(1)) and [x](data:text/html,1)'],
    ['raw HTML', '<img src=x onerror=alert(1)>'],
  ])('does not let the text of a PIR write %s', (_, markdown) => {
    const own = /^(?:h[1-6]\. |\* |# )|\{\{|\}\}|\[[^[\]|]*\|https?:[^[\]|\s]*\]| \\\\ /gm;
    // A piece of ours gone, nothing may be left that acts.
    for (const line of wiki(markdown).replace(own, '').split('\n')) expect(activeIn(line)).toEqual([]);
  });

  test.each(['{noformat}', '{NoFormat}', '{code}', '{code}{noformat}'])(
    'does not let code end early with %s',
    (end) => {
      const markup = wiki(`\`\`\`sql\n${end}\n[~admin]\n\`\`\``);
      const macro = /^\{(code|noformat)/.exec(markup)?.[1] ?? '';
      expect(markup.match(new RegExp(`\\{${macro}[:}]`, 'gi'))).toHaveLength(2);
    },
  );

  test('asks for no language that Jira does not know, since it would show an error', () => {
    expect(wiki('```mermaid\nx\n```')).toBe('{noformat}\nx\n{noformat}');
  });

  test('stays well below what Jira takes, cuts the long part, and links the PIR there', () => {
    const link = { text: 'PIR', url: 'https://pir.example.com/pirs/1' };
    const end = { heading: 'Playbook', paragraphs: ['The end.'], steps: [], link };
    for (const long of [
      'word '.repeat(20_000),
      '{*|'.repeat(9000),
      '- a\n'.repeat(9000),
      '| a |\n|-|\n'.repeat(4000),
    ]) {
      const markup = wikiFrom([part(long), end]);
      expect(markup.length).toBeLessThanOrEqual(30_000);
      expect(markup).toMatch(/Cut here.*\[The PIR has all of it\.\|https:\/\/pir\.example\.com\/pirs\/1\]/);
      expect(markup).toMatch(/The end\.\n\n\[PIR\|https:\/\/pir\.example\.com\/pirs\/1\]$/);
    }
  });

  test('can be made of any text, without a line that is ours in a list or a table', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 4 }), (texts) => {
        const markup = wikiFrom([{ ...part(...texts), heading: texts[0] ?? null, steps: texts }]);
        expect(markup.length).toBeLessThanOrEqual(30_000);
        // Rows and items are lines: none is broken in two, so each line begins as one of ours does, or is plain.
        for (const line of markup.split('\n')) expect(line).not.toMatch(/[\r\u2028\u2029]/);
      }),
      { examples: [[['\t   \u2028']]] },
    );
  });
});
