import type { Finding, Severity } from './finding.ts';
import {
  afterLastReview,
  dueBeforePir,
  dueOnWeekend,
  noDueDate,
  notADay,
  outsideHorizon,
} from './rules/due-dates.ts';
import { noReviewDates, reviewOffMilestone, reviewOnWeekend, unusableLabel } from './rules/follow-up.ts';
import { improvementWithoutItem } from './rules/improvements.ts';
import { noItems, noMetric, noPriority, sameNumber, sameTitle } from './rules/items.ts';
import { noOwner, noOwnerOnHigh, onlyTeam, roleOfTwo } from './rules/owners.ts';
import type { Rule, Subject } from './rules/rule.ts';

/**
 * Every rule with its code and severity. A code is stable and never used for something else; codes are grouped by theme,
 * with room in between. Errors say that approval would do the wrong thing, warnings that a promise would be lost.
 */
export const rules: readonly { readonly code: string; readonly severity: Severity; readonly rule: Rule }[] = [
  { code: 'PIR001', severity: 'warning', rule: noItems },
  { code: 'PIR010', severity: 'error', rule: sameNumber },
  { code: 'PIR011', severity: 'error', rule: sameTitle },
  { code: 'PIR020', severity: 'warning', rule: noOwnerOnHigh },
  { code: 'PIR021', severity: 'info', rule: noOwner },
  { code: 'PIR022', severity: 'warning', rule: onlyTeam },
  { code: 'PIR023', severity: 'warning', rule: roleOfTwo },
  { code: 'PIR030', severity: 'info', rule: noDueDate },
  { code: 'PIR031', severity: 'info', rule: notADay },
  { code: 'PIR032', severity: 'warning', rule: dueBeforePir },
  { code: 'PIR033', severity: 'info', rule: outsideHorizon },
  { code: 'PIR034', severity: 'warning', rule: afterLastReview },
  { code: 'PIR035', severity: 'info', rule: dueOnWeekend },
  { code: 'PIR040', severity: 'info', rule: noPriority },
  { code: 'PIR041', severity: 'info', rule: noMetric },
  { code: 'PIR050', severity: 'warning', rule: improvementWithoutItem },
  { code: 'PIR060', severity: 'error', rule: unusableLabel },
  { code: 'PIR070', severity: 'info', rule: noReviewDates },
  { code: 'PIR071', severity: 'info', rule: reviewOnWeekend },
  { code: 'PIR072', severity: 'info', rule: reviewOffMilestone },
];

/** What all rules find, in the order of the document; `lines` is its text, to look columns up in. */
export function applyRules(subject: Subject, lines: readonly string[]): readonly Finding[] {
  const findings = rules.flatMap(({ code, severity, rule }) =>
    rule(subject).map(({ line, about, message, hint }): Finding => {
      const column = about ? (lines[line - 1] ?? '').indexOf(about) + 1 : 0;
      return { code, severity, line, ...(column > 0 && { column }), message, hint };
    }),
  );
  return findings.sort(
    (a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0) || (a.code < b.code ? -1 : 1),
  );
}
