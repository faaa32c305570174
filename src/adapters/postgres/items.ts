import type { Selectable, Transaction } from 'kysely';
import type { TicketRecord, TrackedItem } from '../../core/sync/snapshot.ts';
import type { ItemRecords } from '../../records.ts';
import { excluded, inPortions } from './many-rows.ts';
import type { Database } from './tables.ts';

/** Items with their tickets. */
export function itemRecords(tx: Transaction<Database>): ItemRecords {
  const withTickets = async (
    items: readonly Selectable<Database['items']>[],
  ): Promise<readonly TrackedItem[]> => {
    if (items.length === 0) return [];
    const ids = items.map((item) => item.id);
    const tickets = await tx.selectFrom('tickets').selectAll().where('itemId', 'in', ids).execute();
    const byItem = new Map<string, TicketRecord>(tickets.map((ticket) => [ticket.itemId, ticket]));
    return items.map((item) => ({ ...item, ticket: byItem.get(item.id) ?? null }));
  };

  const saveTickets = async (tickets: readonly TicketRecord[]): Promise<void> => {
    const rows = tickets.map((ticket) => ({
      itemId: ticket.itemId,
      ticketId: ticket.ticketId,
      key: ticket.key,
      url: ticket.url,
      base: ticket.base === null ? null : JSON.stringify(ticket.base),
      drift: JSON.stringify(ticket.drift),
      syncedAt: ticket.syncedAt,
      missingSince: ticket.missingSince,
    }));
    for (const some of inPortions(rows)) {
      await tx
        .insertInto('tickets')
        .values(some)
        .onConflict((conflict) => conflict.column('itemId').doUpdateSet(excluded(some)))
        .execute();
    }
  };

  return {
    ofPir: async (pirId) =>
      withTickets(
        await tx.selectFrom('items').selectAll().where('pirId', '=', pirId).orderBy('position').execute(),
      ),

    find: async (id) => {
      const rows = await tx.selectFrom('items').selectAll().where('id', '=', id).execute();
      return (await withTickets(rows))[0] ?? null;
    },

    holding: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await tx
        .selectFrom('items')
        .leftJoin('tickets', 'tickets.itemId', 'items.id')
        .select(['items.id', 'items.pirId', 'items.state', 'tickets.ticketId', 'tickets.key', 'tickets.url'])
        .where('items.id', 'in', ids)
        .execute();
      return rows.map(({ id, pirId, state, ticketId, key, url }) => {
        const ticket = ticketId === null || key === null || url === null ? null : { ticketId, key, url };
        return { id, pirId, state, ticket };
      });
    },

    findByKey: async (key) => {
      const rows = await tx
        .selectFrom('items')
        .innerJoin('tickets', 'tickets.itemId', 'items.id')
        .selectAll('items')
        .where('tickets.key', '=', key)
        .execute();
      return (await withTickets(rows))[0] ?? null;
    },

    all: async () =>
      withTickets(await tx.selectFrom('items').selectAll().orderBy('pirId').orderBy('position').execute()),

    inStates: async (states) =>
      withTickets(
        await tx
          .selectFrom('items')
          .selectAll()
          .where('state', 'in', states)
          .orderBy('due')
          .orderBy('pirId')
          .orderBy('position')
          .execute(),
      ),

    save: async (items) => {
      if (items.length === 0) return;
      const rows = items.map((item) => ({
        id: item.id,
        pirId: item.pirId,
        ref: item.ref,
        position: item.position,
        title: item.title,
        priority: item.priority,
        owners: JSON.stringify(item.owners),
        due: item.due,
        dueSource: item.dueSource,
        firstDue: item.firstDue,
        estimate: item.estimate,
        successMetric: item.successMetric,
        objective: item.objective,
        approach: JSON.stringify(item.approach),
        playbook: item.playbook,
        state: item.state,
        stateReason: item.stateReason,
        stateSince: item.stateSince,
        openedAt: item.openedAt,
        follows: item.follows,
        ticketFields: item.ticketFields === null ? null : JSON.stringify(item.ticketFields),
      }));
      for (const some of inPortions(rows)) {
        await tx
          .insertInto('items')
          .values(some)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(excluded(some)))
          .execute();
      }
    },

    remove: async (ids) => {
      if (ids.length === 0) return;
      await tx.deleteFrom('items').where('id', 'in', ids).where('state', '=', 'proposed').execute();
    },

    saveTicket: (ticket) => saveTickets([ticket]),

    saveTickets,

    holdersOf: async (ticketIds) => {
      if (ticketIds.length === 0) return new Map();
      const rows = await tx
        .selectFrom('tickets')
        .select(['ticketId', 'itemId'])
        .where('ticketId', 'in', ticketIds)
        .execute();
      return new Map(rows.map((row) => [row.ticketId, row.itemId]));
    },

    removeTicket: async (itemId) => {
      await tx.deleteFrom('tickets').where('itemId', '=', itemId).execute();
    },
  };
}
