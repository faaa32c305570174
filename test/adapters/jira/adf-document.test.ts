import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { documentFrom } from '../../../src/adapters/jira/adf/document.ts';
import type { DescriptionPart } from '../../../src/core/plan/plan.ts';
import { adfFault } from '../../../src/sandbox/jira/adf-rules.ts';

function part(...paragraphs: string[]): DescriptionPart {
  return { heading: null, paragraphs, steps: [], link: null };
}

/** The document without its frame. */
function contentOf(...paragraphs: string[]): unknown {
  return documentFrom([part(...paragraphs)]).content;
}

const text = (content: string, ...marks: object[]) =>
  marks.length === 0 ? { type: 'text', text: content } : { type: 'text', text: content, marks };

describe('ADF', () => {
  test('says in Jira what the Markdown says', () => {
    const document = documentFrom([
      {
        heading: 'Approach',
        paragraphs: ['Use **strong**, *em*, ~~old~~, `code`\\\nand [a link](https://example.com).'],
        steps: ['Stop `x`', 'Start *y*'],
        link: { text: 'The PIR', url: 'https://example.com/pir' },
      },
    ]);
    const link = (href: string) => ({ type: 'link', attrs: { href } });
    expect(document.content).toEqual([
      { type: 'heading', attrs: { level: 3 }, content: [text('Approach')] },
      {
        type: 'paragraph',
        content: [
          text('Use '),
          text('strong', { type: 'strong' }),
          text(', '),
          text('em', { type: 'em' }),
          text(', '),
          text('old', { type: 'strike' }),
          text(', '),
          text('code', { type: 'code' }),
          { type: 'hardBreak' },
          text('and '),
          text('a link', link('https://example.com')),
          text('.'),
        ],
      },
      {
        type: 'orderedList',
        attrs: { order: 1 },
        content: [
          {
            type: 'listItem',
            content: [{ type: 'paragraph', content: [text('Stop '), text('x', { type: 'code' })] }],
          },
          {
            type: 'listItem',
            content: [{ type: 'paragraph', content: [text('Start '), text('y', { type: 'em' })] }],
          },
        ],
      },
      { type: 'paragraph', content: [text('The PIR', link('https://example.com/pir'))] },
    ]);
  });

  test('keeps tables, code, quotes and lists as what they are', () => {
    const content = contentOf(
      '| a | b |\n|---|---|\n| 1 | |\n\n```sql\nselect 1\n```\n\n> quoted\n\n3. third',
    );
    const types = (content as { type: string }[]).map((node) => node.type);
    expect(types).toEqual(['table', 'codeBlock', 'blockquote', 'orderedList']);
    expect(JSON.stringify(content)).toContain('"language":"sql"');
    expect(JSON.stringify(content)).toContain('"order":3');
  });

  test.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,hi)',
    '[x](file:///etc/passwd)',
    '[x](/relative)',
    '![x](vbscript:x)',
    '<javascript:alert(1)>',
  ])('makes no link of %s', (source) => {
    expect(JSON.stringify(contentOf(source))).not.toContain('"link"');
  });

  test('shows raw HTML as the text it is', () => {
    expect(contentOf('<script>alert(1)</script>')).toEqual([
      { type: 'paragraph', content: [text('<script>alert(1)</script>')] },
    ]);
  });

  test('does not let an open fence swallow the next paragraph', () => {
    expect(contentOf('```\nopen', 'next')).toEqual([
      { type: 'codeBlock', content: [text('open')] },
      { type: 'paragraph', content: [text('next')] },
    ]);
  });

  test('keeps within quotes and lists what the schema of ADF allows there', () => {
    const nested =
      '> # heading\n> > deeper\n>\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n\n- - x\n- > quote\n-\n- # h';
    const document = documentFrom([part(nested)]);
    expect(adfFault(document)).toBeNull();
    expect(JSON.stringify(document)).toContain('deeper');
  });

  test('of nothing makes a document that Jira takes', () => {
    expect(adfFault(documentFrom([]))).toBeNull();
    expect(adfFault(documentFrom([part('', '   ')]))).toBeNull();
  });

  test('links the PIR where the text is cut', () => {
    const link = { text: 'PIR', url: 'https://pir.example.com/pirs/1' };
    const document = documentFrom([part('word '.repeat(20_000)), { ...part(), link }]);
    const cut = document.content.find((node) => JSON.stringify(node).includes('Cut here'));
    expect(cut?.content?.at(-1)?.marks).toContainEqual({ type: 'link', attrs: { href: link.url } });
  });

  test('cuts the long part and keeps the short one behind it', () => {
    const short = { ...part('The end.'), heading: 'Playbook' };
    const document = documentFrom([part('word '.repeat(20_000)), part('a\n\n'.repeat(9000)), short]);
    const json = JSON.stringify(document);
    expect(json.length).toBeLessThanOrEqual(32_000);
    expect(json.length).toBeGreaterThan(28_000);
    expect(adfFault(document)).toBeNull();
    expect(json.match(/Cut here/g)).toHaveLength(2);
    expect(document.content.at(-1)).toEqual({ type: 'paragraph', content: [text('The end.')] });
  });

  test('of any Markdown makes a document that is valid and not too long', () => {
    const markdown = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom(
            ...[
              '> ',
              '- ',
              '1. ',
              '# ',
              '\n',
              '\n\n',
              '    ',
              '```',
              '`',
              '**',
              '*',
              '~~',
              '|',
              '|---|---|\n',
            ],
            ...['[a](', 'https://x.y', ')', '![', '](', '<b>', '\\', '---\n', '&nbsp;', '\u0000', '\ud800'],
          ),
        ),
        { maxLength: 60 },
      )
      .map((pieces) => pieces.join(''));
    const anyPart = fc.record({
      heading: fc.option(markdown),
      paragraphs: fc.array(markdown, { maxLength: 3 }),
      steps: fc.array(markdown, { maxLength: 3 }),
      link: fc.option(fc.record({ text: markdown, url: fc.oneof(fc.webUrl(), markdown) })),
    });
    const anyParts = fc.tuple(fc.array(anyPart, { maxLength: 4 }), fc.constantFrom(1, 1, 1, 20, 300));
    fc.assert(
      fc.property(anyParts, ([parts, times]) => {
        const many = Array.from({ length: times }, () => parts).flat();
        const document = documentFrom(many);
        expect(adfFault(document)).toBeNull();
        expect(JSON.stringify(document).length).toBeLessThanOrEqual(32_000);
      }),
      { numRuns: 200 },
    );
  });
});
