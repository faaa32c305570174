import { flawOf } from './remarks.ts';
import type { Rule } from './rule.ts';

/** A PIR without items promises nothing. */
export const noItems: Rule = {
  title: 'No action items',
  why: 'A review without items promises nothing, and items that are written where nobody looks for them are never tracked. Either there are none, or they were not recognised.',
  source: 'The PIR template; PagerDuty and Google both ask for at least one item with an owner.',
  mend: 'Put the items below a heading "Action Items", as "**[1] Title**" with fields below, as a table, or as a list. If there really is nothing to do, write "None" below the heading, and why.',
  find: ({ items, lines, text }) =>
    // Line 1 stands for a document without such a section; a form word in its first sentence says nothing about items.
    items.length > 0 || (lines.actions > 1 && saysNone(text, lines.actions))
      ? []
      : [
          {
            line: lines.actions,
            message: 'No action items were found.',
            hint: 'Put them below a heading "Action Items", one "**[1] Title**" each, with an owner and a due date.',
          },
        ],
};

/** Whether the section says of itself that there is nothing to do: whoever wrote that knows it. */
function saysNone(text: readonly string[], heading: number): boolean {
  const below = text.slice(heading, heading + 20).find((line) => line.trim() !== '') ?? '';
  return /^[\s>*_-]*(?:none|n\/a|nothing to do|no (?:further |new )?(?:actions?|action items?)(?: needed| required)?)[\s*_]*(?:$|[.:;,!–—-])/i.test(
    below,
  );
}

/** What could be an item, or could be none. */
export const doubtfulItem: Rule = {
  title: 'Text that may be an item',
  why: 'Something stands where items stand and could not be read as one with confidence. If it is a promise, it would be lost; if it is none, nothing is.',
  source: 'Reviews of many teams, in which items are written in a dozen layouts.',
  mend: 'Write it as the items beside it are written, or move it out of the section.',
  find: ({ doubts }) =>
    doubts.map(({ line, reason }) => ({
      line,
      message: `This was not read as an action item with confidence: ${reason.replace(/[.\s]+$/, '')}.`,
      hint: 'If it is one, write it like the others: "**[1] Title**", a row of the table, or a bullet.',
    })),
};

/** Text that came in the wrong code page. One finding, however many lines. */
export const repairedText: Rule = {
  title: 'Text in the wrong code page',
  why: 'The document was saved with its characters encoded twice, so that an arrow or a quotation mark shows as two or three others. It is read as it was meant, so that tickets and mails are right; the file itself is not touched.',
  source: 'UTF-8 read as Windows-1252 and saved again, by editors and exports.',
  mend: 'Save the document as UTF-8 from where it was written, or replace the broken characters.',
  find: ({ repaired }) => {
    const [first] = repaired;
    if (first === undefined) return [];
    const rest = repaired.length - 1;
    const more = rest === 0 ? '' : `, and on ${rest} more ${rest === 1 ? 'line' : 'lines'}`;
    return [
      {
        line: first,
        message: `Characters were encoded twice here${more}; they are read as they were meant.`,
        hint: 'Save the document anew as UTF-8; what is stored stays as it came.',
      },
    ];
  },
};

/** A comment that asks for silence and does not get it. */
export const idleRemark: Rule = {
  title: 'Comment that silences nothing',
  why: 'A finding may be silenced where it stands, by somebody who says why: `<!-- pir-ignore PIR035: the weekend is meant -->`. A comment without a reason, for an unknown code, or for a rule that keeps approval from doing the wrong thing, is not followed, and whoever wrote it should know.',
  source:
    'The practice of linters: what is silenced is listed with its reason, so that the next reader can judge it.',
  mend: 'Write code, colon and reason on one line: `<!-- pir-ignore PIR035: reason -->`. On the line of an item, within it or right before it, the comment speaks of that item; elsewhere of the line it stands on, or before.',
  find: ({ remarks, kindOf }) =>
    remarks.flatMap((remark) => {
      const flaw = flawOf(remark, kindOf);
      if (flaw === null) return [];
      return [
        {
          line: remark.line,
          about: '<!--',
          message: `This comment silences nothing: ${flaw}.`,
          hint: flaw.startsWith('PIR')
            ? 'Mend what it says; nobody can approve around it.'
            : 'Write "<!-- pir-ignore PIR035: the reason -->", all on one line.',
        },
      ];
    }),
};
