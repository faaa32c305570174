import { type Kysely, sql } from 'kysely';

/**
 * Everything the first slice needs. Natural keys are primary keys, so that a repeated job, a retried request or a second
 * instance cannot store the same thing twice. Days are `date`, instants `timestamptz`; both come back as text.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pirs (
      id text primary key,
      incident_id text,
      source text not null,
      title text not null,
      incident_date date,
      pir_date date,
      severity text,
      label text not null,
      state text not null check (state in ('submitted', 'approved')),
      submitted_at timestamptz not null,
      approved_at timestamptz,
      revision text not null
    )`.execute(db);
  await sql`create index pirs_by_incident on pirs (incident_id)`.execute(db);
  await sql`create index pirs_by_source on pirs (source)`.execute(db);

  await sql`
    create table revisions (
      pir_id text not null references pirs,
      digest text not null,
      bytes bytea not null,
      pir jsonb not null,
      findings jsonb not null,
      received_at timestamptz not null,
      received_from text not null,
      primary key (pir_id, digest)
    )`.execute(db);

  await sql`
    create table plans (
      pir_id text not null references pirs,
      fingerprint text not null,
      plan jsonb not null,
      created_at timestamptz not null,
      primary key (pir_id, fingerprint)
    )`.execute(db);

  await sql`
    create table approvals (
      pir_id text not null,
      fingerprint text not null,
      revision text not null,
      approved_by text not null,
      approved_at timestamptz not null,
      declined jsonb not null,
      primary key (pir_id, fingerprint, approved_at),
      foreign key (pir_id, fingerprint) references plans
    )`.execute(db);

  await sql`
    create table items (
      id text primary key,
      pir_id text not null references pirs,
      ref text,
      position integer not null,
      title text not null,
      priority text check (priority in ('high', 'medium', 'low')),
      owners jsonb not null,
      due date,
      due_source text check (due_source in ('written', 'reading', 'heading', 'default')),
      first_due date,
      estimate text,
      success_metric text,
      objective text,
      approach jsonb not null,
      playbook text,
      state text not null,
      state_reason text,
      state_since timestamptz not null,
      opened_at timestamptz,
      ticket_fields jsonb
    )`.execute(db);
  await sql`create index items_by_pir on items (pir_id, position)`.execute(db);
  await sql`create index items_by_state on items (state, due)`.execute(db);

  await sql`
    create table tickets (
      item_id text primary key references items,
      ticket_id text not null unique,
      key text not null,
      url text not null,
      base jsonb,
      drift jsonb not null,
      synced_at timestamptz,
      missing_since timestamptz
    )`.execute(db);

  await sql`
    create table outbox (
      key text primary key,
      position bigint generated always as identity,
      kind text not null,
      item_id text references items,
      delivery jsonb not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
      due_at timestamptz not null,
      created_at timestamptz not null,
      settled_at timestamptz,
      attempts integer not null default 0,
      in_doubt boolean not null default false,
      look_ups integer not null default 0,
      reason text,
      holder text,
      leased_until timestamptz
    )`.execute(db);
  await sql`create index outbox_waiting on outbox (due_at, position) where state = 'waiting'`.execute(db);
  await sql`create index outbox_dead on outbox (position) where state = 'dead'`.execute(db);

  await sql`
    create table reviews (
      pir_id text not null references pirs,
      milestone text not null,
      held_on date not null,
      source text not null check (source in ('written', 'computed')),
      state text not null check (state in ('planned', 'announced', 'before-approval')),
      announced_at timestamptz,
      primary key (pir_id, milestone)
    )`.execute(db);
  await sql`create index reviews_by_day on reviews (state, held_on)`.execute(db);

  await sql`
    create table mails (
      recipient text not null,
      day date not null,
      message_id text not null,
      subject text not null,
      text_part text not null,
      html_part text not null,
      kinds jsonb not null,
      composed_at timestamptz not null,
      primary key (recipient, day)
    )`.execute(db);

  await sql`
    create table notices (
      recipient text not null,
      kind text not null,
      scope text not null,
      period text not null,
      content jsonb not null,
      noticed_at timestamptz not null,
      mailed_on date,
      primary key (recipient, kind, scope, period),
      foreign key (recipient, mailed_on) references mails (recipient, day)
    )`.execute(db);
  await sql`create index notices_pending on notices (recipient) where mailed_on is null`.execute(db);

  await sql`
    create table people (
      id text primary key,
      name text not null unique
    )`.execute(db);

  await sql`
    create table trail (
      chain text not null,
      sequence integer not null,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject text not null,
      payload jsonb,
      salt text,
      payload_digest text not null,
      previous_hash text not null,
      hash text not null,
      primary key (chain, sequence)
    )`.execute(db);

  await sql`
    create table syncs (
      tracker text primary key,
      at timestamptz not null,
      read integer not null,
      failed integer not null,
      reason text
    )`.execute(db);
}
