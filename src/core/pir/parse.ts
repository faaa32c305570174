import { readFollowUp } from './follow-up.ts';
import { readImprovements } from './improvements.ts';
import { readItems } from './items.ts';
import { linesOf, readSections } from './markdown.ts';
import { readMetadata } from './metadata.ts';
import { defaultReadingOptions, type Pir, type Reading, type ReadingOptions } from './pir.ts';
import { applyRules } from './rules.ts';
import { sectionsOf } from './section-names.ts';
import { readSignOffs } from './sign-off.ts';

/**
 * Reads a PIR. Takes any text and never throws: what it cannot make out is null or missing, and the findings say what
 * that means for the promises in it. The work grows with the length of the text and no faster.
 */
export function readPir(text: string, options: ReadingOptions = defaultReadingOptions): Reading {
  const lines = linesOf(text);
  const root = readSections(lines);
  const { commander, ...metadata } = readMetadata(root);
  const anchor = metadata.incident.date ?? metadata.pirDate;
  const items = readItems(root, {
    incidentDate: metadata.incident.date,
    pirDate: metadata.pirDate,
    dueDays: options.dueDays,
  });
  const followUp = readFollowUp(root, anchor);
  const signOffs = readSignOffs(root);
  const pir: Pir = {
    ...metadata,
    label: followUp.label,
    incidentCommander:
      commander ?? signOffs.find(({ role }) => /^incident commander/i.test(role))?.name ?? null,
    signOffs,
    reviews: followUp.reviews,
    items: items.map(({ item }) => item),
    improvements: readImprovements(root),
  };
  const actions = sectionsOf(root, 'actions')[0]?.line ?? items[0]?.item.line ?? 1;
  const followUpLine = followUp.line ?? actions;
  const subject = {
    pir,
    items,
    pending: items.filter(({ item }) => item.state !== 'done' && item.state !== 'dropped'),
    lines: {
      actions,
      followUp: followUpLine,
      label: followUp.labelLine ?? followUpLine,
      reviews: followUp.reviewLines,
    },
    options,
  };
  return { pir, findings: applyRules(subject, lines) };
}
