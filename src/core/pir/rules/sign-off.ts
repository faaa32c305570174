import type { Rule, Subject } from './rule.ts';
import { listOf } from './rule.ts';

/** A sign-off that lacks a role the settings ask for. Silent until they ask for any. */
export const signOffIncomplete: Rule = {
  title: 'Sign-off incomplete',
  why: 'Where a review is approved by its own sign-off table, everybody who has to sign is named in the settings. A line of underscores is no signature, whatever the date beside it says.',
  source: '`approval.roles` in the settings; silent until it names a role.',
  mend: 'Let those named sign: their name, or a mark, in the column "Signature".',
  find: (subject) => {
    const signed = new Set(
      subject.pir.signOffs.filter((each) => each.signed).map(({ role }) => role.trim().toLowerCase()),
    );
    const left = subject.options.signOffRoles.filter((role) => !signed.has(role.trim().toLowerCase()));
    if (left.length === 0) return [];
    return [
      {
        line: placeOf(subject, left),
        message: `Not signed yet: ${listOf(left, 5)}.`,
        hint: 'Put a name or a mark into the column "Signature" of the sign-off table, one row a role.',
      },
    ];
  },
};

/** The row of the first role that has not signed, else the section's heading, else the end of the document. */
function placeOf({ text }: Subject, left: readonly string[]): number {
  const roles = left.map((role) => role.trim().toLowerCase());
  const row = text.findLastIndex((line) => {
    const cells = line.split('|', 8).map((cell) => cell.replace(/[*_]/g, '').trim().toLowerCase());
    return cells.length > 2 && roles.some((role) => cells.includes(role));
  });
  if (row >= 0) return row + 1;
  const heading = text.findLastIndex((line) => /^#{1,6}\s.{0,40}(?:sign[- ]?off|approval)/i.test(line));
  return heading >= 0 ? heading + 1 : text.length;
}
