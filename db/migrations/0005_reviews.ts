import { type Kysely, sql } from 'kysely';

/**
 * Reviews are recorded: who, when, and how the items stood, then an outcome an item, with evidence. An item may make up for
 * one whose success metric was missed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table items add column follows text references items`.execute(db);

  await sql`
    alter table reviews
      add column asked_on date,
      add column facilitator text,
      add column version integer not null default 0,
      add column recorded_at timestamptz,
      add column recorded_by text,
      add column note text,
      add column standings jsonb not null default '[]'`.execute(db);
  await sql`alter table reviews drop constraint reviews_state_check`.execute(db);
  await sql`
    alter table reviews add constraint reviews_state_check check (
      state in ('planned', 'announced', 'recorded', 'overtaken', 'not-needed', 'before-approval')
    )`.execute(db);

  await sql`
    create table outcomes (
      pir_id text not null,
      milestone text not null,
      item_id text not null references items,
      progress text check (progress in ('on-track', 'at-risk', 'blocked')),
      verdict text check (verdict in ('met', 'missed', 'too-early', 'no-metric')),
      until date,
      until_incident text,
      note text,
      by text not null,
      at timestamptz not null,
      new_item_id text references items,
      primary key (pir_id, milestone, item_id),
      foreign key (pir_id, milestone) references reviews,
      check ((progress is null) <> (verdict is null))
    )`.execute(db);
  await sql`create index outcomes_by_item on outcomes (item_id)`.execute(db);

  await sql`
    create table evidence (
      id text primary key,
      pir_id text not null,
      milestone text not null,
      item_id text not null references items,
      kind text not null check (kind in ('text', 'link', 'file')),
      text text not null,
      size integer not null,
      bytes bytea,
      added_by text not null,
      added_at timestamptz not null,
      foreign key (pir_id, milestone) references reviews
    )`.execute(db);
  await sql`create index evidence_by_review on evidence (pir_id, milestone, added_at)`.execute(db);
}
