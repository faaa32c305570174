import type { z } from 'zod';
import type { Place } from './core/calendar.ts';
import type { Directory } from './core/directory.ts';
import { Failure } from './core/failure.ts';
import type { ReadingOptions } from './core/pir/pir.ts';
import { DirectoryFile, SettingsEnvironment, SettingsFile, weekdays } from './settings-schema.ts';

/** Everything the service can be told, checked and frozen. */
export type Settings = Readonly<
  Omit<z.output<typeof SettingsFile>, 'organisation' | 'directory' | 'jira' | 'mail' | 'digest'>
> & {
  readonly organisation: {
    readonly name: string;
    readonly timeZone: string;
    /** Null: no holidays are known. */
    readonly place: Place | null;
  };
  readonly directory: Directory;
  readonly databaseUrl: string | null;
  /** What programs show to change something over HTTP; null: only this machine's command line can. */
  readonly apiToken: string | null;
  /** Null: no tracker configured. */
  readonly jira:
    | (Omit<NonNullable<z.output<typeof SettingsFile>['jira']>, 'ca'> & {
        readonly token: string;
        /** With which Jira signs what it sends; any of them counts, so that they can be changed. Empty: no webhooks. */
        readonly webhookSecrets: readonly string[];
        /** PEM. */
        readonly ca: string | null;
      })
    | null;
  /** `smtpUrl` null: no mail server configured. */
  readonly mail: z.output<typeof SettingsFile>['mail'] & { readonly smtpUrl: string | null };
  readonly digest: { readonly weekday: number; readonly to: readonly string[] };
};

/**
 * Settings from the parsed YAML files and the environment.
 * @param file content of settings.yaml, `undefined` or null where there is none
 * @param directory content of the directory file, likewise
 * @param environment secrets that lie in files already in their place
 * @param ca content of the file that jira.ca names
 * @throws {Failure} settings-invalid with every complaint at once, each with its path
 */
export function readSettings(
  file: unknown,
  directory: unknown,
  environment: Record<string, string | undefined>,
  ca: string | null = null,
): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = SettingsFile.safeParse(file ?? {});
  const env = SettingsEnvironment.safeParse(present);
  const people = DirectoryFile.safeParse(directory ?? {});
  const complaints = [
    ...complaintsOf('settings', parsed.error),
    ...complaintsOf('environment', env.error),
    ...complaintsOf('directory', people.error),
  ];
  if (parsed.data?.jira && env.success && env.data.JIRA_API_TOKEN === undefined) {
    complaints.push('environment: JIRA_API_TOKEN: is missing, and settings have a jira section');
  }
  if (ca !== null && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    complaints.push(
      'settings: jira.ca: the file has no certificate in PEM form (-----BEGIN CERTIFICATE-----)',
    );
  }
  if (!parsed.success || !env.success || !people.success || complaints.length > 0) {
    throw complain(complaints);
  }
  const { organisation, jira, service, database, mail, digest, ...rest } = parsed.data;
  const { name, timeZone } = organisation;
  return deepFreeze({
    ...rest,
    organisation: { name, timeZone, place: placeOf(organisation) },
    service: { ...service, port: env.data.PIR_PORT ?? service.port },
    database: { dataDirectory: env.data.PIR_DATA_DIRECTORY ?? database.dataDirectory },
    databaseUrl: env.data.DATABASE_URL ?? null,
    apiToken: env.data.PIR_API_TOKEN ?? null,
    directory: directoryFrom(people.data),
    jira:
      jira === null
        ? null
        : {
            ...jira,
            ca,
            token: env.data.JIRA_API_TOKEN ?? '',
            webhookSecrets: env.data.JIRA_WEBHOOK_SECRET ?? [],
          },
    mail: { ...mail, smtpUrl: env.data.SMTP_URL ?? null },
    digest: { weekday: weekdays.indexOf(digest.day) + 1, to: digest.to },
  });
}

/** The secrets among the settings, which must never be printed. */
export function secretsOf(settings: Settings): readonly string[] {
  const passwords = [settings.databaseUrl, settings.mail.smtpUrl].map((url) => {
    try {
      return url === null ? '' : decodeURIComponent(new URL(url).password);
    } catch {
      return url ?? '';
    }
  });
  const { jira, apiToken } = settings;
  return [jira?.token ?? '', ...(jira?.webhookSecrets ?? []), apiToken ?? '', ...passwords].filter(
    (secret) => secret !== '',
  );
}

function placeOf({ country, region }: { country: string | null; region: string | null }): Place | null {
  return country === null ? null : { country, region };
}

function directoryFrom({ people, teams }: z.output<typeof DirectoryFile>): Directory {
  return {
    people: people.map(({ country, region, ...person }) => ({
      ...person,
      place: placeOf({ country, region }),
    })),
    teams,
  };
}

function complaintsOf(where: string, error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map(
    (issue) => `${where}: ${issue.path.join('.') || 'file'}: ${issue.message}`,
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const entry of Object.values(value)) deepFreeze(entry);
  }
  return value;
}

/**
 * What reading a PIR needs of the settings, without asking for secrets: `pir check` runs where there are none.
 * @param directory content of the directory file, `undefined` or null where there is none
 * @throws {Failure} settings-invalid
 */
export function readingOptions(file: unknown, directory?: unknown): ReadingOptions {
  const parsed = SettingsFile.safeParse(file ?? {});
  const people = DirectoryFile.safeParse(directory ?? {});
  if (parsed.success && people.success)
    return readingOf({ ...parsed.data, directory: directoryFrom(people.data) });
  throw complain([...complaintsOf('settings', parsed.error), ...complaintsOf('directory', people.error)]);
}

/** What reading a PIR needs of settings read already. */
export function readingOf(
  settings: Pick<Settings, 'due' | 'rules' | 'limits' | 'approval' | 'directory'>,
): ReadingOptions {
  const { due, rules, limits, approval, directory } = settings;
  const { graceDays, dayFirst, ...dueDays } = due;
  const { items: mostItems } = limits;
  return { ...rules, dueDays, graceDays, dayFirst, directory, mostItems, signOffRoles: approval.roles };
}

function complain(complaints: readonly string[]): Failure {
  const list = complaints.map((complaint) => `  - ${complaint}`).join('\n');
  return new Failure(
    'settings-invalid',
    `The settings have ${complaints.length === 1 ? 'a mistake' : `${complaints.length} mistakes`}:\n${list}`,
  );
}
