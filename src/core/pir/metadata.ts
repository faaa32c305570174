import type { Day } from '../calendar.ts';
import { findDay } from './dates.ts';
import { type Field, foldKey, isBlank, readFields } from './fields.ts';
import { allBlocks, type Block, plainText, type Section, type Table } from './markdown.ts';
import { readOwners, splitTopLevel } from './owners.ts';
import type { Pir } from './pir.ts';
import { sectionsOf } from './section-names.ts';

/** What the head of a document says about the incident and the review. */
export type Metadata = Pick<
  Pir,
  'incident' | 'pirDate' | 'rootCause' | 'executiveSummary' | 'attendees' | 'document'
> & {
  /** The attendee marked (IC). */
  readonly commander: string | null;
};

const synonyms = {
  id: 'incident id|incident|incident number|incident reference|id',
  title: 'title|incident title|incident name',
  date: 'date|incident date|date of incident|date of the incident|occurred on',
  severity: 'severity|sev|incident severity|severity level',
  rootCause: 'root cause|cause',
  pirDate: 'pir date|review date|date of review|post incident review date|postmortem date|post mortem date',
  attendees: 'pir attendees|attendees|participants|review attendees',
} as const;

/** Reads the metadata table, or the list of fields that stands in its place. */
export function readMetadata(root: Section): Metadata {
  const values = metadataValues(root);
  const value = (names: string) => {
    const found = names.split('|').find((name) => values.has(name));
    return found === undefined ? null : present(values.get(found));
  };
  const attendees = splitTopLevel(value(synonyms.attendees) ?? '', /[,;]/y).map(plainText);
  const commander = attendees.find((attendee) => /\((?:IC|incident commander)\b/i.test(attendee));
  return {
    incident: {
      id: plain(value(synonyms.id)),
      title: plain(value(synonyms.title)) ?? titleOf(root),
      date: dayOf(value(synonyms.date)),
      severity: plain(value(synonyms.severity)),
    },
    pirDate: dayOf(value(synonyms.pirDate)),
    rootCause: value(synonyms.rootCause) ?? firstParagraph(sectionsOf(root, 'root-cause')[0]),
    executiveSummary: readSummary(sectionsOf(root, 'executive-summary')[0]),
    attendees,
    commander: commander === undefined ? null : (readOwners(commander)[0]?.handle ?? null),
    document: readDocument(sectionsOf(root, 'document')[0]),
  };
}

function present(text: string | undefined): string | null {
  return text === undefined || isBlank(text) ? null : text;
}

const plain = (text: string | null) => (text === null ? null : plainText(text) || null);
const dayOf = (text: string | null): Day | null => (text === null ? null : findDay(plainText(text), null));

/** The first table whose rows name at least two of the keys; else the fields above and in the summary section. */
function metadataValues(root: Section): ReadonlyMap<string, string> {
  const known = new Set(Object.values(synonyms).flatMap((names) => names.split('|')));
  for (const block of allBlocks(root)) {
    if (block.type !== 'table') continue;
    const values = pairsOf(block);
    if ([...values.keys()].filter((key) => known.has(key)).length >= 2) return values;
  }
  const fields = [...headBlocks(root)].flatMap((blocks) => readFields(blocks));
  return firstOfEach(fields.map(({ key, value }) => [key, value]));
}

function pairsOf(table: Table): ReadonlyMap<string, string> {
  return firstOfEach(
    [table.header, ...table.rows].map(({ cells }) => [foldKey(cells[0] ?? ''), cells[1] ?? '']),
  );
}

function firstOfEach(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map([...pairs].reverse());
}

function* headBlocks(root: Section): Generator<readonly Block[]> {
  yield root.blocks;
  const [first] = root.sections;
  if (first?.level === 1 || root.sections.length === 1) yield first?.blocks ?? [];
  for (const section of sectionsOf(root, 'summary')) yield section.blocks;
}

const prefix =
  /^(?:post[- ]?incident review|post[- ]?mortem|incident(?: report| review)?|pir)(?: \([^)]{1,20}\))?(?: template)?(?: ?[:–—-] | for | of |$)/i;

/** The first heading of the first level, without the name of the kind of document. */
function titleOf(root: Section): string | null {
  const heading = root.sections.find((section) => section.level === 1)?.heading;
  return (
    plainText(heading?.text ?? '')
      .replace(prefix, '')
      .trim() || null
  );
}

function paragraphsOf(section: Section | undefined): readonly string[] {
  const blocks = section?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === 'paragraph' ? [block.text.split('\n').join(' ')] : []));
}

function firstParagraph(section: Section | undefined): string | null {
  return paragraphsOf(section)[0] ?? null;
}

/** The paragraphs of the summary. The template's own instruction may have been left standing above them. */
function readSummary(section: Section | undefined): string | null {
  const paragraphs = paragraphsOf(section);
  const instruction = /^[*_(]{0,2}(?:provide|write|describe|summari[sz]e|give)\b.{0,200}$/i;
  const own = paragraphs.filter((paragraph, index) => index > 0 || !instruction.test(paragraph));
  return own.join('\n\n') || null;
}

function readDocument(section: Section | undefined): Pir['document'] {
  const blocks = section?.blocks ?? [];
  const fields: readonly Pick<Field, 'key' | 'value'>[] = [
    ...readFields(blocks),
    ...blocks
      .flatMap((block) => (block.type === 'table' ? [...pairsOf(block)] : []))
      .map(([key, value]) => ({ key, value })),
  ];
  const value = (name: RegExp) => plain(present(fields.find(({ key }) => name.test(key))?.value));
  return {
    version: value(/^(?:document )?version$/),
    owner: value(/^(?:document )?owner$/),
    distribution: value(/^distribution(?: list)?$/),
    retention: value(/^retention(?: period)?$/),
  };
}
