import { plainText } from '../markdown/inline.ts';
import type { PirItem } from '../pir.ts';
import { accentsOptional } from './accents.ts';

/** What a document can say about an item's progress. */
export type StatedState = NonNullable<PirItem['state']>;

// A word, then its end; scripts without blanks between words need none.
const end = '(?![\\p{L}\\p{N}])';
const done = new RegExp(
  accentsOptional(
    `^(?:(?:already |now |all )?(?:done|closed|completed?|finished|fixed|resolved|shipped|implemented|merged|deployed)${end}|✅|☑|✔|🟢 ?done|完了|対応済|済|実施済|已完成|完成|已关闭|已解决|已修复|已实施|완료|해결|조치 완료|(?:conclu[ií]d[oa]|feito|finalizad[oa]|resolvid[oa]|fechad[oa]|completad[oa]|hech[oa]|cerrad[oa]|terminad[oa]|resuelt[oa]|terminée?|faite?|fermée?|résolue?|achevée?|erledigt|abgeschlossen|fertig|umgesetzt|geschlossen|behoben)${end})`,
  ),
  'iu',
);
const dropped = new RegExp(
  accentsOptional(
    `^(?:(?:dropped|cancell?ed|rejected|won['’]?t ?(?:do|fix)|wont ?(?:do|fix)|not doing|not needed|abandoned|obsolete|superseded|decided not to(?: do)?|discussed but decided not to|no longer needed|cancelad[oa]|descartad[oa]|annulée?|abandonnée?|verworfen|abgebrochen)${end}|🚫|中止|取消|已取消|취소)`,
  ),
  'iu',
);
const open = new RegExp(
  accentsOptional(
    `^(?:(?:still |work )?(?:open|to[- ]?do|in[- ]progress|wip|doing|planned|pending|not (?:yet )?started|not done|started|blocked|deferred|delayed|on hold|ongoing|new|backlog|queued|scheduled|proposed|tb[adc]|under ?way|in review|ready|assigned|identified|up next)${end}|⏳|🔄|🚧|⬜|☐|🔲|📋|🟡|🔴|未着手|未対応|未完了|未実施|未定|着手中|進行中|対応中|作業中|実施中|予定|計画中|検討中|待处理|待实施|待办|待定|待开始|进行中|处理中|计划中|未开始|未完成|规划中|대기|진행|예정|미완료|미착수|계획|(?:pendentes?|pendientes?|abert[oa]|abiert[oa]|em (?:andamento|progresso|curso)|a fazer|planejad[oa]|en (?:curso|progreso|proceso)|por hacer|planificad[oa]|programad[oa]|à faire|en cours|ouverte?|planifiée?|prévue?|en attente|offen|geplant|in (?:arbeit|bearbeitung)|ausstehend|begonnen)${end})`,
  ),
  'iu',
);

const sign = /^(?:\p{Extended_Pictographic}\uFE0F?\s?)+/u;

/** What a status text says by its first words, in seven languages; null where they say nothing. */
export function stateOfWords(text: string): StatedState | null {
  const words = text.replace(/^[\s[({*_:–—-]+/u, '');
  const word = sign.exec(words)?.[0].length ?? 0;
  // "📅 Queued", "🟢 Closed": what the sign means is what is written beside it.
  if (word > 0 && word < words.length) {
    const said = stateOfWords(words.slice(word));
    if (said !== null) return said;
  }
  if (/^not (?:yet )?(?:done|started|complete)/i.test(words)) return 'open';
  if (done.test(words)) return 'done';
  if (dropped.test(words)) return 'dropped';
  return open.test(words) ? 'open' : null;
}

/** Whether a text is a status and nothing else: "Done!", "(in progress)", "[DONE]". */
export function isStateAlone(text: string): boolean {
  const words = text.replace(/^[\s[({*_]+|[\s\])}*_!.:]+$/gu, '');
  const state = stateOfWords(words);
  if (state === null) return false;
  const pattern = state === 'done' ? done : state === 'dropped' ? dropped : open;
  return (pattern.exec(words)?.[0].length ?? 0) >= words.length;
}

const marked =
  /(?:\*\*|__)([^*_\n]{2,40})(?:\*\*|__)[.)\]]{0,2}$|\b(TODO|DONE|WONTDO|DOING|CLOSED|OPEN)[.!]?$/;

/** What a cell says that is not its status column: "Done — issue 12", "bug 7 **TODO**". Its first words, or marked last ones. */
export function stateOfCell(markdown: string): StatedState | null {
  const last = marked.exec(markdown.trim());
  const first = stateOfWords(plainText(markdown));
  return first ?? (last === null ? null : stateOfWords(last[1] ?? last[2] ?? ''));
}
