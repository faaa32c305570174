create table approvals (
  pir_id text not null,
  fingerprint text not null,
  revision text not null,
  approved_by text not null,
  approved_at timestamp with time zone not null,
  declined jsonb not null,
  primary key (pir_id, fingerprint, approved_at),
  foreign key (pir_id, fingerprint) references plans(pir_id, fingerprint)
);

create table cursors (
  tracker text not null,
  cursor text not null,
  moved_at timestamp with time zone not null,
  primary key (tracker)
);

create table epics (
  pir_id text not null,
  ticket_id text not null,
  key text not null,
  url text not null,
  unique (ticket_id),
  primary key (pir_id),
  foreign key (pir_id) references pirs(id)
);

create table evidence (
  id text not null,
  pir_id text not null,
  milestone text not null,
  item_id text not null,
  kind text not null,
  text text not null,
  size integer not null,
  bytes bytea,
  added_by text not null,
  added_at timestamp with time zone not null,
  primary key (id),
  foreign key (item_id) references items(id),
  foreign key (pir_id, milestone) references reviews(pir_id, milestone),
  check ((kind = any (array['text'::text, 'link'::text, 'file'::text])))
);

create table hints (
  delivery text not null,
  event text not null,
  ticket_ids jsonb not null,
  received_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  primary key (delivery)
);

create table holds (
  channel text not null,
  since timestamp with time zone not null,
  by text not null,
  reason text not null,
  primary key (channel),
  check ((channel = any (array['jira'::text, 'mail'::text])))
);

create table instance (
  is_only boolean not null default true,
  name text not null,
  named_at timestamp with time zone not null,
  primary key (is_only),
  check (is_only)
);

create table items (
  id text not null,
  pir_id text not null,
  ref text,
  position integer not null,
  title text not null,
  priority text,
  owners jsonb not null,
  due date,
  due_source text,
  first_due date,
  estimate text,
  success_metric text,
  objective text,
  approach jsonb not null,
  playbook text,
  state text not null,
  state_reason text,
  state_since timestamp with time zone not null,
  opened_at timestamp with time zone,
  ticket_fields jsonb,
  follows text,
  primary key (id),
  foreign key (follows) references items(id),
  foreign key (pir_id) references pirs(id),
  check ((due_source = any (array['written'::text, 'reading'::text, 'heading'::text, 'default'::text]))),
  check ((priority = any (array['high'::text, 'medium'::text, 'low'::text])))
);

create table mails (
  recipient text not null,
  day date not null,
  message_id text not null,
  subject text not null,
  text_part text not null,
  html_part text not null,
  kinds jsonb not null,
  composed_at timestamp with time zone not null,
  primary key (recipient, day)
);

create table notices (
  recipient text not null,
  kind text not null,
  scope text not null,
  period text not null,
  content jsonb not null,
  noticed_at timestamp with time zone not null,
  mailed_on date,
  primary key (recipient, kind, scope, period),
  foreign key (recipient, mailed_on) references mails(recipient, day)
);

create table outbox (
  key text not null,
  position bigint not null generated as identity,
  kind text not null,
  item_id text,
  delivery jsonb not null,
  state text not null default 'waiting'::text,
  due_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  attempts integer not null default 0,
  in_doubt boolean not null default false,
  look_ups integer not null default 0,
  reason text,
  holder text,
  leased_until timestamp with time zone,
  after text,
  discarded boolean not null default false,
  primary key (key),
  foreign key (item_id) references items(id),
  check ((state = any (array['waiting'::text, 'delivered'::text, 'dead'::text])))
);

create table outcomes (
  pir_id text not null,
  milestone text not null,
  item_id text not null,
  progress text,
  verdict text,
  until date,
  until_incident text,
  note text,
  by text not null,
  at timestamp with time zone not null,
  new_item_id text,
  primary key (pir_id, milestone, item_id),
  foreign key (item_id) references items(id),
  foreign key (new_item_id) references items(id),
  foreign key (pir_id, milestone) references reviews(pir_id, milestone),
  check (((progress is null) <> (verdict is null))),
  check ((progress = any (array['on-track'::text, 'at-risk'::text, 'blocked'::text]))),
  check ((verdict = any (array['met'::text, 'missed'::text, 'too-early'::text, 'no-metric'::text])))
);

