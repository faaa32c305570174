import { sql } from 'kysely';
import { deliverOutbox } from '../src/flows/deliver-outbox.ts';
import { syncTickets } from '../src/flows/sync-tickets.ts';
import {
  approvePirs,
  type BenchPorts,
  databaseName,
  deliverySettings,
  openDatabase,
} from './approved-items.ts';
import { type Bench, figureOf } from './figure.ts';
import { startJira } from './jira.ts';
import { median } from './measure.ts';

const [pirs, itemsEach] = [2, 50];
const [few, many] = [1_000, 100_000];
const rounds = 9;
const rules = {
  ...{ droppedResolutions: [], blockedStatuses: [], projects: ['OPS'] },
  directory: { people: [], teams: [] },
};

/**
 * Catching up with a hundred changed tickets asks Jira a handful of questions and takes as long among a hundred thousand known
 * ones as among a thousand. Jira answers without delay here, so that what the database takes is not hidden by waiting.
 */
export const ticketsCatchingUp: Bench = async () => {
  const jira = await startJira(0);
  const ports = await openDatabase(jira.tracker);
  let requests = 0;
  const catchUp = async (): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await changeAll(jira.url, `2027-01-${10 + ((round + times.length) % 18)}`);
      await jira.exchanges();
      const start = performance.now();
      const { changed } = await syncTickets(ports, jira.tracker, rules, 'changes');
      times.push(performance.now() - start);
      if (changed !== pirs * itemsEach) throw new Error(`${changed} items changed only`);
      requests = Math.max(requests, (await jira.exchanges()).length);
    }
    // The first rounds let the engine compile what is hot.
    return median(times.slice(2));
  };
  try {
    await approvePirs(ports, 1, pirs, itemsEach);
    await deliverOutbox(ports, deliverySettings(4), 'bench');
    await know(ports, few);
    await syncTickets(ports, jira.tracker, rules, 'hints');
    await ports.store.transaction(async (records) =>
      records.cursor.save((await jira.tracker.changedSince(null)).cursor, ports.clock.now()),
    );
    await catchUp();
    const amongFew = await catchUp();
    await know(ports, many);
    const amongMany = await catchUp();
    const what = `catch up with ${pirs * itemsEach} changed tickets among ${many}, ${databaseName}`;
    return [
      figureOf(`${what}: requests`, '5 requests', requests, requests / 5, { atMost: 1 }, 'requests'),
      figureOf(what, `the same among ${few}`, amongMany, amongMany / amongFew, { atMost: 1.3 }),
    ];
  } finally {
    await jira.close();
    await ports.close();
  }
};

/** Fills the database up to so many tickets that Jira says nothing of: fifty items a PIR, as one that is there has them. */
async function know({ db }: BenchPorts, count: number): Promise<void> {
  await sql`
    insert into pirs select r.* from pirs p, generate_series(1, ${count / itemsEach}::int) n,
      jsonb_populate_record(p, jsonb_build_object('id', 'known_' || n, 'incident_id', 'KNOWN-' || n)) r
    where p.id = (select min(id) from pirs where id like 'pir%')
    on conflict do nothing`.execute(db);
  await sql`
    insert into items select r.* from items i, generate_series(1, ${count}::int) n,
      jsonb_populate_record(i, jsonb_build_object(
        'id', 'known_' || n, 'pir_id', 'known_' || ((n - 1) / ${itemsEach}::int + 1), 'ref', n)) r
    where i.id = (select min(id) from items where id like 'item%')
    on conflict do nothing`.execute(db);
  await sql`
    insert into tickets select r.* from tickets t, generate_series(1, ${count}::int) n,
      jsonb_populate_record(t, jsonb_build_object(
        'item_id', 'known_' || n, 'ticket_id', (900000000 + n)::text, 'key', 'OPS-' || (1000000 + n))) r
    where t.item_id = (select min(item_id) from tickets where item_id like 'item%')
    on conflict do nothing`.execute(db);
  await sql`analyze pirs, items, tickets`.execute(db);
}

/** People give every ticket of the Jira another due date. */
async function changeAll(url: string, duedate: string): Promise<void> {
  const keys = Array.from({ length: pirs * itemsEach }, (_, index) => `OPS-${index + 1}`);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ fields: { duedate } });
  await Promise.all(
    keys.map(async (key) => {
      const answer = await fetch(`${url}/rest/api/3/issue/${key}`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    }),
  );
}
