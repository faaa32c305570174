import { readFollowUp } from './document/follow-up.ts';
import { readImprovements } from './document/improvements.ts';
import { titleHeading } from './document/incident-head.ts';
import { readMetadata } from './document/metadata.ts';
import { readSignOffs } from './document/sign-off.ts';
import { readItems } from './items/items.ts';
import { readFrontMatter } from './markdown/front-matter.ts';
import { linesOf, readSections } from './markdown/markdown.ts';
import { repairText } from './markdown/repair.ts';
import { defaultReadingOptions, type Pir, type Reading, type ReadingOptions } from './pir.ts';
import { readRemarks } from './rules/remarks.ts';
import { judge } from './rules/rules.ts';
import { isTemplate } from './words/placeholders.ts';

/**
 * Reads a PIR. Takes any text and never throws: what it cannot make out is null or missing, and the findings say what
 * that means for the promises in it. The work grows with the length of the text and no faster.
 */
export function readPir(text: string, options: ReadingOptions = defaultReadingOptions): Reading {
  const { text: repairedText, lines: repaired } = repairText(text);
  const lines = linesOf(repairedText);
  const front = readFrontMatter(lines);
  const { remarks, lines: plain } = readRemarks(front.lines);
  const root = readSections(plain);
  const metadata = readMetadata(root, front.values, options.dayFirst ?? null);
  const anchor = metadata.incident.date ?? metadata.pirDate;
  const reading = readItems(root, {
    incidentDate: metadata.incident.date,
    pirDate: metadata.pirDate,
    dueDays: options.dueDays,
    dayFirst: options.dayFirst ?? null,
  });
  // A blank form has samples where a review has items.
  const blankForm = isTemplate(titleHeading(root), anchor !== null);
  const items = blankForm ? [] : reading.items;
  const leftovers = blankForm ? [] : reading.leftovers;
  const shown = [...items, ...leftovers].sort((a, b) => a.item.line - b.item.line);
  const followUp = readFollowUp(root, anchor);
  const signOffs = readSignOffs(root);
  const pir: Pir = {
    incident: metadata.incident,
    pirDate: metadata.pirDate,
    rootCause: metadata.rootCause,
    executiveSummary: metadata.executiveSummary,
    attendees: metadata.attendees,
    document: metadata.document,
    label: followUp.label,
    incidentCommander:
      metadata.commander ?? signOffs.find(({ role }) => /^incident commander/i.test(role))?.name ?? null,
    signOffs,
    reviews: followUp.reviews,
    items: items.map(({ item }) => item),
    improvements: readImprovements(root),
  };
  const actions = reading.line ?? items[0]?.item.line ?? 1;
  const followUpLine = followUp.line ?? actions;
  const doubts = blankForm ? [] : reading.doubts;
  const subject = {
    pir,
    items: shown,
    pending: shown.filter(({ item }) => item.state !== 'done' && item.state !== 'dropped'),
    lines: {
      actions,
      followUp: followUpLine,
      label: followUp.labelLine ?? followUpLine,
      reviews: followUp.reviewLines,
    },
    options,
    root,
    remarks,
    repaired,
    doubts,
  };
  return {
    pir,
    ...judge(subject, lines),
    ...(doubts.length > 0 && { doubts }),
    ...(repaired.length > 0 && { repaired }),
  };
}
