import { plainText, type Section } from '../markdown/markdown.ts';
import { accentsOptional } from './accents.ts';

/** The sections that mean something to us. */
export type SectionKind =
  | 'actions'
  | 'document'
  | 'executive-summary'
  | 'follow-up'
  | 'improvements'
  | 'legend'
  | 'root-cause'
  | 'sign-off'
  | 'story'
  | 'summary'
  | 'weak-actions';

const kindOfAction =
  '(?:post[- ]incident|post[- ]?mortem|pir|retro|our|the|review|resulting|resultant|future|follow[- ]?up|recommended|remediation|remedial|remediating|immediate|short[- ]term|medium[- ]term|mid[- ]term|long[- ]term|prevent(?:ive|ative)|corrective|mitigation|mitigating|planned|additional|further|required|agreed|open|outstanding|next|new|revised|updated|improvement|proposed|prioriti[sz]ed|team|key|suggested|possible|concrete|specific|list of)';
const english = `(?:${kindOfAction}(?: (?:and|&|or))? )*(?:actions?|action items?|action points?|action plan|actionables?|action list|to[- ]?dos?(?: list)?)(?: (?:items?|list|checklist|plan|register|log|tracker|planned|identified|required|table|and owners|and ownership|taken and planned|planned and taken|to take|to be taken|going forward|in the future|and follow[- ]?ups?|and next steps|and recommendations))*`;
const others =
  '(?:追加|改善|今後の)?アクション(?:アイテム|プラン|項目)?|対応項目|今後の対応|今後のアクション|(?:次の|ネクスト)アクション|再発防止策|改善策|是正措置|フォローアップ(?:アクション)?|(?:后续|改进|下一步)?行动(?:项|计划|项目|清单)?|后续行动(?:项)?|改进(?:措施|项|计划|行动)|整改(?:措施|项)|待办(?:事项)?|后续(?:改进|措施|工作|任务|跟进)(?:项|事项)?|行動(?:項目|計畫|方案)|액션 ?(?:아이템|플랜)|조치 ?(?:사항|항목|계획|일정)|후속 ?(?:조치|작업)(?: ?사항)?|재발 ?방지 ?(?:대책|조치|방안|계획)|개선 ?(?:사항|과제|조치|계획)|할 ?일' +
  '|accionables|(?:acciones|ações|acoes|azioni)(?: (?!tomadas|realizadas|executadas|efetuadas)\\p{L}+){0,6}|(?:plan de acción|plan de acciones|plano de ação|plano de ações|itens de ação|elementos de acción|ítems de acción|puntos de acción|tareas(?: de seguimiento| pendientes)?|tarefas(?: de acompanhamento)?)' +
  '|actions? (?:correctives?|préventives?|correctrices?|de suivi|à mener|à entreprendre|à venir|de remédiation|d amélioration)(?: (?:et|ou) \\p{L}+){0,2}|plan d actions?|points? d action' +
  '|(?:korrektur|folge|gegen|abhilfe|präventiv|vorbeuge|verbesserungs|sofort)?ma(?:ß|ss)nahmen(?:plan|liste)?|(?:korrigierende|vorbeugende|abgeleitete|weitere|geplante) ma(?:ß|ss)nahmen|aktionspunkte|aktionsplan|offene punkte|aufgaben';
