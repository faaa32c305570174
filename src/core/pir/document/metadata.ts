import type { Day } from '../../calendar.ts';
import { allBlocks, type Block, plainText, type Section, type Table } from '../markdown/markdown.ts';
import type { Pir } from '../pir.ts';
import { namesWithAndWithout } from '../words/accents.ts';
import { findDay, isAmbiguousDay } from '../words/dates.ts';
import { type Field, foldKey, isBlank, readFields } from '../words/fields.ts';
import { readOwners, splitTopLevel } from '../words/owners.ts';
import { isUnfilled } from '../words/placeholders.ts';
import { sectionsOf } from '../words/section-names.ts';
import { findIncidentDay, incidentIdOf, severityOf, titleHeading, titleOf } from './incident-head.ts';

/** What the head of a document says about the incident and the review. */
export type Metadata = Pick<
  Pir,
  'incident' | 'pirDate' | 'rootCause' | 'executiveSummary' | 'attendees' | 'document'
> & {
  /** The attendee marked (IC). */
  readonly commander: string | null;
};

const namesOf = {
  id: 'incident id|incident number|incident no|incident reference|incident ref|incident key|incident ticket|risk id|problem id|id|report number|report no|report id|case number|postmortem id|インシデントid|報告書番号|报告编号|보고서 번호|número de informe|número do relatório|número de relatório|インシデント番号|障害番号|事件编号|事故编号|故障编号|事件id|事故id|故障id|事件號|장애 번호|장애 id|인시던트 id|id do incidente|número do incidente|id del incidente|id incident|id de l incident|vorfall id|vorfallnummer|incident nummer',
  line: 'incident|incidente',
  title:
    'title|incident title|incident name|summary title|タイトル|件名|标题|事件标题|事件名称|故障标题|제목|título|titulo|titre|titel',
  date: 'date|date range|incident date|date of incident|date of the incident|dates|date time|date times|date and time|incident date time|occurred on|occurred|date occurred|incident from|incident start|incident started|start date|start time|start|started|started at|start date time|incident start time|発生日時|発生日|発生時刻|日時|日付|发生时间|事件时间|故障时间|事故时间|发生日期|事件日期|首次出现|首次发生|发现日期|日期|开始时间|發生時間|발생 일시|발생일시|발생일|발생 시각|일시|날짜|data|data do incidente|data hora inicio utc|início|fecha|fecha del incidente|fecha y hora|inicio|date de l incident|date de détection|date de survenue|date et heure|début|datum|datum des vorfalls|beginn|discovery date|detected|first detected|detected on|検知日時|incident period|outage window|outage period|影響期間|障害期間|発生期間|影响时间|影响时段|故障时段|장애 시간|장애 기간',
  severity:
    'severity|sev|incident severity|severity level|severity impact|incident priority|重大度|深刻度|影響度|重要度|严重程度|严重级别|严重等级|事件级别|故障级别|故障等级|事故等级|级别|等级|嚴重程度|심각도|심각도 sev|등급|severidade|severidad|gravité|gravidade|gravedad|sévérité|schweregrad|priority',
  rootCause:
    'root cause|root causes|cause|根本原因|原因|근본 원인|causa raiz|causa raíz|cause racine|ursache',
  pirDate:
    'pir date|review date|date of review|post incident review date|postmortem date|post mortem date|retro held|retrospective held|review held|postmortem held',
  attendees:
    'pir attendees|attendees|participants|review attendees|参加者|参与者|참석자|participantes|teilnehmer',
} as const;

type Names = readonly string[];
const synonyms = Object.fromEntries(
  Object.entries(namesOf).map(([topic, names]) => [topic, namesWithAndWithout(names)]),
) as unknown as Readonly<Record<keyof typeof namesOf, Names>>;

/** What the front matter of a document says, by its names in lower case. */
export type FrontMatterValues = ReadonlyMap<string, string>;

