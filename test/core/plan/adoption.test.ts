import { describe, expect, test } from '@jest/globals';
import { type Adoptable, planAdoption } from '../../../src/core/plan/adoption.ts';
import { aPir as aRecord } from '../status/examples.ts';
import { anItem, aPir, decide } from './examples.ts';

const alert = anItem({ ref: '1', title: 'Alert on the age of the oldest message' });
const retries = anItem({ ref: '2', title: 'Set unreadable messages aside after three tries' });
const runbook = anItem({ ref: '3', title: 'Write the runbook', ticket: 'OPS-30' });

const document = aPir([alert, retries, runbook]);
const open = decide(document, [], { only: null, declined: {}, create: false }).items.map((item) => ({
  ...item,
  ticketFields: null,
  ticket: null,
}));
const adopter = { pir: aRecord(), document, items: open };

function aTicket(number: number, summary: string, itemId: string | null = null): Adoptable {
  const key = `OPS-${number}`;
  return {
    ticket: { ticketId: String(10_000 + number), key, url: `https://j/browse/${key}` },
    summary,
    itemId,
  };
}

function adopt(tickets: readonly Adoptable[], taken: readonly string[] = []) {
  const { adoptions, unclear, unmatched } = planAdoption([adopter], tickets, new Set(taken), null);
  return {
    linked: adoptions.map(({ ticket, title, ground }) => [ticket.key, title, ground]),
    unclear: unclear.map(({ ticket }) => ticket.key),
    unmatched: unmatched.map(({ ticket }) => ticket.key),
  };
}

describe('adoption', () => {
  test('goes by what a ticket says of itself, by the key in the document, by title, and by likeness, in that order', () => {
    const says = aTicket(1, 'Anything', open[1]?.id);
    expect(
      adopt([aTicket(30, 'Runbook'), says, aTicket(2, 'alert on the AGE of the oldest message!')]),
    ).toEqual({
      linked: [
        ['OPS-1', retries.title, 'says so'],
        ['OPS-30', runbook.title, 'named'],
        ['OPS-2', alert.title, 'same title'],
      ],
      unclear: [],
      unmatched: [],
    });
    expect(adopt([aTicket(3, 'Set unreadable messages aside after two tries')]).linked).toEqual([
      ['OPS-3', retries.title, 'similar title'],
    ]);
  });

  test('guesses nothing: two tickets of one title are both left, and so is one that is like no item', () => {
    expect(adopt([aTicket(4, alert.title), aTicket(5, alert.title), aTicket(6, 'Paint the office')])).toEqual(
      {
        linked: [],
        unclear: ['OPS-4', 'OPS-5'],
        unmatched: ['OPS-6'],
      },
    );
  });

  test('never takes a ticket that is an item’s already, by our record or by its own word', () => {
    expect(adopt([aTicket(7, alert.title)], ['10007'])).toMatchObject({ linked: [], unmatched: [] });
    expect(adopt([aTicket(8, alert.title, 'item_of_another_service')]).linked).toEqual([]);
  });

  test('leaves items alone that have a ticket, that wait for theirs, or that have ended', () => {
    const [first] = open;
    if (first === undefined) throw new Error('no item');
    const ticket = aTicket(99, 'x').ticket;
    for (const changed of [
      { ticket },
      { state: 'dropped' as const },
      { ticketFields: decide(document, []).items[0]?.ticketFields ?? null },
    ]) {
      const items = [{ ...first, ...changed }];
      expect(
        planAdoption([{ ...adopter, items }], [aTicket(9, alert.title)], new Set(), null).adoptions,
      ).toEqual([]);
    }
  });
});
