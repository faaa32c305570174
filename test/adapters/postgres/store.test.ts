import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../../src/adapters/postgres/migrate.ts';
import type { OpenDatabase } from '../../../src/adapters/postgres/server.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import type { Instant } from '../../../src/core/calendar.ts';
import type { PirRecord } from '../../../src/core/pir/pir-record.ts';
import { findBreak } from '../../../src/core/trail.ts';
import type { Store } from '../../../src/ports.ts';
import { testDatabases } from '../../setup/databases.ts';

const now: Instant = '2026-03-05T09:00:00.000Z';
const later: Instant = '2026-03-05T10:00:00.000Z';

const pir: PirRecord = {
  id: 'pir_1',
  incidentId: 'INC-1',
  source: 'pir.md',
  title: 'Certificate expired',
  incidentDate: '2026-03-03',
  pirDate: '2026-03-05',
  severity: 'SEV-2',
  label: 'incident-PIR-2026-03-03',
  state: 'submitted',
  submittedAt: now,
  approvedAt: null,
  chasedSince: null,
  revision: 'r1',
};

const mail = (to: string) => ({
  key: `mail ${to}`,
  delivery: {
    kind: 'send-mail' as const,
    mail: { messageId: `<${to}>`, to, subject: 's', text: 't', html: 'h' },
  },
});

describe.each(testDatabases)('the store on $name', ({ open }) => {
  let opened: OpenDatabase;
  let store: Store;

  beforeAll(async () => {
    opened = await open();
    await migrate(opened.db);
    store = createStore(opened.db, opened.name);
    await store.transaction((records) => records.pirs.save(pir));
  });
  afterAll(() => opened.close());

  const claim = (holder: string, at = now) =>
    store.transaction((records) =>
      records.outbox.claim({ kinds: ['send-mail'], now: at, limit: 10, holder, leaseSeconds: 60 }),
    );

  test('gives days and instants back exactly as they went in', async () => {
    const found = await store.transaction((records) => records.pirs.find('INC-1'));
    expect(found).toEqual(pir);
  });

  test('keeps nothing of a transaction that throws', async () => {
    const failing = store.transaction(async (records) => {
      await records.pirs.save({ ...pir, id: 'pir_2' });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await store.transaction((records) => records.pirs.find('pir_2'))).toBeNull();
  });

  test('keeps the bytes of a revision as they came, and the first of a digest for good', async () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0xe2, 0x80, 0x94]);
    const reading = { incident: { id: null } } as never;
    const revision = {
      pirId: pir.id,
      digest: 'r1',
      pir: reading,
      findings: [],
      receivedAt: now,
      receivedFrom: 'pir.md',
    };
    await store.transaction((records) => records.pirs.addRevision({ ...revision, bytes }));
    await store.transaction((records) =>
      records.pirs.addRevision({ ...revision, bytes: Uint8Array.from([1]) }),
    );
    const kept = await store.transaction((records) => records.pirs.revision(pir.id, 'r1'));
    expect([...(kept?.bytes ?? [])]).toEqual([...bytes]);
  });

  test('stores an intent once, hands it to one claimant, and in doubt to the next once the lease is given up', async () => {
    await store.transaction((records) => records.outbox.add([mail('a@example.com')], now));
    await store.transaction((records) => records.outbox.add([mail('a@example.com')], now));
    const first = await claim('one');
    expect(first).toMatchObject([{ key: 'mail a@example.com', attempts: 0, inDoubt: false }]);
    expect(await claim('two')).toEqual([]);
    await store.transaction((records) => records.outbox.releaseAll());
    expect(await claim('two')).toMatchObject([{ attempts: 1, inDoubt: true }]);
    const late = await store.transaction((records) =>
      records.outbox.settle([{ key: 'mail a@example.com', outcome: { outcome: 'delivered' } }], 'one', now),
    );
    expect([...late]).toEqual([]);
    const settled = await store.transaction((records) =>
      records.outbox.settle([{ key: 'mail a@example.com', outcome: { outcome: 'delivered' } }], 'two', now),
    );
    expect([...settled]).toEqual(['mail a@example.com']);
    expect(await claim('three')).toEqual([]);
  });

  test('leaves alone what is put off until later, and tells why it waits', async () => {
    await store.transaction((records) => records.outbox.add([mail('b@example.com')], now));
    await claim('one');
    const again = { outcome: 'again' as const, at: later, reason: 'server down', inDoubt: false, lookUps: 0 };
    await store.transaction((records) =>
      records.outbox.settle([{ key: 'mail b@example.com', outcome: again }], 'one', now),
    );
    expect(await claim('one')).toEqual([]);
    const counts = await store.transaction((records) => records.outbox.counts());
    expect(counts).toMatchObject([
      { kind: 'send-mail', waiting: 1, delivered: 1, dead: 0, lastReason: 'server down' },
    ]);
    expect(await claim('one', later)).toHaveLength(1);
  });

  test('keeps one chain of the trail per PIR that verifies, with people under pseudonyms', async () => {
    const entry = {
      action: 'item-open',
      subject: 'item_1',
      payload: { owners: [{ person: '@jo.doe' }], due: null },
    };
    await store.transaction((records) => records.trail.append(pir.id, 'mo.roe', [entry, entry], now));
    await store.transaction((records) => records.trail.append(pir.id, 'service', [entry], later));
    const rows = await store.transaction((records) => records.trail.rows(pir.id));
    expect(rows.map((row) => row.sequence)).toEqual([1, 2, 3]);
    expect(findBreak(rows)).toBeNull();
    expect(JSON.stringify(rows)).not.toMatch(/jo\.doe|mo\.roe/);
    expect(rows[0]?.actor).toMatch(/^person_/);
    expect(rows[2]?.actor).toBe('service');
  });
});
