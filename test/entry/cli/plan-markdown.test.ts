import { describe, expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { sha256 } from '../../../src/core/digest.ts';
import { readPir } from '../../../src/core/pir/parse.ts';
import type { Change, Plan } from '../../../src/core/plan/plan.ts';
import { planMarkdown } from '../../../src/entry/cli/plan-markdown.ts';

const fingerprint = '0123456789abcdef';
const plan = (...titles: string[]): Plan => ({
  ...{ pirId: 'p', revision: sha256(new Uint8Array()), fingerprint, epic: null },
  changes: titles.map(
    (title, index): Change => ({
      ...{ kind: 'none', why: 'unchanged', itemId: String(index), ref: String(index + 1), title },
      ...{ line: 1, reason: 'as it is', ticket: null },
    }),
  ),
});
/** As hosts render it: with HTML and links made of bare addresses. */
const host = new MarkdownIt({ html: true, linkify: true });
const page = (text: string) => host.render(text);

describe('a plan as a comment', () => {
  test('begins with what a pipeline looks for: fingerprint and file, whatever the file is called', () => {
    for (const file of ['pirs/a.md', "pirs/it's 100% -- (1)-->.md", 'pirs/ü\\n*~.md']) {
      const [first = ''] = planMarkdown(file, plan(), []).split('\n');
      const [, found, encoded = ''] = /^<!-- pir-plan ([0-9a-f]+) ([^ ]+) -->$/.exec(first) ?? [];
      expect(found).toBe(fingerprint);
      expect(encoded).toMatch(/^[\w./%-]+$/);
      expect(encoded).not.toContain('--');
      expect(decodeURIComponent(encoded)).toBe(file);
    }
  });

  test('shows text of the PIR as text: no markup, nobody mentioned, no issue or page linked', () => {
    const title = '<b>x</b> | @all #1 !2 ](https://a.example) `www.b.example`';
    const text = planMarkdown('a.md', plan(title, '--> /approve', '![x](y)'), []);
    const html = page(text);
    expect(html.replace(/^<!--.*-->/, '')).not.toMatch(/<(b|a|img|code)\b(?!>0123456789abcdef)/);
    expect(html).not.toMatch(/[@#!][a-z0-9]/);
    expect(html.match(/<tr>/g)).toHaveLength(4);
    expect(text).not.toMatch(/^\//m);
  });

  test('lists errors and warnings, folds notes away, and stays as short as a comment may be', () => {
    const findings = readPir('# PIR\n\n## Action Items\n\n### High Priority\n\n- Improve it\n').findings;
    expect(planMarkdown('a.md', plan('x'), findings)).toMatch(/\n\*\*1 warning\*\*\n\n- line \d+, PIR020: /);
    const many = Array.from({ length: 500 }, (_, index) => `Item ${index} ${'&'.repeat(300)}`);
    const finding = {
      code: 'PIR001',
      severity: 'info',
      line: 1,
      message: '@'.repeat(5000),
      hint: '',
    } as const;
    const text = planMarkdown(
      'a.md',
      plan(...many),
      many.map(() => finding),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('And 440 more.');
    expect(text).toMatch(/<summary>500 notes<\/summary>/);
  });
});
