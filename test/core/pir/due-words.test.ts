import { describe, expect, test } from '@jest/globals';
import { readDue } from '../../../src/core/pir/items/due.ts';

// A Wednesday.
const from = '2026-01-07';
const anchors = { incidentDate: from, pirDate: null, dueDays: { high: 14, medium: 30, low: 90 } } as const;
const read = (text: string) => readDue(text, null, null, anchors);

describe('what a due date says in words is read as one day', () => {
  test.each([
    ['2026-01-07', 'today, EOD, hoje, hoy, aujourd’hui, heute, 今日中, 오늘'],
    ['2026-01-08', 'tomorrow, amanhã, mañana, demain, morgen, 明天, 明日, 내일'],
    ['2026-01-09', 'ASAP, o quanto antes, lo antes posible, dès que possible, umgehend, 尽快, 至急, 즉시'],
    [
      '2026-01-09',
      'by Friday, até sexta-feira, antes del viernes, d’ici vendredi, bis Freitag, 周五前, 金曜日まで, 금요일까지',
    ],
    [
      '2026-01-09',
      'end of week, EOW, this week, esta semana, fin de semaine, diese Woche, 本周, 今週中, 이번 주',
    ],
    [
      '2026-01-16',
      'next week, semana que vem, próxima semana, semaine prochaine, nächste Woche, 下周, 来週, 다음 주',
    ],
    ['2026-01-16', 'next Friday, 下周五, 来週金曜, 다음 주 금요일'],
    [
      '2026-01-14',
      '5 business days, 5 dias úteis, 5 días hábiles, 5 jours ouvrés, 5 Werktage, 5个工作日, 5営業日, 5영업일',
    ],
    [
      '2026-01-21',
      'within two weeks, 1-2 weeks, fortnight, em duas semanas, en dos semanas, sous deux semaines, in zwei Wochen, 两周内, 二週間, 2주',
    ],
    ['2026-02-07', 'one month, um mês, dentro de un mes, d’ici un mois, ein Monat, 一个月内, 1ヶ月, 한 달'],
    [
      '2026-01-30',
      'end of month, EOM, fim do mês, fin de mes, fin du mois, Ende des Monats, Monatsende, 月底, 月末, 월말',
    ],
    [
      '2026-02-27',
      'next month, próximo mês, próximo mes, mois prochain, nächster Monat, 下个月, 来月, 다음 달',
    ],
    [
      '2026-02-27',
      'February, end of Feb, fevereiro, febrero, février, Februar, 2月底, 2026年2月, 2월, 2026-02',
    ],
    [
      '2026-03-31',
      'end of quarter, EOQ, Q1, final do trimestre, fin del trimestre, Quartalsende, 本季度, 四半期末, 이번 분기',
    ],
    [
      '2026-06-30',
      'next quarter, Q2, próximo trimestre, trimestre prochain, nächstes Quartal, 下季度, 来四半期, 2분기',
    ],
    ['2026-06-30', 'H1 2026, S1 2026, 2026年上半年'],
    ['2026-12-31', 'end of year, fim do ano, fin de año, fin d’année, Jahresende, 年底, 年末, 연말'],
  ])('%s: %s', (day, texts) => {
    for (const text of texts.split(', '))
      expect([text, read(text)]).toEqual([
        text,
        { due: null, dueRaw: text, dueBy: day, dueSource: 'reading' },
      ]);
  });

  test('a period that is over by then gives no day that is', () => {
    const saturday = { ...anchors, incidentDate: '2026-01-31' } as const;
    expect(readDue('end of month', null, null, saturday).dueBy).toBe('2026-01-31');
    expect(readDue('this week', null, null, saturday).dueBy).toBe('2026-02-06');
    expect(readDue('January', null, null, saturday).dueBy).toBe('2027-01-29');
  });

  test.each(['TBD', 'ongoing', 'next sprint', 'every release', 'before the next wave', 'may', 'Q9'])(
    '%j is no day, and the default for the priority is used',
    (text) => {
      expect(read(text)).toMatchObject({ due: null, dueSource: 'default' });
    },
  );

  test('without any date only what names its year is read', () => {
    const nowhere = { ...anchors, incidentDate: null };
    expect(readDue('March 2026', null, null, nowhere).dueBy).toBe('2026-03-31');
    expect(readDue('next month', null, null, nowhere).dueBy).toBeNull();
  });
});