const strong = new RegExp(
  accentsOptional(
    `^(?:${english}|ais|follow[- ]?up (?:items?|tasks?|improvements?|work|checklist)|remediation (?:items?|tasks?|plan|work|checklist)|work items|improvement items|improvement plan|corrective and preventive measures plan|capa|${others})$`,
  ),
  'u',
);
const weakEnglish =
  '(?:corrective|prevent(?:ive|ative)|remedial|improvement|corrective (?:and|&|or) prevent(?:ive|ative)|prevent(?:ive|ative) (?:and|&|or) corrective)(?: measures?| actions? (?:already )?(?:taken|implemented|completed))' +
  '|measures(?: taken)?|(?:future )?(?:prevention|mitigation)s?(?: (?:measures|plan|strateg(?:y|ies)|and .{1,30}))(?: .{1,20})?|(?:future )?prevention steps(?: .{1,20})?|future mitigation steps|(?:future )?prevention|future mitigations?|prevention of .{1,30}' +
  '|(?:prevent(?:ing)?|steps to prevent|avoid(?:ing)?)(?: a| any| future| similar| this| from| further)* (?:recurrences?|re-?occurrences?|recurring|incidents?|outages?|problems?)(?: .{1,20})?|recurrence prevention' +
  "|how (?:we|to|will we|can we|could we|do we)(?: will| can)? (?:prevent|avoid) .{1,40}|what (?:are we doing|we(?: are|['’]re| will)? (?:doing|do|going to do|changing|change))(?: .{1,30})?|changes we(?: are|['’]re| will)? (?:making|make)(?: .{1,20})?" +
  "|remediations?(?: and (?:prevention|follow[- ]?ups?))?|recommendations?|next steps?|what['’]s next|follow[- ]?ups?(?: (?:with|and|this|from|that|which|we|the) .{1,40})?|(?:planned |future |proposed )?improvements?|future (?:work|plans?)|commitments|outstanding (?:items|work|issues)|open items|(?:post[- ]incident |follow[- ]?up )?tasks|(?:jira )?tickets|tracking issues";
const weakOthers =
  '次のステップ|(?:恒久|今後の|再発防止)?(?:対策|対応策?)|恒久対応|再発防止(?:策|対策|案)?(?: (?:改善|対策)(?:策|案|点)?)?|予防策|改善(?:点|案)|今後の改善(?:点|策|案)?' +
  '|预防(?:措施|方案|建议)?|防范(?:措施)?|下一步(?:计划)?|预防(?:和|与)改进(?:措施)?|(?:改进|优化|整改)(?:建议|方案|点)|(?:长期|短期|后续)(?:措施|方案|改进|优化|计划)(?:措施)?|預防措施' +
  '|다음 단계|대책|재발 ?방지|예방 ?(?:조치|대책|방안)|개선 ?(?:방안|점)|향후 ?(?:계획|조치|과제|대응|개선)(?: ?방안)?' +
  '|(?:próximos pasos|próximos passos|medidas|recomendaciones|recomendações|prevención|prevenção|prévention|prävention|vorbeugung|mejoras|melhorias|améliorations|verbesserungen|mesures|recommandations)(?: \\p{L}+){0,4}' +
  '|(?:cómo|como) (?:prevenir|evitar)(?:lo)?(?: .{1,30})?|comment (?:éviter|prévenir) .{1,30}|wie (?:verhindern|vermeiden) wir .{1,30}|prochaines étapes|nächste schritte|empfehlungen';
const weak = new RegExp(accentsOptional(`^(?:${weakEnglish}|${weakOthers})$`), 'u');

const kinds: readonly (readonly [SectionKind, RegExp])[] = [
  ['actions', strong],
  [
    'legend',
    /\b(?:categor(?:y|ies)|legend|definitions?|priority levels?|checklist|notes to the owner|how to (?:use|write)|instructions|guidelines)\b|カテゴリの説明|チェックリスト|凡例|说明$|检查清单|图例|체크리스트|なぜなぜ|つのなぜ|个为什么|^(?:five |cinco |los |os |les )?(?:whys?|por ?qu[eéê]s?|pourquoi)(?: analysis)?$|^(?:notes?|.{1,40} reminder)$|\b(?:catégories|legende|légende|leyenda|legenda)\b/u,
  ],
  [
    'improvements',
    /^(?:what (?:could|can|should) (?:be|have been|have gone|go) (?:better|improved)|(?:areas?|opportunities|room) (?:for|to) improve(?:ment)?s?)$/,
  ],
  [
    'follow-up',
    /^follow[- ]?ups?(?: (?:and|&) (?:reviews?|tracking))?$|^(?:reviews|review (?:schedule|dates|timeline)|timeline review|action item tracking|tracking|follow[- ]?up schedule)$/,
  ],
  ['weak-actions', weak],
  ['sign-off', /^(?:sign[- ]?offs?|approvals?|approval and sign[- ]?off|sign[- ]?off and approvals?)$/],
  ['document', /^document (?:management|control|information|history)$/],
  ['executive-summary', /^(?:executive summary|management summary)$/],
  ['root-cause', /^(?:primary )?root causes?$/],
  [
    'summary',
    /^(?:incident (?:summary|overview|details|information|metadata|reference)|summary|overview|metadata|basic information|メタデータ|概要|基本情報|基本信息|事件信息|故障信息|事件概述|概述|개요|기본 정보|resumen|resumo|résumé|zusammenfassung|datos del incidente|dados do incidente|informações gerais)$/,
  ],
  [
    'story',
    /^(?:(?:incident |detailed |follow[- ]?up )?timelines?(?: of events)?(?: detailed)?|timeline of the incident|what happened|(?:incident )?(?:response|recovery|detection|impact)|(?:incident |detection and )?response(?: and (?:fixes|recovery|resolution))?|resolution(?: (?:and|&) recovery)?|(?:mitigation|resolution|recovery) steps|mitigation (?:and|&) recovery|background|context|trigger|leadup|lead up|chronology|events|thanks|supporting information|references|appendix|タイムライン|影響|検知|时间线|时间轴|影响|타임라인|영향|cronología|línea de tiempo|linha do tempo|impacto|chronologie|zeitlinie|zeitachse|ablauf|auswirkungen)$/u,
  ],
];

