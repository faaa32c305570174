import type { Finding, Severity } from './finding.ts';
import { linesOf } from './markdown/markdown.ts';
import type { Reading } from './pir.ts';
import type { Explanation } from './rules/rules.ts';

const labels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const width = 100;

/**
 * What was found in a document, for people: each finding as `file:line:column  severity  CODE  message` with the line it
 * is about, a caret where the column is known, and what to do; then one line that sums up.
 */
export function findingsText(file: string, text: string, reading: Reading): string {
  return `${[...findingBlocks(file, text, reading), summaryText([reading])].join('\n\n')}\n`;
}

/** The same without the line that sums up, a block of lines for each finding; what is silenced is the last block. */
export function findingBlocks(file: string, text: string, reading: Reading): readonly string[] {
  const lines = linesOf(text);
  const blocks = reading.findings.map((finding) => findingText(file, lines[finding.line - 1] ?? '', finding));
  const silenced = silencedLines(file, reading);
  return silenced.length === 0 ? blocks : [...blocks, silenced.join('\n')];
}

/** What the document silences stays to be seen: whoever approves it should know what was decided, and why. */
function silencedLines(file: string, { ignored = [] }: Reading): readonly string[] {
  const lines = ignored.map(({ code, line, reason }) => `${file}:${line}  silenced  ${code}  ${reason}`);
  return lines.map(harmless);
}

/** What a rule is about, why, and what to do about it, for people: the answer to `pir check --explain PIR020`. */
export function explanationText({ code, severity, template, title, ...text }: Explanation): string {
  const loud = template === null ? '' : `; ${labels[template]} with profile: template`;
  const head = `${code}  ${title}  (${severity === 'off' ? 'off' : labels[severity]}${loud})`;
  const parts = [head, wrap(text.why), wrap(`To mend it: ${text.mend}`), wrap(`It follows: ${text.source}`)];
  return `${parts.join('\n\n')}\n`;
}

/** Prose of ours in lines of at most 100 characters. */
function wrap(text: string): string {
  return text.replace(/(.{1,100})(?:\s+|$)/g, '$1\n').trimEnd();
}

function findingText(file: string, line: string, finding: Finding): string {
  const { line: number, column, severity, code, message, hint } = finding;
  const place = [file, number, ...(column === undefined ? [] : [column])].join(':');
  const parts = [
    `${place}  ${labels[severity]}  ${code}  ${message}`,
    ...excerpt(line, column),
    `hint: ${hint}`,
  ];
  return parts.map((part, index) => `${index === 0 ? '' : '    '}${harmless(part)}`).join('\n');
}

/** The line, or the part of a long one around the column, with a caret below. */
function excerpt(line: string, column: number | undefined): readonly string[] {
  const indent = line.length - line.trimStart().length;
  const at = column === undefined ? indent : Math.max(indent, column - 1);
  const start = at - indent < width - 20 ? indent : at - 20;
  const end = Math.min(line.length, start + width);
  const shown = `${start > indent ? '…' : ''}${line.slice(start, end).trimEnd()}${end < line.length ? '…' : ''}`;
  if (shown === '' || column === undefined) return shown === '' ? [] : [shown];
  const before = [...line.slice(start, at)].length + (start > indent ? 1 : 0);
  return [shown, `${' '.repeat(before)}^`];
}

/** A document may hold control and direction characters that would change what is shown around it; they become dots. */
export function harmless(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '·');
}

/** How many items there are, and findings of each severity: "10 items, 0 errors, 2 warnings, 3 notes". */
export function summaryText(readings: readonly Reading[]): string {
  const count = (severity: Severity) =>
    readings.reduce(
      (sum, { findings }) => sum + findings.filter((found) => found.severity === severity).length,
      0,
    );
  const amounts: readonly (readonly [number, string])[] = [
    [readings.reduce((sum, { pir }) => sum + pir.items.length, 0), 'item'],
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('info'), 'note'],
  ];
  const silenced = readings.reduce((sum, { ignored = [] }) => sum + ignored.length, 0);
  return [
    ...amounts.map(([amount, noun]) => `${amount} ${noun}${amount === 1 ? '' : 's'}`),
    ...(silenced === 0 ? [] : [`${silenced} silenced`]),
  ].join(', ');
}
