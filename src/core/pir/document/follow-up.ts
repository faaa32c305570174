import type { Day } from '../../calendar.ts';
import { allBlocks, type Block, plainText, type Section } from '../markdown/markdown.ts';
import { type Milestone, milestones, type Pir } from '../pir.ts';
import { findDay } from '../words/dates.ts';
import { sectionsOf } from '../words/section-names.ts';

/** The label and the reviews that a document agrees on, with their lines. */
export interface FollowUp {
  readonly label: string | null;
  readonly labelLine: number | null;
  readonly reviews: Pir['reviews'];
  readonly reviewLines: ReadonlyMap<Milestone, number>;
  /** Where the section begins; null without one. */
  readonly line: number | null;
}

/** Reads the follow-up section. A review's day without a year is the first such day on or after `anchor`. */
export function readFollowUp(root: Section, anchor: Day | null): FollowUp {
  const sections = sectionsOf(root, 'follow-up');
  const lines = sections.flatMap((section) => [...allBlocks(section)].flatMap(textLines));
  const labels = lines.flatMap(({ text, line }) => {
    const label = findLabel(text);
    return label === null ? [] : [{ label, line }];
  });
  const reviews = new Map<Milestone, { on: Day; line: number }>();
  for (const { text, line } of lines) {
    const milestone = milestoneOf(text);
    const on = milestone === null ? null : findDay(plainText(text).replace(milestoneName, ''), anchor);
    if (milestone !== null && on !== null && !reviews.has(milestone)) reviews.set(milestone, { on, line });
  }
  return {
    label: labels[0]?.label ?? null,
    labelLine: labels[0]?.line ?? null,
    reviews: milestones.flatMap((milestone) => {
      const review = reviews.get(milestone);
      return review === undefined ? [] : [{ milestone, on: review.on }];
    }),
    reviewLines: new Map([...reviews].map(([milestone, { line }]) => [milestone, line])),
    line: sections[0]?.line ?? null,
  };
}

interface TextLine {
  readonly text: string;
  readonly line: number;
}

function textLines(block: Block): readonly TextLine[] {
  switch (block.type) {
    case 'paragraph':
      return block.text.split('\n').map((text, index) => ({ text, line: block.line + index }));
    case 'list':
      return block.items.flatMap((item) => item.blocks.flatMap(textLines));
    case 'table':
      return block.rows.map((row) => ({ text: row.cells.join(' | '), line: row.line }));
    default:
      return [];
  }
}

const quoted = '["“”„\'`]([^"“”„\'`\\n]{1,1000})["“”\'`]';
const beforeWord = new RegExp(`${quoted}\\s{1,3}labels?\\b`, 'i');
const afterWord = new RegExp(
  `\\blabels?\\b[*_]{0,2}(?:\\s{1,3}(?:named|called|is|of))?\\s{0,3}:?\\s{0,3}[*_]{0,2}\\s{0,3}${quoted}`,
  'i',
);
const field = /^[*_]{0,2}(?:jira )?label[*_]{0,2}:[*_]{0,2}\s{1,3}["“'`]?([^"“”'`\s]{1,1000})["”'`]?$/i;

function findLabel(text: string): string | null {
  const found = beforeWord.exec(text) ?? afterWord.exec(text) ?? field.exec(text);
  return found?.[1]?.trim() || null;
}

const milestoneName = /\b(?:(?:1|one)[- ]?(?:week|month)|(?:3|three)[- ]?months?|(?:7|30|90)[- ]?days?)\b/i;

/** Which review a line speaks of. */
function milestoneOf(text: string): Milestone | null {
  const name = /review|check/i.test(text) ? milestoneName.exec(plainText(text))?.[0] : undefined;
  if (name === undefined) return null;
  if (/week|^7/i.test(name)) return 'P7D';
  return /^(?:3[^0]|three|90)/i.test(name) ? 'P3M' : 'P1M';
}
