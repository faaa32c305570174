import { type Kysely, sql } from 'kysely';

/** Keeping in step: hints of webhooks, where the poll stands, and what a ticket says beside its fields. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hints (
      delivery text primary key,
      event text not null,
      ticket_ids jsonb not null,
      received_at timestamptz not null,
      taken_at timestamptz
    )`.execute(db);
  await sql`create index hints_waiting on hints (received_at) where taken_at is null`.execute(db);
  await sql`create index hints_taken on hints (taken_at)`.execute(db);

  await sql`
    create table cursors (
      tracker text primary key,
      cursor text not null,
      moved_at timestamptz not null
    )`.execute(db);

  await sql`alter table syncs add column as_of timestamptz, add column swept_at timestamptz`.execute(db);
  await sql`create index tickets_by_key on tickets (key)`.execute(db);

  // What was agreed before knew less of a ticket; the rest is as if nothing were there, until it is read again.
  await sql`
    update tickets set
      base = '{"project": "", "issueType": "", "resolution": null, "flagged": false, "blockedBy": [], "duplicateOf": null,
               "splitInto": [], "assigneeActive": true, "updated": ""}'::jsonb || base
    where base is not null`.execute(db);
  await sql`
    update tickets set
      drift = (select coalesce(jsonb_agg('{"taken": null}'::jsonb || entry), '[]') from jsonb_array_elements(drift) entry)`.execute(
    db,
  );
}
