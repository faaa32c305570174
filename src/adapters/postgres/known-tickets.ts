import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { KnownTicket } from '../../core/sync/snapshot.ts';
import type { KnownTicketRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** The tickets that items have, without reading the items: what to read again is chosen from them. */
export function knownTicketRecords(tx: Transaction<Database>): KnownTicketRecords {
  const known = (): SelectQueryBuilder<Database, 'tickets' | 'items', KnownTicket> =>
    tx
      .selectFrom('tickets')
      .innerJoin('items', 'items.id', 'tickets.itemId')
      .select([
        'tickets.itemId',
        'items.pirId',
        'tickets.ticketId',
        sql<string>`coalesce(tickets.base ->> 'updated', '')`.as('updated'),
      ]);
  return {
    byId: (ids) => known().where('tickets.ticketId', '=', sql<string>`any(${ids}::text[])`).execute(),

    live: () =>
      known()
        .where('items.state', 'in', ['open', 'in-progress', 'blocked'])
        .orderBy('items.pirId')
        .orderBy('items.position')
        .execute(),

    blocked: (limit) =>
      known()
        .where('items.state', '=', 'blocked')
        .where(sql<boolean>`tickets.base -> 'blockedBy' <> '[]'`)
        .orderBy('tickets.syncedAt')
        .limit(limit)
        .execute(),
  };
}
