import { namesWithAndWithout } from './accents.ts';

/** What a field of an item or improvement is about, whatever name it goes by. */
export type Topic =
  | 'action'
  | 'approach'
  | 'due'
  | 'estimate'
  | 'fix'
  | 'metric'
  | 'objective'
  | 'owner'
  | 'playbook'
  | 'priority'
  | 'ref'
  | 'status'
  | 'ticket';

// English first, then Japanese, Chinese, Korean, Portuguese, Spanish, French and German, as tables and bullets name them.
const names: Readonly<Record<Topic, string>> = {
  action:
    'action|actions|action item|action items|action item s|action items s|actionable|corrective action|corrective actions|preventive action|preventative action|preventive actions|remediation|remediation item|mitigation action|follow up|follow up action|follow up item|follow up task|action point|action description|action item description|item description|task description|next step|recommended action|item|task|tasks to do|todo|to do|title|description|work item|what|measure' +
    '|アクション|アクションアイテム|アクション内容|対応|対応内容|対策|対策内容|タスク|項目|内容|作業' +
    '|行动|行动项|任务|事项|改进项|改进措施|措施|行动内容|任务描述|待办|待办事项|描述|整改措施|行動|行動項目|任務' +
    '|액션|액션 아이템|조치|조치 사항|조치 내용|작업|할 일|항목|내용' +
    '|ação|acao|ações|acoes|ação corretiva|ação preventiva|item de ação|tarefa|descrição|descricao' +
    '|acción|accion|acciones|acción correctiva|acción preventiva|elemento de acción|tarea|descripción|descripcion' +
    '|action corrective|action préventive|tâche|tache|description de l action|mesure' +
    '|maßnahme|massnahme|maßnahmen|aufgabe|aktion|aktionspunkt|beschreibung|was',
  approach:
    'approach|steps|plan|implementation|implementation steps|tasks|how|how to do it|vorgehen|手順|步骤|方案',
  due:
    'due|due date|due by|due on|deadline|timeline|target|target date|target completion|target completion date|expected date|expected completion|expected by|completion date|planned date|finish by|by when|when|eta|date due|complete by|needed by' +
    '|期限|期日|納期|締切|完了予定|完了予定日|予定日|目標日' +
    '|截止日期|截止时间|截止|完成日期|预计完成|预计完成时间|计划完成时间|到期日|时间|截止日|期限日期|完成时间|目标日期' +
    '|기한|마감일|마감|완료 예정일|목표일|예정일' +
    '|prazo|data limite|data prevista|previsão|data alvo|data' +
    '|fecha|fecha límite|fecha limite|plazo|fecha objetivo|fecha prevista|vencimiento' +
    '|échéance|echeance|date limite|date cible|date prévue|délai|pour le' +
    '|fällig|faellig|fällig am|frist|termin|zieldatum|fälligkeit|bis|bis wann',
  estimate:
    'estimation|estimate|estimated effort|effort|effort estimate|time estimate|size|story points|points|工数|見積|見積もり|工作量|预估|预计工时|공수|예상 공수|esforço|esforco|esfuerzo|estimación|effort estimé|aufwand|schätzung',
  fix: 'how to fix|fix|remedy|solution|recommendation|improvement|改善策|改善|改进建议|개선안|melhoria|mejora|amélioration|verbesserung',
  metric:
    'success metric|success metrics|success criteria|success criterion|success measure|measure of success|measured by|how measured|metric|exit criterion|exit criteria|definition of done|done when|acceptance criteria|acceptance criterion|evaluation criteria|evaluation criterion|evidence required|evidence|verification|verification exit criterion|verified by|how verified|validation' +
    '|成功指標|完了条件|完了基準|評価基準|検証方法|验收标准|验证方式|验证方法|成功指标|衡量标准|완료 기준|성공 지표|검증 방법' +
    '|critério de sucesso|critérios de sucesso|critério de aceite|métrica de sucesso|métrica|criterio de éxito|criterios de éxito|métrica de éxito|criterios de aceptación|critère de succès|critères de succès|critère de réussite|indicateur|erfolgskriterium|erfolgsmetrik|erfolgskriterien|abnahmekriterium',
  objective: 'objective|goal|purpose|aim|why|rationale|目的|目标|목적|목표|objetivo|objectif|but|ziel|zweck',
  owner:
    'owner|owners|owner s|action owner|assignee|assignees|assigned to|assigned|assignee s|responsible|responsible person|responsible party|responsible team|accountable|dri|who|owned by|poc|point of contact' +
    '|担当|担当者|責任者|オーナー|担当チーム|负责人|責任人|负责|责任人|负责团队|执行人|負責人|owner 负责人|담당|담당자|책임자|담당 팀' +
    '|responsável|responsavel|responsáveis|dono|atribuído a|responsable|responsables|dueño|dueno|encargado|asignado a|propietario' +
    '|pilote|porteur|assigné à|verantwortlich|verantwortliche|verantwortlicher|zuständig|wer|besitzer',
  playbook: 'related playbook|playbook|related runbook|runbook|手順書|预案|런북',
  priority:
    'priority|prio|urgency|優先度|优先级|優先級|優先順位|优先度|우선순위|prioridade|prioridad|priorité|priorite|priorität|prioritaet',
  ref: '#|id|no|nr|number|ref|action id|item id|ai|序号|编号|番号|번호|n|nº|n°|número|numero',
  status:
    'status|state|progress|current status|状態|ステータス|状況|進捗|状态|狀態|进度|进展|상태|진행 상태|진행 상황|situação|situacao|estado|statut|état|avancement|stand|zustand',
  ticket:
    'ticket|tickets|jira|jira ticket|jira issue|jira id|issue|issues|github issue|issue link|related issue|related ticket|related issues|linked issue|tracking|tracking issue|tracking ticket|tracking bug|tracking link|tracked in|tracker|bug|bugs|bug #|bug number|pull request|pr|prs|issue pr|pr issue|issues prs|issue or pr|issue ticket|ticket issue|ticket pr|pr commit|pr link|ticket link|チケット|課題|工单|问题单|任务单|跟踪|이슈|티켓|chamado|incidencia|tâche jira',
};

