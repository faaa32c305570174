import type { Priority } from '../../action-item.ts';
import { plainText } from '../markdown/markdown.ts';
import type { PirItem } from '../pir.ts';
import { findSpan, type Span } from '../words/dates.ts';
import { personScore } from '../words/person-label.ts';
import { stateOfWords } from '../words/states.ts';

/** What the headings and labels above an item say about it. */
export interface Group {
  readonly priority: Priority | null;
  readonly horizon: Span | null;
  /** Whose items stand below a label that names people: "**NP**". */
  readonly owner?: string | null;
  /** What a label says of all items below it: "Immediate (completed)". */
  readonly state?: PirItem['state'];
  /** Which earlier items the ones below take the place of: "Revised action items (override the P2 ones above)". */
  readonly replaces?: Priority | 'all' | null;
}

/** Above the first heading. */
export const noGroup: Group = { priority: null, horizon: null };

const priorityWord =
  /\b(high|medium|low)\b[ -]{0,2}priority|\bpriority\b[: -]{0,3}(high|medium|low)\b|^(high|medium|low)(?: \(|$)|\b(P[0-4])\b|^(?:🔴|🟠|🟡|🟢)?\s?(critical|high|medium|low)$/iu;
const eastern =
  /(?:優先度|优先级|優先級|우선순위)[ :：]{0,3}(高|中|低|높음|보통|낮음)|^(高|中|低)(?:優先|优先)/u;
const romance =
  /(?:prioridade|prioridad|priorité|priorität)[ :]{0,3}(\p{L}+)|^(alta|haute|hohe|média|media|mittlere|moyenne|baixa|baja|basse|niedrige) (?:prioridade|prioridad|priorité|priorität)/iu;

/** What a heading adds to what stands above it: its priority, its horizon ("within 2 weeks"), its state. */
export function groupOf(heading: string, above: Group): Group {
  const text = plainText(heading.slice(0, 500));
  const named = priorityWord.exec(text) ?? eastern.exec(text) ?? romance.exec(text);
  const word = named?.slice(1).find((part) => part !== undefined);
  return {
    priority: word === undefined ? above.priority : readPriority(word),
    horizon: findSpan(text) ?? above.horizon,
    owner: above.owner ?? null,
    state: statedBy(text) ?? above.state ?? null,
    replaces: replacing.test(text)
      ? word === undefined
        ? 'all'
        : readPriority(word)
      : (above.replaces ?? null),
  };
}

const replacing =
  /\([^()]*\b(?:overrid|replac|supersed)\p{L}*[^()]*\b(?:above|earlier|previous|original|prior|older|old)\b[^()]*\)|^(?:revised|updated|corrected|final)\b.*\b(?:overrid|replac|supersed)/iu;

/** What a label among the items says: people, or a group as a heading does. */
export function groupOfLabel(label: string, above: Group): Group {
  const [first = ''] = label.trim().split('\n', 1);
  return personScore(first) > 0
    ? { ...groupOf('', above), owner: plainText(first).replace(/[:：]$/, '') }
    : groupOf(first, above);
}

/** "Immediate (Completed)", "In progress", "Done": a state alone or in brackets behind a name. */
function statedBy(text: string): PirItem['state'] {
  const bracket = /\(([^()]{2,40})\)\s*:?$/.exec(text)?.[1];
  if (bracket !== undefined && stateOfWords(bracket) !== null) return stateOfWords(bracket);
  if (/^(?:open|new|planned|proposed) /i.test(text)) return null;
  // "🔴 High" is coloured by its priority.
  const words = text.replace(/^[🔴🟠🟡🟢🔵]\uFE0F?\s*/u, '');
  return text.length < 40 ? stateOfWords(words) : null;
}

const high =
  /^(?:p[01]|critical|urgent|high|highest|blocker|must|高|最高|緊急|紧急|높음|긴급|alt[ao]|crític[ao]|urgente|haute?|élevée?|critique|hoch|hohe|kritisch|dringend)$/iu;
const medium =
  /^(?:p2|medium|normal|moderate|should|中|普通|一般|보통|중간|médi[ao]|medi[ao]|moyenne?|mittel|mittlere)$/iu;
const low =
  /^(?:p[34]|low|lowest|minor|could|低|낮음|baix[ao]|baj[ao]|basse|faible|niedrig|niedrige|gering)$/iu;

/** P0, P1 and high are high, P2 and medium medium, P3, P4 and low low, in seven languages; null for none of these. */
export function readPriority(text: string): Priority | null {
  for (const word of plainText(text.slice(0, 200)).split(/[^\p{L}\p{N}]+/u)) {
    if (high.test(word)) return 'high';
    if (medium.test(word)) return 'medium';
    if (low.test(word)) return 'low';
  }
  return null;
}
