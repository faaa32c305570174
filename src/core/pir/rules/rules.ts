import type { Finding, Severity } from '../finding.ts';
import { allSections } from '../markdown/markdown.ts';
import { defaultReadingOptions, type Ignored, type ReadingOptions } from '../pir.ts';
import { doubtfulItem, idleRemark, noItems, repairedText } from './document.ts';
import {
  afterLastReview,
  ambiguousDate,
  dueBeforePir,
  dueOnWeekend,
  noDueDate,
  notADay,
  outsideHorizon,
} from './due-dates.ts';
import { noReviewDates, reviewOffMilestone, reviewOnWeekend, unusableLabel } from './follow-up.ts';
import { improvementWithoutItem, rootCauseWithoutItem } from './improvements.ts';
import { isPlaceholder, placeholderTitle, sameNumber, sameTitle, sameWork, tooManyItems } from './items.ts';
import { noMetric, nothingToObserve } from './metrics.ts';
import { noOwner, noOwnerOnHigh, onlyTeam, roleOfTwo, unknownOwner } from './owners.ts';
import { noPriority, nothingUrgent, onePriority } from './priorities.ts';
import { type Span, silence } from './remarks.ts';
import type { Complaint, Given, Rule, Subject } from './rule.ts';
import { signOffIncomplete } from './sign-off.ts';
import { onlyPeople, titleWithoutVerb, vagueTitle } from './wording.ts';
import { isEnglish } from './words.ts';

/** A rule with its code, and how much its findings matter. */
export interface RuleEntry {
  readonly code: string;
  readonly severity: Severity | 'off';
  /** With `profile: template`, where that is another. */
  readonly template?: Severity;
  readonly rule: Rule;
}

/**
 * Every rule with its code and severity. A code is stable and never used for something else; codes are grouped by theme,
 * with room in between. Errors say that approval would do the wrong thing, warnings that a promise would be lost.
 */
export const rules: readonly RuleEntry[] = [
  { code: 'PIR001', severity: 'warning', rule: noItems },
  { code: 'PIR002', severity: 'info', rule: doubtfulItem },
  { code: 'PIR003', severity: 'info', rule: repairedText },
  { code: 'PIR004', severity: 'info', rule: idleRemark },
  { code: 'PIR010', severity: 'error', rule: sameNumber },
  { code: 'PIR011', severity: 'error', rule: sameTitle },
  { code: 'PIR012', severity: 'info', rule: tooManyItems },
  { code: 'PIR013', severity: 'info', rule: sameWork },
  { code: 'PIR014', severity: 'warning', rule: placeholderTitle },
  { code: 'PIR020', severity: 'warning', template: 'error', rule: noOwnerOnHigh },
  { code: 'PIR021', severity: 'info', template: 'error', rule: noOwner },
  { code: 'PIR022', severity: 'warning', rule: onlyTeam },
  { code: 'PIR023', severity: 'warning', rule: roleOfTwo },
  { code: 'PIR024', severity: 'warning', rule: unknownOwner },
  { code: 'PIR030', severity: 'info', template: 'error', rule: noDueDate },
  { code: 'PIR031', severity: 'info', template: 'error', rule: notADay },
  { code: 'PIR032', severity: 'warning', rule: dueBeforePir },
  { code: 'PIR033', severity: 'info', rule: outsideHorizon },
  { code: 'PIR034', severity: 'warning', rule: afterLastReview },
  { code: 'PIR035', severity: 'info', rule: dueOnWeekend },
  { code: 'PIR036', severity: 'warning', rule: ambiguousDate },
  { code: 'PIR040', severity: 'info', rule: noPriority },
  { code: 'PIR041', severity: 'info', template: 'error', rule: noMetric },
  { code: 'PIR042', severity: 'info', rule: onePriority },
  { code: 'PIR043', severity: 'info', rule: nothingUrgent },
  { code: 'PIR044', severity: 'info', rule: nothingToObserve },
  { code: 'PIR045', severity: 'info', rule: vagueTitle },
  { code: 'PIR046', severity: 'info', rule: titleWithoutVerb },
  { code: 'PIR047', severity: 'info', rule: onlyPeople },
  { code: 'PIR050', severity: 'warning', rule: improvementWithoutItem },
  { code: 'PIR051', severity: 'off', rule: rootCauseWithoutItem },
  { code: 'PIR060', severity: 'error', rule: unusableLabel },
  { code: 'PIR061', severity: 'info', rule: signOffIncomplete },
  { code: 'PIR070', severity: 'info', rule: noReviewDates },
  { code: 'PIR071', severity: 'info', rule: reviewOnWeekend },
  { code: 'PIR072', severity: 'info', rule: reviewOffMilestone },
];