const topics: ReadonlyMap<string, Topic> = new Map(
  (Object.entries(names) as [Topic, string][]).flatMap(([topic, list]) =>
    namesWithAndWithout(list).map((name): [string, Topic] => [name, topic]),
  ),
);

/** What a field of this folded name is about; null for names that mean nothing to items. */
export function topicOf(key: string): Topic | null {
  return topics.get(key) ?? null;
}

// A word in the name of a column that tells what stands below, where the whole name is unknown; ideographs have no blanks between.
const telling: readonly (readonly [Topic, RegExp])[] = [
  [
    'due',
    /(?:^| )(?:due|deadline|eta|target date|fecha|prazo|plazo|vencimiento|vencimento|échéance|délai|fällig|fälligkeit|frist|termin)(?= |$)|期限|期日|締切|完了予定|截止|到期|기한|목표일|마감|완료 ?예정/u,
  ],
  [
    'owner',
    /(?:^| )(?:owner|owners|owning|assignee|responsible|responsável|responsable|verantwortlich|verantwortliche|zuständig)(?= |$)|担当|責任者|负责|责任人|담당|책임자/u,
  ],
  ['status', /(?:^| )(?:status|estado|statut|situação)(?= |$)|ステータス|状態|状态|상태/u],
  ['priority', /(?:^| )(?:priority|prioridade|prioridad|priorité|priorität)(?= |$)|優先|优先|우선/u],
  ['ticket', /(?:^| )(?:ticket|tickets|jira|github|gitlab)(?= |$)|チケット|工单|티켓/u],
];
const earlier =
  /(?:^| )(?:added|created|creation|opened|raised|start|started|closed|completed|done|resolved|incident|creación|apertura|inicio|cierre|criação|abertura|fechamento|création|clôture|erstellt|beginn|erledigt)(?= |$)|作成|开始|開始|创建|実施日|完了日|등록|시작|완료일/u;

/** What the columns of a table of items are about: a name that is not known tells it by one of its words, if nothing else does. */
export function topicsOfColumns(keys: readonly string[]): readonly (Topic | null)[] {
  const topics = keys.map(topicOf);
  if (!topics.includes(null)) return topics;
  for (const [column, key] of keys.entries()) {
    if (topics[column] !== null || key === '' || key.length > 40) continue;
    const topic = telling.find(([, words]) => words.test(key))?.[0] ?? null;
    if (topic === null || topics.includes(topic)) continue;
    if (topic !== 'due' || !earlier.test(key)) topics[column] = topic;
  }
  return topics;
}
