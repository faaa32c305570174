import { type Day, dayFrom, daysBetween } from '../../calendar.ts';
import { allBlocks, allSections, plainText, type Section } from '../markdown/markdown.ts';
import { dayOrderOf, findDay, isAmbiguousDay } from '../words/dates.ts';
import { foldKey, isBlank } from '../words/fields.ts';
import { headingName, kindOf } from '../words/section-names.ts';

const prefix =
  /^(?:post[- ]?incident review|post[- ]?mortem|incident(?: report| review)?|pir|ポストモーテム|事后复盘|复盘报告|故障复盘|포스트모템)(?: \([^)]{1,20}\))?(?: template)?(?: ?[:：·–—-] ?| for | of |$)/i;

const emptyTitle = /^(?:incident )?title\s?:?$/i;

/** The text of the heading that names the document: the first of the first level that is no section's name. */
export function titleHeading(root: Section): string | null {
  const own = ({ heading }: Section) => heading !== null && headingName(heading.text) !== '';
  const first = root.sections.find(
    (section) => section.level === 1 && own(section) && kindOf(section) === null,
  );
  const other = root.sections[0];
  const lower =
    other !== undefined && other.level === 2 && own(other) && kindOf(other) === null ? other : undefined;
  // "# Title:" above the title itself.
  const below = root.sections.find(({ heading }) => emptyTitle.test(heading?.text ?? ''))?.sections ?? [];
  const named = below.length === 1 ? below[0] : undefined;
  if (first === undefined || emptyTitle.test(first.heading?.text ?? ''))
    if (named?.heading != null && kindOf(named) === null) return named.heading.text;
  return (
    (first ?? (root.sections.some(({ level }) => level === 1) ? undefined : lower))?.heading?.text ?? null
  );
}

/** A document's heading without the name of the kind of document. */
export function titleOf(heading: string | null): string | null {
  const text = plainText(heading ?? '').trim();
  if (emptyTitle.test(text)) return null;
  return text.replace(prefix, '').trim() || null;
}

const idInText =
  /(?<![\p{L}\p{N}-])((?:INC|IR|PM|PIR|RCA|SR|CASE|RISK|OUT|IM|OPS)(?:-[A-Z]{2,5})?-?\d{1,8}(?:-\d{1,8}){0,4})(?![\p{L}\p{N}])/u;