// Most headings and labels are of no kind. One look tells that, where all patterns begin at the name's own beginning.
const anchored = kinds.filter(([, { source }]) => source.startsWith('^'));
const loose = kinds.filter((each) => !anchored.includes(each));
const anyAnchored = new RegExp(anchored.map(([, { source }]) => source).join('|'), 'u');

function kindAmong(candidates: typeof kinds, name: string): SectionKind | null {
  for (const [kind, pattern] of candidates) if (pattern.test(name)) return kind;
  return null;
}

/**
 * A heading's own words: lower case, without number, symbols, closing hashes and what stands in brackets at its end.
 * "## 7. Action Items (within the quarter)" is "action items".
 */
export function headingName(text: string): string {
  const lower = plainText(text).toLowerCase();
  // Most headings are plain words.
  if (/^[a-z]{1,30}(?: [a-z]{1,30}){0,9}$/.test(lower)) return lower;
  const plain = lower.normalize('NFC');
  const bracket = /[)）】]$/.test(plain) ? Math.max(plain.lastIndexOf('('), plain.lastIndexOf('（')) : -1;
  return foldName(bracket > 0 ? plain.slice(0, bracket) : plain);
}

const foldName = (text: string) =>
  text
    .replace(/^[^\p{L}]+/u, '')
    .replace(/[^\p{L}\p{N}&-]+/gu, ' ')
    .trim();

const mentionsAction =
  /action|improvement plan|acci|a[çc][õo]e|item|to-?do|remediat|work|アクション|対応|行动|行動|改进|整改|待办|后续|액션|조치|재발|개선|ma(?:ß|ss)nahm|aufgabe|\bAIs\b|capa/i;

/** What a heading or label of this text announces; null where it means nothing. */
export function kindOfName(text: string): SectionKind | null {
  if (text.length > 300) return null;
  const name = headingName(text);
  const kind = kindAmong(loose, name) ?? (anyAnchored.test(name) ? kindAmong(anchored, name) : null);
  if (kind === 'actions' || !mentionsAction.test(text)) return kind;
  // "6. Prevention (Action Items)", "Action items / follow-up", "Lessons learned and action items"
  const parts = plainText(text)
    .toLowerCase()
    .split(/[()（）/:—–|]|\s-\s|\band\b|&/)
    .map(foldName);
  return parts.length > 1 && parts.some((part) => strong.test(part)) ? 'actions' : kind;
}

// Every part of the reader asks again, and a heading never changes its meaning.
const known = new WeakMap<Section, SectionKind | null>();

/** What a section is for, by its heading; null where its name means nothing. */
export function kindOf(section: Section): SectionKind | null {
  if (section.heading === null) return null;
  const found = known.get(section);
  if (found !== undefined) return found;
  const kind = kindOfName(section.heading.text);
  known.set(section, kind);
  return kind;
}

/** The sections of a kind in the order of the document; what is nested in one of them belongs to it. */
export function sectionsOf(root: Section, kind: SectionKind): readonly Section[] {
  const found: Section[] = [];
  collect(root, kind, found);
  return found;
}

function collect(section: Section, kind: SectionKind, found: Section[]): void {
  for (const child of section.sections)
    if (kindOf(child) === kind) found.push(child);
    else if (child.sections.length > 0) collect(child, kind, found);
}