const byCode: ReadonlyMap<string, RuleEntry> = new Map(rules.map((entry) => [entry.code, entry]));

/** How much the findings of a rule matter under these options. */
export function severityOf(
  { code, severity, template }: RuleEntry,
  { severities, profile }: Pick<ReadingOptions, 'severities' | 'profile'>,
): Severity | 'off' {
  return severities?.[code] ?? (profile === 'template' ? template : undefined) ?? severity;
}

/** What all rules find, in the order of the document, and what its own comments silence; `text` is its lines. */
export function judge(
  given: Given,
  text: readonly string[],
): { readonly findings: readonly Finding[]; readonly ignored: readonly Ignored[] } {
  const [together, single] = subjectsOf(given, text);
  const findings: Finding[] = [];
  for (const entry of rules) {
    const severity = severityOf(entry, together.options);
    if (severity === 'off') continue;
    const complaints = entry.rule.find(severity === 'error' ? single : together);
    for (const complaint of complaints) findings.push(findingOf(complaint, entry.code, severity, text));
  }
  findings.sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0) || (a.code < b.code ? -1 : 1));
  // A comment that silences nothing must not silence others either.
  const heeded = together.remarks.filter(({ codes }) => codes.every((code) => kindOf(code) === 'soft'));
  return silence(findings, heeded, heeded.length === 0 ? [] : spansOf(together));
}

/**
 * What rules look at, for findings that are said together and for those that are not. Written out: the engine forgets the
 * shape of a copied object between two documents, and throws all code away that was compiled for it.
 */
function subjectsOf(given: Given, text: readonly string[]): readonly [together: Subject, single: Subject] {
  // What a template's row lacks is no fault of anybody's; that it still stands there is said by a rule of its own.
  const pending = given.pending.filter(({ item }) => !isPlaceholder(item.title));
  const options = { ...defaultReadingOptions, ...given.options };
  let english: boolean | null = null;
  const asked = () => {
    english ??= isEnglish(text);
    return english;
  };
  const subjectOf = (together: boolean): Subject => ({
    pir: given.pir,
    items: given.items,
    pending,
    lines: given.lines,
    options,
    root: given.root,
    repaired: given.repaired ?? [],
    doubts: given.doubts ?? [],
    remarks: given.remarks ?? [],
    text,
    isEnglish: asked,
    kindOf,
    together,
  });
  return [subjectOf(true), subjectOf(false)];
}

/** Nobody can write a comment around what keeps approval from doing the wrong thing. */
function kindOf(code: string): 'unknown' | 'firm' | 'soft' {
  const entry = byCode.get(code);
  if (entry === undefined) return 'unknown';
  return entry.severity === 'error' ? 'firm' : 'soft';
}

function findingOf(
  { line, about, message, hint }: Complaint,
  code: string,
  severity: Severity,
  text: readonly string[],
): Finding {
  const column = about ? (text[line - 1] ?? '').indexOf(about) + 1 : 0;
  return column > 0
    ? { code, severity, line, column, message, hint }
    : { code, severity, line, message, hint };
}

/** From where to where each item reaches: up to the next item or heading. */
function spansOf({ items, text, root }: Pick<Subject, 'items' | 'text' | 'root'>): readonly Span[] {
  const starts = [...new Set(items.map(({ item }) => item.line))].sort((a, b) => a - b);
  const headings = [...allSections(root)].map(({ line }) => line).sort((a, b) => a - b);
  let next = 0;
  return starts.map((from, index) => {
    while (next < headings.length && (headings[next] ?? 0) <= from) next += 1;
    const end = Math.min(starts[index + 1] ?? text.length + 1, headings[next] ?? text.length + 1);
    return { from, to: end - 1 };
  });
}

/** What a rule is about, in words. */
export interface Explanation extends Pick<Rule, 'title' | 'why' | 'source' | 'mend'> {
  readonly code: string;
  readonly severity: Severity | 'off';
  readonly template: Severity | null;
}

/** What a rule is about, why it is said and how to mend it; null for a code that no rule has. */
export function explain(code: string): Explanation | null {
  const entry = byCode.get(code.trim().toUpperCase());
  if (entry === undefined) return null;
  const { title, why, source, mend } = entry.rule;
  return {
    code: entry.code,
    severity: entry.severity,
    template: entry.template ?? null,
    title,
    why,
    source,
    mend,
  };
}
