import { type Kysely, sql } from 'kysely';

/**
 * Deliveries that a person holds back, and the name of the instance that the database belongs to. What was discarded is told
 * apart from what was given up on: trying again does not bring it back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table instance (
      is_only boolean primary key default true check (is_only),
      name text not null,
      named_at timestamptz not null
    )`.execute(db);

  await sql`
    create table holds (
      channel text primary key check (channel in ('jira', 'mail')),
      since timestamptz not null,
      by text not null,
      reason text not null
    )`.execute(db);

  await sql`alter table outbox add column discarded boolean not null default false`.execute(db);
}
