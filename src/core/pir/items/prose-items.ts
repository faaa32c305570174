import { type Block, lastLineOf, type Paragraph, plainText } from '../markdown/markdown.ts';
import { isBlank } from '../words/fields.ts';
import { personScore } from '../words/person-label.ts';
import { isInstruction } from '../words/placeholders.ts';
import { entryOfParagraph, readHead } from './entries.ts';
import type { Group } from './group.ts';
import type { Found } from './list-items.ts';

const boldLead = /^(?:\*\*|__)([^*_\n]{2,40})(?:\*\*|__)\s*[:：–—-]?\s*(?=\S)/;
const boldTail =
  /\s(?:\*\*|__)([^*_\n]{2,30})(?:\*\*|__)(?:\/(?:(?:\*\*|__)[^*_\n]{2,30}(?:\*\*|__)|\p{Lu}{2,4})){0,3}\.?$/u;

/** Whether a paragraph opens with a state in bold: "**TODO** watch the disks", "**TODO due 2026-02-01**: …". */
export function isStatusParagraph(paragraph: Paragraph): boolean {
  const bold = boldLead.exec(paragraph.text)?.[1];
  if (bold === undefined) return false;
  const lead = plainText(bold).replace(/[:：]$/, '');
  return /^(?:TODO|TO DO|DOING|DONE|WIP|IN PROGRESS|FAILED|WONTDO|To-?do|Todo|To do)(?=$|\s(?:due|by|until)\s)/.test(
    lead,
  );
}

/** Whether a paragraph names its owner in bold, in front or at the end: "**Kim** Turn on …", "… for the API **JP**". */
export function isOwnerParagraph(paragraph: Paragraph): boolean {
  const { text } = paragraph;
  const lead = boldLead.exec(text);
  const tail = boldTail.exec(text.slice(-200));
  const closed = /[:：]/.test(lead?.[0] ?? '');
  if (lead !== null && personScore(lead[1] ?? '') > (closed ? 1 : 0)) return true;
  return tail !== null && personScore(plainText(tail[0])) > 0;
}

const aboutItems =
  /\bthe (?:proper |actual |real )?fix was\b|\b(?:action items?|actions|items) (?:should|must|marked|above|below|were|are|have|that|resulted|from|will be|to be)\b|^(?:these|this section|all|the following|below|see |note|nb|for (?:more )?(?:details|information)|add these|thanks|add (?:your|the) action|we (?:are|['’]re) (?:very )?(?:sorry|committed))/i;

const wholeSentence = /^[\p{Lu}\p{Lo}].*[.。)]$/u;
const committed =
  /\b(?:should|will|must|shall|needs? to|have to|has to|going to|plan(?:s|ned)? to|to be|add|create|update|fix|improve)\b|[\p{Lo}]/iu;

/**
 * The entries of a section of actions that holds nothing but prose: one a paragraph, or one a line where every line is a
 * sentence of its own. Introductions, questions and instructions to the author are none.
 */
export function entriesOfProse(paragraphs: readonly Paragraph[], group: Group): readonly Found[] {
  return paragraphs.flatMap((paragraph) => {
    const lines = paragraph.text.split('\n');
    const sentences =
      lines.length > 1 && lines.every((line) => wholeSentence.test(line) && committed.test(line));
    const parts = sentences
      ? lines.map((text, index): Paragraph => ({ type: 'paragraph', text, line: paragraph.line + index }))
      : [paragraph];
    return parts.filter(namesWork).map((part): Found => ({ entry: entryOfProse(part, []), group }));
  });
}

function namesWork({ text }: Paragraph): boolean {
  const plain = plainText(text.slice(0, 2000));
  if (isInstruction(text) || isBlank(text) || /[:：?？]$/.test(plain) || aboutItems.test(plain)) return false;
  // "Somebody should look into it." is a remark.
  return (
    plain.split(' ').length >= 8 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]{8}/u.test(plain)
  );
}

/** The entry that a paragraph is by itself, with the blocks that belong to it. */
export function entryOfProse(paragraph: Paragraph, body: readonly Block[]): Found['entry'] {
  const text = paragraph.text.split('\n').join(' ');
  const head = readHead(text);
  const whole = { ...paragraph, text };
  const entry = {
    ...entryOfParagraph(whole, body),
    lastLine: lastLineOf([paragraph, ...body], paragraph.line),
  };
  return head.bold && head.ref === null ? { ...entry, title: text, trailing: '' } : entry;
}
