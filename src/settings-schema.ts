import { z } from 'zod';
import { isTimeZone, type TimeOfDay } from './core/calendar.ts';
import { rules } from './core/pir/rules/rules.ts';
import { JiraSection, TeamDestination } from './settings-jira.ts';

const days = z.number().int().min(1).max(3650);
const count = z.number().int().min(1).max(1000);
const text = z.string().trim().min(1);
const email = z.email('must be an e-mail address');
const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http or https address' });
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
  .transform((value) => value as TimeOfDay);
const cron = z.string().regex(/^\S+(\s+\S+){4,5}$/, 'must be a cron expression of five or six fields');

const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country by its two letters, such as DE');
const region = z.string().regex(/^[A-Za-z0-9-]{1,10}$/, 'must be a part of the country, such as BY');

const profile = z.enum(['default', 'template']).default('default');
const severity = z.enum(['off', 'info', 'warning', 'error']);
const severities = z.partialRecord(z.enum(rules.map(({ code }) => code)), severity).default({});

/** The days of the week, in the order of ISO 8601. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** config/settings.yaml, section by section. Every value has a default, so an empty file is a valid one. */
export const SettingsFile = z.strictObject({
  organisation: z
    .strictObject({
      name: text.default('Engineering').describe('Name of your organisation, as pages and mails show it.'),
      timeZone: timeZone
        .default('UTC')
        .describe('The zone in which days begin and end, and in which schedules run.'),
      country: country
        .nullable()
        .default(null)
        .describe('Whose public holidays are no working days, by two letters (ISO 3166-1) such as DE.'),
      region: region
        .nullable()
        .default(null)
        .describe('Part of the country with holidays of its own, such as BY.'),
    })
    .prefault({}),
  service: z
    .strictObject({
      host: z
        .string()
        .refine(isLoopback, 'must be a loopback address (127.0.0.1, ::1, localhost): there is no sign-in yet')
        .default('127.0.0.1')
        .describe('Address to listen on; there is no sign-in, so only loopback is allowed.'),
      port: z
        .number()
        .int()
        .min(0)
        .max(65535)
        .default(8080)
        .describe('Port to listen on; 0 finds a free one.'),
      baseUrl: httpUrl
        .nullable()
        .default(null)
        .describe('Where people reach the service; links in mails and tickets.'),
      instance: z
        .string()
        .regex(/^[\w.-]{1,60}$/, 'must be a name of letters, digits, dots and dashes, such as staging')
        .default('production')
        .describe('Name of this installation; a database that was made under another name starts held.'),
    })
    .prefault({}),
  database: z
    .strictObject({
      dataDirectory: text
        .default('data')
        .describe('Folder of the embedded database; unused with DATABASE_URL.'),
    })
    .prefault({}),
  jira: JiraSection.nullable()
    .default(null)
    .describe('Where tickets are created. Without it they wait, and the status page says so.'),
  mail: z
    .strictObject({
      from: text.default('pir-tracker <pir-tracker@localhost>').describe('Sender of every mail.'),
      time: timeOfDay.prefault('09:00').describe('Not before this time of day do mails leave.'),
      onCall: email.nullable().default(null).describe('Who hears about items whose owner has no address.'),
      redirectAllTo: email
        .nullable()
        .default(null)
        .describe('Sends every mail to this one address; for trials.'),
      allowedDomains: z
        .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'must be a domain such as example.com'))
        .default([])
        .describe('Domains that mails may go to, each by itself; empty: all.'),
      timeoutSeconds: z.number().min(1).max(300).default(30).describe('Longest wait for the mail server.'),
    })
    .prefault({}),
  playbooks: z
    .strictObject({
      baseUrl: httpUrl
        .nullable()
        .default(null)
        .describe('Where playbooks lie; tickets link those that a PIR names by number or path.'),
    })
    .prefault({}),
  directory: text
    .nullable()
    .default(null)
    .describe('Path of the directory of people and teams, beside this file.'),
  labels: z
    .array(z.string().regex(/^\S{1,255}$/u, 'must be a Jira label: no blanks, at most 255 characters'))
    .default([])
    .describe('Labels that every ticket carries beside those of its PIR.'),
  due: z
    .strictObject({
      high: days.default(14),
      medium: days.default(30),
      low: days.default(90),
      graceDays: z.number().int().min(0).max(365).default(3),
      dayFirst: z.boolean().nullable().default(null),
    })
    .prefault({})
    .describe(
      'Days from the PIR until an item is due that gives no date; how far outside its group it may lie; and whether 01/02/2024 is the first of February.',
    ),
  rules: z
    .strictObject({
      profile: profile.describe('With template, every item must have an owner, a due date and a metric.'),
      severities: severities.describe('How much findings matter, by code; the others keep their severity.'),
    })
    .prefault({})
    .describe('What `pir check` complains of, and how loudly; docs/rules explains each code.'),
  limits: z
    .strictObject({ items: count.default(12).describe('More items to be done than this are remarked on.') })
    .prefault({}),
  approval: z
    .strictObject({ roles: z.array(text).default([]).describe('Who must have signed the sign-off table.') })
    .prefault({}),
  reminders: z
    .strictObject({
      before: z.array(days).default([3]).describe('Working days before the due date.'),
      after: z.array(days).default([1, 3, 7]).describe('Days after it.'),
      every: days.default(7).describe('Then every so many days.'),
    })
    .prefault({}),
  reviews: z
    .strictObject({
      facilitator: text
        .nullable()
        .default(null)
        .describe('Who holds reviews where the PIR names no incident commander whom the directory knows.'),
      commentOnTickets: z
        .boolean()
        .default(false)
        .describe('Writes what a review recorded into the tickets, as a comment.'),
    })
    .prefault({}),
  digest: z
    .strictObject({
      day: z.enum(weekdays).default('monday').describe('Weekday from which the digest is sent.'),
      to: z.array(email).default([]).describe('Addresses that get the digest of the whole organisation.'),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      batch: z.number().int().min(1).max(500).default(50).describe('Deliveries taken in one go.'),
      concurrency: z.number().int().min(1).max(32).default(4).describe('Deliveries under way at once.'),
      leaseSeconds: z
        .number()
        .min(5)
        .max(3600)
        .default(120)
        .describe('How long a delivery belongs to one process.'),
      indexLagSeconds: z
        .number()
        .min(0)
        .max(600)
        .default(60)
        .describe("How long Jira's search may lag behind."),
      longestPauseSeconds: z
        .number()
        .min(1)
        .max(86_400)
        .default(900)
        .describe('Longest pause between two tries.'),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      deliver: cron.default('*/10 * * * * *').describe('Sends what waits in the outbox.'),
      sync: cron.default('*/5 * * * *').describe('Reads the tickets that changed.'),
      sweep: cron.default('30 3 * * *').describe('Reads all tickets of live items, once a day.'),
      reviews: cron
        .default('*/15 * * * *')
        .describe('Sends agendas of reviews that are near, asks for late ones, plans monthly ones.'),
      reminders: cron.default('*/15 * * * *').describe('Finds items that are due or overdue.'),
      digests: cron.default('*/15 * * * *').describe('Makes the weekly digests.'),
      mails: cron.default('*/15 * * * *').describe('Puts the day together, one mail a person.'),
    })
    .prefault({})
    .describe(
      'When jobs look for work (cron). They ask the database what is due, so missed or double runs do no harm.',
    ),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info')
        .describe('How much is logged.'),
    })
    .prefault({}),
});

