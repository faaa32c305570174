import type { Evidence } from '../../core/review/review.ts';
import type { EvidenceRequest } from '../../flows/add-evidence.ts';
import type { RecordingRequest } from '../../flows/record-review.ts';
import type { FormFile } from './multipart.ts';
import { EvidenceBody, fileName, parse, RecordingBody } from './requests.ts';

type Fields = Readonly<Record<string, string>>;

/**
 * What a sent form of a review says: a field is called by what it is and the item it is about, `verdict:item_1`.
 * @throws {Failure} request-invalid
 */
export function recordingFrom(fields: Fields): RecordingRequest['recording'] {
  const items = [...itemsNamed(fields)].map((item) => {
    const of = (name: string) => fields[`${name}:${item}`];
    const makeUp = { title: of('title'), due: of('due') };
    return {
      ...{ item, progress: of('progress'), verdict: of('verdict'), note: of('note') },
      ...{ until: of('until'), untilIncident: of('incident') },
      ...(makeUp.title === undefined && makeUp.due === undefined ? {} : { makeUp }),
    };
  });
  const { note, by } = fields;
  const body = { version: Number(fields.version), by, note, items };
  const { items: entries, ...recording } = parse(RecordingBody, body, 'form');
  return { ...recording, note: recording.note ?? null, entries };
}

const said = /^(progress|verdict|note|until|incident|title|due):(.+)$/;

/** The items of which the form says something. */
function itemsNamed(fields: Fields): ReadonlySet<string> {
  return new Set(Object.keys(fields).flatMap((name) => said.exec(name)?.[2] ?? []));
}

/**
 * The evidence in a sent form, words and links first.
 * @throws {Failure} request-invalid
 */
export function evidenceFrom(
  fields: Fields,
  files: readonly FormFile[],
  review: Pick<EvidenceRequest, 'pir' | 'milestone' | 'by'>,
): readonly EvidenceRequest[] {
  const words = Object.entries(fields).flatMap(([name, value]): readonly EvidenceRequest[] => {
    const item = /^evidence:(.+)$/.exec(name)?.[1];
    if (item === undefined) return [];
    const isLink = /^https?:\/\//i.test(value.trim());
    const given = parse(
      EvidenceBody,
      { item, by: review.by, [isLink ? 'link' : 'text']: value.trim() },
      'form',
    );
    const text = 'link' in given ? given.link : given.text;
    const kind: Evidence['kind'] = 'link' in given ? 'link' : 'text';
    return [{ ...review, item, kind, text, bytes: null }];
  });
  const stored = files.flatMap(({ field, name, bytes }): readonly EvidenceRequest[] => {
    const item = /^file:(.+)$/.exec(field)?.[1];
    // Names of files may hold what no line of ours does.
    const text = fileName(name).replace(/\p{Cc}/gu, '_');
    return item === undefined ? [] : [{ ...review, item, kind: 'file', text, bytes }];
  });
  return [...words, ...stored];
}
