import type { Finding, Severity } from '../../core/pir/finding.ts';
import { harmless } from '../../core/pir/render-findings.ts';
import { fieldLines } from '../../core/plan/field-lines.ts';
import type { Change, Plan } from '../../core/plan/plan.ts';
import { countText, shortened, signs } from './plan-text.ts';

/** Hosts refuse long comments (GitHub: 65,536 characters), and nobody reads them. */
const mostRows = 60;
const mostFindings = 30;

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * The plan as part of a comment on a pull or merge request. It begins with a comment that pipelines look for:
 * `<!-- pir-plan FINGERPRINT FILE -->`, the file encoded as in a URL, so without blanks. Whatever text of the PIR stands
 * in it is shown as text: it opens no markup, mentions nobody and refers to no issue.
 * @param file as named on the command line
 */
export function planMarkdown(file: string, plan: Plan, findings: readonly Finding[]): string {
  const parts = [
    `<!-- pir-plan ${plan.fingerprint} ${encoded(file)} -->`,
    `### Plan of ${literal(file)}`,
    `${countText(plan) || 'Nothing to do: there are no action items'}. Fingerprint \`${plan.fingerprint}\`.`,
    ...(plan.changes.length === 0 ? [] : [table(plan)]),
    ...severities.flatMap((severity) =>
      findingsPart(findings.filter((found) => found.severity === severity)),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The columns; the first has a sign for each kind of change. */
const head = ['', 'item', 'title', 'ticket', 'why'] as const;

function cells(change: Change): readonly string[] {
  const fields = fieldLines(change).filter(({ name, value }) => name !== 'summary' || value !== change.title);
  return [
    signs[change.kind],
    change.ref ?? '',
    shortened(change.title, 44),
    fields.map(({ name, value }) => `${name} ${shortened(value, 60)}`).join(', '),
    `${change.kind === 'none' ? 'nothing to do' : change.kind}: ${shortened(change.reason, 60)}`,
  ];
}

function table({ changes }: Plan): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = changes.slice(0, mostRows).map((change) => row(cells(change).map(literal)));
  const more = changes.length > mostRows ? [`\nAnd ${changes.length - mostRows} more.`] : [];
  return [row(head), row(head.map(() => '---')), ...rows, ...more].join('\n');
}

/** Findings of one severity; notes are folded away. */
function findingsPart(findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const name = first.severity === 'info' ? 'note' : first.severity;
  const head = `${findings.length} ${name}${findings.length === 1 ? '' : 's'}`;
  const lines = findings
    .slice(0, mostFindings)
    .map(({ line, code, message, hint }) => `- line ${line}, ${code}: ${literal(message)} ${literal(hint)}`);
  const more = findings.length > mostFindings ? [`- and ${findings.length - mostFindings} more`] : [];
  const list = [...lines, ...more].join('\n');
  return first.severity === 'info'
    ? ['<details>', `<summary>${head}</summary>`, list, '</details>']
    : [`**${head}**`, list];
}

/**
 * Text as text in Markdown: each ASCII punctuation is escaped. A backslash does not keep hosts from reading `@name`, `#1`
 * or `!1` in the page made from it, so nothing that is to be seen stands between such a sign and what follows.
 */
function literal(text: string): string {
  const signs = [...text];
  const shown = signs.length > 300 ? [...signs.slice(0, 299), '…'] : signs;
  return harmless(shown.join(''))
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/[@#!~%&$]/g, '$&\u200B');
}

/** A path without blanks or anything that could end an HTML comment; percent-decoding gives it back. */
function encoded(file: string): string {
  return encodeURIComponent(file)
    .replaceAll('%2F', '/')
    .replaceAll('--', '%2D%2D')
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