const optional = z.string().trim().min(1).optional();

/** The environment: secrets and what differs from machine to machine. Empty values count as absent. */
export const SettingsEnvironment = z.object({
  DATABASE_URL: optional,
  JIRA_API_TOKEN: optional,
  JIRA_WEBHOOK_SECRET: z
    .string()
    .transform((value) => value.trim().split(/\s+/))
    .refine(
      (secrets) => secrets.length <= 2,
      'must be one secret, or two with a blank between while rotating',
    )
    .refine((secrets) => secrets.every((secret) => secret.length >= 16), 'must have 16 characters or more')
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, message: 'must be smtp://… or smtps://…' }).optional(),
  PIR_PORT: z.coerce
    .number('must be a port number')
    .int()
    .min(0, 'must be 0 to 65535')
    .max(65535, 'must be 0 to 65535')
    .optional(),
  PIR_DATA_DIRECTORY: optional,
  PIR_API_TOKEN: z.string().trim().min(16, 'must have 16 characters or more').optional(),
});

/** Secrets that may also lie in a file, which the same name with `_FILE` at its end names. */
export const secretNames = [
  'DATABASE_URL',
  'JIRA_API_TOKEN',
  'JIRA_WEBHOOK_SECRET',
  'SMTP_URL',
  'PIR_API_TOKEN',
] as const;

/** config/directory.yaml: who is who. */
export const DirectoryFile = z.strictObject({
  people: z
    .array(
      z.strictObject({
        handle: text,
        name: text,
        email: email.nullable().default(null),
        jiraAccount: text.nullable().default(null),
        teams: z.array(text).default([]),
        country: country.nullable().default(null),
        region: region.nullable().default(null),
        timeZone: timeZone.nullable().default(null),
      }),
    )
    .default([]),
  teams: z
    .array(
      z.strictObject({
        handle: text,
        name: text,
        lead: text.nullable().default(null),
        email: email.nullable().default(null),
        jira: TeamDestination.nullable().default(null),
      }),
    )
    .default([]),
});
