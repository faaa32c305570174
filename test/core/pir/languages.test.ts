import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const item = (heading: string, header: string, row: string) =>
  readPir(`# X\n\n## ${heading}\n\n${header}\n${header.replace(/[^|]+/g, '-')}\n${row}\n`).pir.items.map(
    ({ title, owners, due, priority, state }) => [title, owners[0]?.raw, due, priority, state],
  );

describe('a table of items', () => {
  test.each([
    [
      'English',
      '3. Corrective Action Plan',
      '|ID|Corrective action|Assignee|Target date|Prio|State|',
      '|1|Fit a fuse|Kim Lee|Feb 1, 2026|High|In progress|',
    ],
    [
      'Japanese',
      'アクションアイテム',
      '|#|アクション|担当|期限|優先度|ステータス|',
      '|1|Fit a fuse|Kim Lee|2026年2月1日|高|進行中|',
    ],
    [
      'Chinese',
      '9. 行动项',
      '|优先级|任务|负责人|截止日期|状态|',
      '|P0|Fit a fuse|Kim Lee|2026-02-01|⏳ 待实施|',
    ],
    [
      'Korean',
      '후속 조치',
      '|조치 사항|담당자|기한|우선순위|상태|',
      '|Fit a fuse|Kim Lee|2026년 2월 1일|높음|진행 중|',
    ],
    [
      'Portuguese',
      '7. Ações de Acompanhamento',
      '|Ação|Responsável|Prazo|Prioridade|Status|',
      '|Fit a fuse|Kim Lee|1 de fevereiro de 2026|Alta|Pendente|',
    ],
    [
      'Spanish',
      'Acciones preventivas',
      '|Dueño|Acción|Fecha|Prioridad|Estado|',
      '|Kim Lee|Fit a fuse|1 de febrero de 2026|Alta|En curso|',
    ],
    [
      'French',
      "Plan d'action",
      '|Action|Responsable|Échéance|Priorité|Statut|',
      '|Fit a fuse|Kim Lee|1 février 2026|Haute|En cours|',
    ],
    [
      'German',
      'Maßnahmen',
      '|Maßnahme|Verantwortlich|Frist|Priorität|Status|',
      '|Fit a fuse|Kim Lee|1. Februar 2026|Hoch|Offen|',
    ],
  ])('is read in %s', (_language, heading, header, row) => {
    expect(item(heading, header, row)).toEqual([['Fit a fuse', 'Kim Lee', '2026-02-01', 'high', 'open']]);
  });
});

describe('a column of an unknown name', () => {
  test.each([
    ['Spanish', 'Acciones', '|Acción|Responsable final|Fecha compromiso|Estado actual|'],
    ['Korean', '액션 아이템', '|액션|담당 엔지니어|완료 목표일|현재 상태|'],
    ['Japanese', 'アクション', '|アクション|主担当|対応期限|対応状態|'],
    ['English', 'Actions', '|Action|Owning group|Due (UTC)|Status today|'],
  ])('is known by a word of it: %s', (_language, heading, header) => {
    expect(item(heading, header, '|Fit a fuse|Kim Lee|2026-02-01|In progress|')).toEqual([
      ['Fit a fuse', 'Kim Lee', '2026-02-01', null, 'open'],
    ]);
  });

  test('gives way to one whose name is known, and a day in the past is no due date', () => {
    const header = '|Action|Deadline set by|Due date|';
    expect(item('Actions', header, '|Fit a fuse|Kim|2026-02-01|')[0]?.[2]).toBe('2026-02-01');
    expect(item('Acciones', '|Acción|Fecha de cierre|', '|Fit a fuse|2026-02-01|')[0]?.[2]).toBeNull();
  });
});

describe('a state', () => {
  test.each([
    '完了',
    '已完成',
    '완료',
    'Concluído',
    'Hecho',
    'Terminé',
    'Erledigt',
    'Done',
    '✅',
    '**Closed**',
  ])('that says "%s" is done', (word) => {
    expect(item('Actions', '|Action|Status|', `|Fit a fuse|${word}|`)[0]?.[4]).toBe('done');
  });

  test.each([
    '未着手',
    '计划中',
    '예정',
    'Pendente',
    'Por hacer',
    'À faire',
    'Geplant',
    'TODO.',
    'Not done',
    'TBD',
  ])('that says "%s" is open', (word) => {
    expect(item('Actions', '|Action|Status|', `|Fit a fuse|${word}|`)[0]?.[4]).toBe('open');
  });
});

describe('measures stand below', () => {
  test.each([
    ['English', 'How we will prevent this', 'Follow-ups this incident drove', 'Future prevention', 'To-do'],
    ['Japanese', '再発防止・改善案', '5. 再発防止（別途対応）', '予防策'],
    ['Chinese', '4. 预防措施', '后续跟进事项', '优化建议'],
    ['Korean', '재발 방지', '향후 개선 방안', '조치 일정'],
    ['Portuguese', 'Prevenção futura', 'Como evitar', 'Melhorias'],
    ['Spanish', 'Cómo prevenirlo', 'Prevención', 'Mejoras propuestas'],
    ['French', 'Prévention', 'Comment éviter la panne', 'Améliorations prévues'],
    ['German', 'Vorbeugung', 'Verbesserungen', 'Abgeleitete Maßnahmen'],
  ])('a heading in %s', (_language, ...headings) => {
    for (const heading of headings)
      expect([heading, readPir(`# X\n\n## ${heading}\n\n- Fit a fuse\n`).pir.items.length]).toEqual([
        heading,
        1,
      ]);
  });
});

test('accents may be left out', () => {
  const facts = '|Champ|Valeur|\n|-|-|\n|Date de detection|2026-03-13 11:25|\n|Severite|SEV-3|';
  const rows = '|Tache|Echeance|Priorite|Statut|\n|-|-|-|-|\n|Fit a fuse|2026-04-01|Haute|A faire|';
  const { pir } = readPir(`# Panne\n\n${facts}\n\n## Actions preventives\n\n${rows}\n`);
  expect(pir.incident).toMatchObject({ date: '2026-03-13', severity: 'SEV-3' });
  expect(pir.items).toMatchObject([
    { title: 'Fit a fuse', due: '2026-04-01', priority: 'high', state: 'open' },
  ]);
});

test('metadata is found under its name in other languages', () => {
  const table = [
    '| 項目 | 内容 |',
    '|-|-|',
    '| インシデントID | PM-2026-9 |',
    '| 発生日時 | 2026-01-05 10:00 JST |',
    '| 重大度 | SEV-3（一部の機能が停止していた、他は正常） |',
  ];
  expect(
    readPir(['# ポストモーテム: 停電', '', '## メタデータ', '', ...table].join('\n')).pir.incident,
  ).toEqual({
    id: 'PM-2026-9',
    title: '停電',
    date: '2026-01-05',
    severity: 'SEV-3',
  });
});

test('a sentence without blanks is an item, and what is nested below it belongs to it', () => {
  const lines = ['## 改进措施', '- 先检查所有房间的保险丝是否完好，再逐一更换：', '  - 厨房', '  - 地下室'];
  expect(readPir(lines.join('\n')).pir.items.map(({ approach }) => approach)).toEqual([['厨房', '地下室']]);
  const checklist = '### Add a definition of done';
  expect(readPir(`## Actions\n\n${checklist}\n\n- **Owner**: Kim\n`).pir.items).toHaveLength(1);
});
