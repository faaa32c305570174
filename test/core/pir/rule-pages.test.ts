import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readPir } from '../../../src/core/pir/parse.ts';
import { explain, type RuleEntry, rules } from '../../../src/core/pir/rules/rules.ts';
import { readingOptions } from '../../../src/settings.ts';
import { expectGenerated } from '../../setup/generated.ts';

const folder = new URL('../../../docs/rules/', import.meta.url);
const pageOf = (code: string) => new URL(`${code}.md`, folder);

/** A page's head comes from the rule, so that `pir check --explain` and the page say the same; its examples are its own. */
const examplesFrom = (page: string) => page.slice(Math.max(0, page.search(/^## /m)));

function headOf({ code }: RuleEntry): string {
  const rule = explain(code);
  if (rule === null) throw new Error(`${code} is the code of no rule`);
  const loud = rule.template === null ? '' : `; **${rule.template}** with \`profile: template\``;
  return [
    '<!-- Written from src/core/pir/rules by `npm run generate`, down to the first example. -->',
    `# ${code}: ${rule.title}`,
    `Severity: **${rule.severity}**${loud}. [All rules](README.md)`,
    rule.why,
    `**To mend it.** ${rule.mend}`,
    `**It follows.** ${rule.source}`,
    '',
  ].join('\n\n');
}

/** The fenced block below a heading. */
function blockBelow(page: string, heading: string): string | null {
  const [, section] = page.split(`\n## ${heading}\n`);
  return section === undefined ? null : (/^```[^\n]*\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? null);
}

describe.each(rules)('the page of $code', (entry) => {
  const page = existsSync(pageOf(entry.code)) ? readFileSync(pageOf(entry.code), 'utf8') : '';
  const yaml = (heading: string): unknown => parse(blockBelow(page, heading) ?? '');
  const options = readingOptions(yaml('With these settings'), yaml('With this directory'));
  const codesIn = (heading: string) => {
    const example = blockBelow(page, heading);
    if (example === null) throw new Error(`docs/rules/${entry.code}.md has no block below "## ${heading}"`);
    return readPir(example, options).findings.map(({ code }) => code);
  };

  test('says what the rule says of itself', () => {
    expectGenerated(`docs/rules/${entry.code}.md`, `${headOf(entry)}${examplesFrom(page)}`);
  });

  test('shows a PIR that passes', () => {
    expect(codesIn('Passes')).toEqual([]);
  });

  test('shows a PIR with that finding and no other', () => {
    expect(codesIn('Does not pass')).toEqual([entry.code]);
  });
});

describe('the pages', () => {
  test('are one for every rule, and none for anything else', () => {
    const pages = readdirSync(folder).filter((name) => /^PIR\d/.test(name));
    expect(pages.map((name) => name.replace('.md', '')).sort()).toEqual(rules.map(({ code }) => code));
  });

  test('have an index', () => {
    const rows = rules.map(({ code, severity, template, rule }) => {
      const loud = template === undefined ? '' : `, ${template} with \`profile: template\``;
      return `| [${code}](${code}.md) | ${severity}${loud} | ${rule.title} |`;
    });
    expectGenerated(
      'docs/rules/README.md',
      `<!-- Written by \`npm run generate\`. -->

# What \`pir check\` complains of

An **error** says that approval would do the wrong thing, and keeps the item from being approved. A **warning** says that a
promise would be lost. An **info** (a note, in the text for people) is worth knowing and nothing else. Items that the
document says are done are not complained of, and a field that no item states is said once.

Each page says why, how to mend it, and shows an example that passes and one that does not; the tests run both.
\`pir check --explain CODE\` says the same without the examples.

| code | severity | what is wrong |
|---|---|---|
${rows.join('\n')}

## Other severities

\`\`\`yaml
# config/settings.yaml
rules:
  profile: template # owner, due date and success metric become errors
  severities: { PIR035: off, PIR012: warning }
\`\`\`

## Silencing one finding

\`\`\`markdown
- **Due Date**: 2026-02-14 <!-- pir-ignore PIR035: the shop is open on Saturdays -->
\`\`\`

- The comment stands on one line: codes (several are parted by commas), a colon, the reason. Without a reason it silences
  nothing, which is a finding ([PIR004](PIR004.md)).
- It speaks of the line it stands on. Alone on its line, it speaks of the next line that holds something.
- Where that line belongs to an item, the comment speaks of the whole item: from its first line to the next item or heading.
- What is said once for all items stands on the heading above them, so the comment stands before that heading.
- Errors by nature (${rules
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code)
        .join(', ')}) cannot be silenced: a comment does not make two items one.
- In code it is text.
- What was silenced is listed with its reason, in the text as in the JSON.
`,
    );
  });
});

test('settings name rules by their codes, and no others', () => {
  const severities = { PIR012: 'off', PIR035: 'loud', PIR999: 'off' };
  const read = () =>
    readingOptions({ rules: { profile: 'strict', severities } }, { people: [{ name: 'A' }] });
  for (const complaint of [
    /rules\.profile: /,
    /rules\.severities\.PIR035: /,
    /rules\.severities: .*"PIR999"/,
    /directory: people\.0\.handle: /,
  ]) {
    expect(read).toThrow(complaint);
  }
  expect(readingOptions({ rules: { severities: { PIR012: 'off' } }, limits: { items: 5 } })).toMatchObject({
    profile: 'default',
    severities: { PIR012: 'off' },
    mostItems: 5,
  });
});