const ticketInBrackets = /\[([A-Z][A-Z0-9]{1,9}-\d{1,8})\]/;
const numbered = /\(?incident\s{0,2}(#\d{1,7})\)?/i;

const keyInText = /[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{1,8}){1,5}/;

/**
 * The incident's number: from its field as written; from a line "Incident: …", which may say anything, only a key; else
 * from the title: "IR-0047", "[OPS-12]", "(incident #4)".
 */
export function incidentIdOf(field: string | null, line: string | null, title: string): string | null {
  const own = plainText(field ?? '');
  if (own !== '') return own;
  const key = keyInText.exec(plainText((line ?? '').slice(0, 300)))?.[0];
  return (
    key ?? idInText.exec(title)?.[1] ?? ticketInBrackets.exec(title)?.[1] ?? numbered.exec(title)?.[1] ?? null
  );
}

const grade = /(?<![\p{L}\p{N}])(?:SEV[- ]?\d|P[0-4](?=\W|$))/iu;
const explained =
  /^((?:SEV[- ]?\d|P[0-4]|S[0-4]|critical|major|high|medium|moderate|minor|low)(?: (?:severity|priority|impact))?)(?:\s?[(（].{13,}[)）]\.?|\s[·–—-]\s.*)$/iu;

/** "SEV-2 (High)" stays; "SEV-2 (checkout down for …)" and "High - checkout down" explain the grade. */
const withoutExplanation = (field: string) => explained.exec(field)?.[1] ?? field;

/** How bad it was: a field, else what the title says in brackets, else the first words of a section of that name. */
export function severityOf(field: string | null, root: Section, title: string): string | null {
  if (field !== null) return withoutExplanation(field);
  const inTitle = /\[\s?(SEV[- ]?\d|P[0-4])\s?\]/i.exec(title)?.[1];
  if (inTitle !== undefined) return inTitle;
  for (const section of allSections(root)) {
    if (
      section.heading === null ||
      !/^(?:incident )?severity(?: level)?$/.test(headingName(section.heading.text))
    )
      continue;
    const [first] = section.blocks;
    const text = first?.type === 'paragraph' ? first.text : '';
    const bold = /^(?:\*\*|__)([^*_\n]{1,40})(?:\*\*|__)/.exec(text)?.[1];
    const word = bold ?? grade.exec(text)?.[0] ?? (text.length <= 40 ? text : null);
    if (word !== null && !isBlank(word)) return plainText(word);
  }
  return null;
}

const compact = /(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)/;
const twoDigits = /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?!\d)/;

/** A day in a heading: also "20260316", "7-14-2016" and "5-26-21". */
function dayInTitle(text: string, firstIsDay: boolean | null): Day | null {
  const plain = plainText(text);
  const joined = compact.exec(plain);
  return (
    findDay(plain, null, firstIsDay) ??
    (joined === null ? null : findDay(`${joined[1]}-${joined[2]}-${joined[3]}`, null)) ??
    (twoDigits.test(plain) ? findDay(plain.replace(twoDigits, '$1/$3/20$4'), null, firstIsDay) : null)
  );
}

/** Of the two days that 03/10/2026 can be the one that lies within a month of another day the document names. */
function settle(text: string, other: Day | null): Day | null {
  if (other === null) return null;
  const near = [true, false]
    .map((firstIsDay) => findDay(text, null, firstIsDay))
    .filter((day) => day !== null && Math.abs(daysBetween(day, other)) <= 31);
  return near.length === 1 ? (near[0] ?? null) : null;
}

const dateSection =
  /^(?:date|dates|incident date|date time|date and time|start date time|when|日時|発生日時|日期|发生时间|일시|fecha|data|datum)$/;

/**
 * The day of the incident: a field, the front matter, the title, a section "Date", the milestones of the timeline, a
 * heading in it, and at last a summary that opens with the day ("On May 31, 2022, …").
 */
export function findIncidentDay({
  root,
  field,
  front,
  title,
  firstIsDay,
}: {
  readonly root: Section;
  readonly field: string | null;
  readonly front: ReadonlyMap<string, string>;
  readonly title: string;
  readonly firstIsDay: boolean | null;
}): Day | null {
  const given = field === null ? null : findDay(plainText(field), null, firstIsDay);
  if (given !== null) return given;
  const other = dayOf(front.get('date')) ?? dayInTitle(title, firstIsDay) ?? dayInSections(root);
  if (other !== null) return other;
  const ambiguous = [field ?? '', title].find((text) => isAmbiguousDay(text));
  if (ambiguous === undefined) return dayInStory(root);
  const settled = settle(ambiguous, dayInStory(root) ?? firstOfTimeline(root, (text) => findDay(text, null)));
  // The document writes its dates one way: 27-02-2026 tells how 06-05-2026 is meant.
  const order = settled === null ? firstOfTimeline(root, dayOrderOf) : null;
  return order === null ? settled : findDay(plainText(ambiguous), null, order);
}

/** What the first entry of a timeline says of which `read` makes anything. */
function firstOfTimeline<T>(root: Section, read: (text: string) => T | null): T | null {
  for (const section of allSections(root)) {
    if (section.heading === null || !/timeline|chronology/.test(headingName(section.heading.text))) continue;
    for (const block of allBlocks(section)) {
      const texts =
        block.type === 'list'
          ? block.items.map(({ blocks: [first] }) => (first?.type === 'paragraph' ? first.text : ''))
          : block.type === 'table'
            ? block.rows.map(({ cells }) => cells[0] ?? '')
            : block.type === 'paragraph'
              ? [block.text]
              : [];
      for (const text of texts) {
        const found = read(plainText(text.slice(0, 200)));
        if (found !== null) return found;
      }
    }
  }
  return null;
}

const dayOf = (text: string | undefined): Day | null => (text === undefined ? null : findDay(text, null));

function dayInSections(root: Section): Day | null {
  for (const section of allSections(root)) {
    const heading = section.heading?.text ?? '';
    const inHeading = /^date\s*[:：]/i.test(heading) ? findDay(plainText(heading), null) : null;
    if (inHeading !== null) return inHeading;
    if (heading === '' || !dateSection.test(headingName(heading))) continue;
    for (const block of section.blocks) {
      const day = block.type === 'paragraph' ? findDay(plainText(block.text), null) : null;
      if (day !== null) return day;
    }
  }
  return null;
}

const opening =
  /^(?:on|in the (?:morning|evening) of|early on|between|from|at|since|yesterday,?|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)\s/i;
const year = /\b(20\d\d)\b/;

function dayInStory(root: Section): Day | null {
  const sections = [...allSections(root)];
  for (const section of sections) {
    const name = section.heading === null ? '' : headingName(section.heading.text);
    if (!/timeline/.test(name)) continue;
    for (const block of section.blocks)
      if (block.type === 'table')
        for (const { cells } of block.rows)
          if (/^(?:incident )?(?:started|start|occurred|began)$/.test(foldKey(cells[0] ?? ''))) {
            const day = findDay(plainText(cells[1] ?? ''), null);
            if (day !== null) return day;
          }
  }
  for (const section of sections.slice(0, 6)) {
    const first = section.blocks.find((block) => block.type === 'paragraph');
    const text = first === undefined ? '' : plainText(first.text.slice(0, 200));
    if (opening.test(text)) {
      // "Between 11 November and 15 November 2025"
      const [, only] = year.exec(text.slice(0, 90)) ?? [];
      const day =
        findDay(text.slice(0, 60), null) ??
        (only === undefined ? null : findDay(text.slice(0, 60), dayFrom(Number(only), 1, 1)));
      if (day !== null) return day;
    }
  }
  for (const section of sections) {
    const heading = section.heading?.text ?? '';
    const day = heading === '' ? null : findDay(plainText(heading), null);
    if (day !== null) return day;
  }
  return null;
}
