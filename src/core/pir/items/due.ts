import type { DueSource, Priority } from '../../action-item.ts';
import { addDays, addWorkingDays, type Day } from '../../calendar.ts';
import type { ReadingOptions } from '../pir.ts';
import { endOf, findDay, findQuarterEnd, findSpan, type Span } from '../words/dates.ts';
import { isBlank } from '../words/fields.ts';
import { findLength, findPeriodEnd } from '../words/periods.ts';

/** What due dates are counted from. */
export interface Anchors {
  readonly incidentDate: Day | null;
  readonly pirDate: Day | null;
  readonly dueDays: ReadingOptions['dueDays'];
  /** Which number of 01/02/2024 is the day; null where nobody said. */
  readonly dayFirst?: boolean | null;
}

/** The four fields of an item that say when it is due. */
export interface Due {
  readonly due: Day | null;
  readonly dueRaw: string | null;
  readonly dueBy: Day | null;
  readonly dueSource: DueSource | null;
}

/**
 * When an item is due: the day as written, else a reading of the text ("immediate", "within 2 weeks", "by Friday", "Q1 2024"), else
 * the horizon of its group's heading, else the default for its priority. All but the first count from the PIR date, else
 * from the incident date; without either only what names its year can be read.
 */
export function readDue(
  text: string | null,
  horizon: Span | null,
  priority: Priority | null,
  anchors: Anchors,
): Due {
  const dueRaw = text === null || isBlank(text, false) ? null : text;
  const due =
    dueRaw === null
      ? null
      : findDay(dueRaw, anchors.incidentDate ?? anchors.pirDate, anchors.dayFirst ?? null);
  if (due !== null) return { due, dueRaw, dueBy: due, dueSource: 'written' };
  const from = anchors.pirDate ?? anchors.incidentDate;
  const reading = dueRaw === null ? null : readWords(dueRaw, from);
  if (reading !== null) return { due, dueRaw, dueBy: reading, dueSource: 'reading' };
  if (from === null) return { due, dueRaw, dueBy: null, dueSource: null };
  if (horizon !== null) return { due, dueRaw, dueBy: endOf(horizon, from), dueSource: 'heading' };
  return { due, dueRaw, dueBy: addDays(from, anchors.dueDays[priority ?? 'medium']), dueSource: 'default' };
}

const immediate =
  /\b(?:immediate(?:ly)?|asap|as soon as possible|urgent(?:ly|e)?|right away|inmediat[oa](?:mente)?|lo antes posible|cuanto antes|imediat[oa](?:mente)?|o quanto antes|imm[ée]diat(?:e|ement)?|dès que possible|au plus vite|sofort|umgehend|baldmöglichst|so bald wie möglich|dringend)(?!\p{L})|立即|立刻|马上|尽快|即時|直ちに|至急|なるべく早く|즉시|최대한 빨리|가능한 빨리/iu;

function readWords(text: string, from: Day | null): Day | null {
  const quarterEnd = findQuarterEnd(text);
  if (quarterEnd !== null) return quarterEnd;
  const span = from === null ? null : (findSpan(text) ?? findLength(text));
  if (from !== null && span !== null) return endOf(span, from);
  const periodEnd = findPeriodEnd(text, from);
  if (periodEnd !== null || from === null) return periodEnd;
  return immediate.test(text) ? addWorkingDays(from, 2) : null;
}