/** Reads the metadata table, or the list of fields that stands in its place; what they leave out is in front matter or title. */
export function readMetadata(
  root: Section,
  front: FrontMatterValues = new Map(),
  firstIsDay: boolean | null = null,
): Metadata {
  const values = metadataValues(root);
  const value = (names: Names) => {
    for (const name of names) {
      const found = present(values.get(name));
      if (found !== null) return found;
    }
    return null;
  };
  const filled = (names: Names) => filledIn(value(names) ?? undefined);
  const attendees = splitTopLevel(value(synonyms.attendees) ?? '', /[(),;]/g).map(plainText);
  const commander = attendees.find((attendee) => /\((?:IC|incident commander)\b/i.test(attendee));
  const heading = titleHeading(root);
  const title = plain(value(synonyms.title)) ?? present(front.get('title')) ?? titleOf(heading);
  const named = `${heading ?? ''} ${front.get('title') ?? ''}`;
  return {
    incident: {
      id:
        incidentIdOf(filled(synonyms.id), filled(synonyms.line), named) ??
        filledIn(front.get('incident_id') ?? front.get('incident') ?? front.get('id')),
      title,
      date: findIncidentDay({ root, field: dated(values), front, title: named, firstIsDay }),
      severity: severityOf(plain(filled(synonyms.severity)), root, named) ?? filledIn(front.get('severity')),
    },
    pirDate: dayOf(value(synonyms.pirDate)),
    rootCause: value(synonyms.rootCause) ?? firstParagraph(sectionsOf(root, 'root-cause')[0]),
    executiveSummary: readSummary(sectionsOf(root, 'executive-summary')[0]),
    attendees,
    commander: commander === undefined ? null : (readOwners(commander)[0]?.handle ?? null),
    document: readDocument(sectionsOf(root, 'document')[0]),
  };
}

/** The first of the date's names whose value holds a day, be it one of two. */
function dated(values: ReadonlyMap<string, string>): string | null {
  for (const name of synonyms.date) {
    const value = values.get(name);
    if (value !== undefined && (dayOf(value) !== null || isAmbiguousDay(value))) return value;
  }
  return null;
}

function present(text: string | undefined): string | null {
  return text === undefined || isBlank(text) ? null : text;
}

/** A value of a form that somebody has filled in. */
function filledIn(text: string | undefined): string | null {
  const found = present(text);
  return found === null || isUnfilled(found) ? null : found;
}

const plain = (text: string | null) => (text === null ? null : plainText(text) || null);
const dayOf = (text: string | null): Day | null => (text === null ? null : findDay(plainText(text), null));

const known: ReadonlySet<string> = new Set(Object.values(synonyms).flat());

/** The first table whose rows name at least two of the keys, then the fields above and in the summary section. */
function metadataValues(root: Section): ReadonlyMap<string, string> {
  const places = headBlocks(root);
  const head = new Set(places.flat());
  let table: readonly (readonly [string, string])[] = [];
  for (const block of allBlocks(root)) {
    if (block.type !== 'table') continue;
    const values = pairsOf(block);
    const count = [...values.keys()].filter((key) => known.has(key.replace(zone, ''))).length;
    const form = /^(?:field|key|attribute|property|項目|项目|항목|campo|champ|feld)$/.test(
      foldKey(block.header.cells[0] ?? ''),
    );
    if (count < 2 && (count < 1 || !(form || head.has(block)))) continue;
    table = [...values];
    break;
  }
  const fields = places.flatMap((blocks) => [
    ...readFields(blocks).map(({ key, value }) => [key, value] as const),
    ...plainPairs(blocks),
  ]);
  return firstOfEach([...table, ...fields].map(([key, value]) => [key.replace(zone, ''), value]));
}

// "Date (UTC)", "Start time JST"
const zone = / (?:utc|gmt|jst|kst|cst|cet|cest|est|pst|ist|brt|local time)$/;

const plainPair =
  /^[`*_]{0,3}([\p{L}][\p{L}\p{N} /()_-]{1,40}?)[`*_]{0,3}(?:\s?[:：]|(?<=[*_])\s?[·–—-]\s)[`*_]{0,3}\s*(\S.*)$/u;
// "**Date:** 2026-07-11 | **Severity:** SEV-2"
const besides = /\n|<br\s?\/?>\s?|\s[|·•/]\s{1,9}(?=[*_]{2})|\s{2,9}(?=[*_]{2}\S)/;

/** Lines such as "Date/time: 2026-01-05 10:00", by names that say something about the incident. */
function plainPairs(blocks: readonly Block[]): readonly (readonly [string, string])[] {
  return blocks.flatMap((block): readonly (readonly [string, string])[] => {
    if (block.type === 'list') return block.items.flatMap((item) => plainPairs(item.blocks.slice(0, 1)));
    if (block.type !== 'paragraph') return [];
    return block.text.split(besides).flatMap((line) => {
      const [, name = '', value = ''] = plainPair.exec(line.slice(0, 300)) ?? [];
      const key = foldKey(name);
      return known.has(key.replace(zone, '')) ? [[key, value.trim()] as const] : [];
    });
  });
}

function pairsOf(table: Table): ReadonlyMap<string, string> {
  return firstOfEach(
    [table.header, ...table.rows].map(({ cells }) => [foldKey(cells[0] ?? ''), cells[1] ?? '']),
  );
}

function firstOfEach(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map([...pairs].reverse());
}

function headBlocks(root: Section): readonly (readonly Block[])[] {
  const [first] = root.sections;
  const title = first?.level === 1 || root.sections.length === 1 ? first : undefined;
  // An empty heading only draws a line, and one right below the title is its second line.
  const ruled =
    title?.sections.filter(
      ({ heading }, index) => heading?.text === '' || (index === 0 && title.blocks.length === 0),
    ) ?? [];
  const sections = [root, ...(title === undefined ? [] : [title]), ...ruled, ...sectionsOf(root, 'summary')];
  return sections.map(({ blocks }) => blocks);
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
