import { type Kysely, sql } from 'kysely';

/**
 * Tickets in bulk: deliveries that wait for another one, an epic for each PIR, pauses that all instances see, and what the
 * tracker said when a plan was made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The key of a row that must be delivered before; a key that is not there holds up nothing.
  await sql`alter table outbox add column after text`.execute(db);
  await sql`
    create index outbox_waiting_by_item on outbox (item_id, position) where state = 'waiting'`.execute(db);

  await sql`
    create table epics (
      pir_id text primary key references pirs,
      ticket_id text not null unique,
      key text not null,
      url text not null
    )`.execute(db);

  await sql`
    create table preflights (
      pir_id text primary key references pirs,
      preflight jsonb not null
    )`.execute(db);

  await sql`
    create table pauses (
      scope text primary key,
      failures integer not null,
      since timestamptz not null,
      until timestamptz,
      reason text not null
    )`.execute(db);

  // What was stored before tickets had custom fields and destinations of their own.
  await sql`
    update items set ticket_fields = ticket_fields || '{"custom": {}}'
    where ticket_fields is not null`.execute(db);
  await sql`
    update outbox set delivery = jsonb_set(delivery, '{fields,custom}', '{}')
      || '{"destination": null, "parent": null, "askedAt": null}'
    where kind = 'create-ticket'`.execute(db);
  await sql`
    update outbox set delivery = delivery || '{"labels": []}' where kind = 'link-ticket'`.execute(db);
  await sql`
    update outbox set delivery = (delivery - 'fields')
      || jsonb_build_object('changes', (delivery -> 'fields') - 'labels')
    where kind = 'update-ticket'`.execute(db);
  await sql`
    update outbox set delivery = delivery || '{"mark": "not followed up any more"}'
    where kind = 'comment-ticket'`.execute(db);
}