create table pauses (
  scope text not null,
  failures integer not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  reason text not null,
  primary key (scope)
);

create table people (
  id text not null,
  name text not null,
  unique (name),
  primary key (id)
);

create table pirs (
  id text not null,
  incident_id text,
  source text not null,
  title text not null,
  incident_date date,
  pir_date date,
  severity text,
  label text not null,
  state text not null,
  submitted_at timestamp with time zone not null,
  approved_at timestamp with time zone,
  revision text not null,
  chased_since timestamp with time zone,
  primary key (id),
  check ((state = any (array['submitted'::text, 'approved'::text])))
);

create table plans (
  pir_id text not null,
  fingerprint text not null,
  plan jsonb not null,
  created_at timestamp with time zone not null,
  primary key (pir_id, fingerprint),
  foreign key (pir_id) references pirs(id)
);

create table preflights (
  pir_id text not null,
  preflight jsonb not null,
  primary key (pir_id),
  foreign key (pir_id) references pirs(id)
);

create table reviews (
  pir_id text not null,
  milestone text not null,
  held_on date not null,
  source text not null,
  state text not null,
  announced_at timestamp with time zone,
  asked_on date,
  facilitator text,
  version integer not null default 0,
  recorded_at timestamp with time zone,
  recorded_by text,
  note text,
  standings jsonb not null default '[]'::jsonb,
  primary key (pir_id, milestone),
  foreign key (pir_id) references pirs(id),
  check ((source = any (array['written'::text, 'computed'::text]))),
  check ((state = any (array['planned'::text, 'announced'::text, 'recorded'::text, 'overtaken'::text, 'not-needed'::text, 'before-approval'::text])))
);

create table revisions (
  pir_id text not null,
  digest text not null,
  bytes bytea not null,
  pir jsonb not null,
  findings jsonb not null,
  received_at timestamp with time zone not null,
  received_from text not null,
  primary key (pir_id, digest),
  foreign key (pir_id) references pirs(id)
);

create table syncs (
  tracker text not null,
  at timestamp with time zone not null,
  read integer not null,
  failed integer not null,
  reason text,
  as_of timestamp with time zone,
  swept_at timestamp with time zone,
  primary key (tracker)
);

create table tickets (
  item_id text not null,
  ticket_id text not null,
  key text not null,
  url text not null,
  base jsonb,
  drift jsonb not null,
  synced_at timestamp with time zone,
  missing_since timestamp with time zone,
  unique (ticket_id),
  primary key (item_id),
  foreign key (item_id) references items(id)
);

create table trail (
  chain text not null,
  sequence integer not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text not null,
  payload jsonb,
  salt text,
  payload_digest text not null,
  previous_hash text not null,
  hash text not null,
  primary key (chain, sequence)
);

create index evidence_by_review on evidence using btree (pir_id, milestone, added_at);
create index hints_taken on hints using btree (taken_at);
create index hints_waiting on hints using btree (received_at) where (taken_at is null);
create index items_by_pir on items using btree (pir_id, "position");
create index items_by_state on items using btree (state, due);
create index notices_pending on notices using btree (recipient) where (mailed_on is null);
create index outbox_dead on outbox using btree ("position") where (state = 'dead'::text);
create index outbox_waiting on outbox using btree (due_at, "position") where (state = 'waiting'::text);
create index outbox_waiting_by_item on outbox using btree (item_id, "position") where (state = 'waiting'::text);
create index outcomes_by_item on outcomes using btree (item_id);
create index pirs_by_incident on pirs using btree (incident_id);
create index pirs_by_source on pirs using btree (source);
create index reviews_by_day on reviews using btree (state, held_on);
create index tickets_by_key on tickets using btree (key);
