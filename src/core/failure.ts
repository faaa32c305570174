/**
 * The catalogue of everything that can go wrong and is not a bug: one entry a code, saying what happened and what to do.
 * `exit` is the exit code of the command line (1: the work failed, 2: wrong use or unreadable input), `status` the HTTP
 * status, `retry` whether the same call may succeed later without anybody changing anything.
 */
const catalogue = {
  'file-missing': {
    exit: 2,
    status: 404,
    retry: false,
    hint: 'Check the path; it is taken relative to the folder you are in.',
  },
  'file-unreadable': {
    exit: 2,
    status: 400,
    retry: false,
    hint: 'Check that it is a regular file and that you may read it.',
  },
  'file-binary': {
    exit: 2,
    status: 415,
    retry: false,
    hint: 'A PIR is Markdown in UTF-8. Export the document as Markdown and try again.',
  },
  'file-empty': {
    exit: 2,
    status: 400,
    retry: false,
    hint: 'Save the document first; an empty PIR is never stored.',
  },
  'file-too-large': {
    exit: 2,
    status: 413,
    retry: false,
    hint: 'A PIR may have up to 10 MB. Move logs and images out of it and link them.',
  },
  'pir-without-items': {
    exit: 1,
    status: 422,
    retry: false,
    hint: 'Add an "Action Items" section; `pir check FILE` shows what was read.',
  },
  'pir-unknown': {
    exit: 1,
    status: 404,
    retry: false,
    hint: 'Give the path of the file, or the incident id of a submitted PIR.',
  },
  'plan-stale': {
    exit: 1,
    status: 409,
    retry: false,
    hint: 'Read the new plan and approve its fingerprint. Nothing was changed.',
  },
  'plan-blocked': {
    exit: 1,
    status: 422,
    retry: false,
    hint: 'Mend the findings named, or approve the other items with --item.',
  },
  'approval-refused': { exit: 1, status: 422, retry: false, hint: 'Nothing was changed.' },
  'review-unknown': {
    exit: 1,
    status: 404,
    retry: false,
    hint: '`pir review list` and the page /reviews show which there are.',
  },
  'review-changed': {
    exit: 1,
    status: 409,
    retry: false,
    hint: 'Read what was recorded, then record what is missing.',
  },
  'review-refused': { exit: 1, status: 422, retry: false, hint: 'Nothing was changed.' },
  'evidence-too-large': {
    exit: 2,
    status: 413,
    retry: false,
    hint: 'A file of evidence may have up to 5 MB. Give a link to a larger one.',
  },
  'hold-refused': { exit: 1, status: 422, retry: false, hint: 'Nothing was changed.' },
  'hold-changed': {
    exit: 1,
    status: 409,
    retry: false,
    hint: 'Look at what waits now, then decide again. Nothing was discarded.',
  },
  'settings-unreadable': {
    exit: 2,
    status: 500,
    retry: false,
    hint: 'Check the path given by --settings or PIR_SETTINGS.',
  },
  'settings-invalid': {
    exit: 2,
    status: 500,
    retry: false,
    hint: 'Correct the values named; config/settings.yaml explains each.',
  },
  'directory-invalid': {
    exit: 2,
    status: 500,
    retry: false,
    hint: 'Correct the entries named; config/directory.example.yaml shows the form.',
  },
  'database-held': {
    exit: 1,
    status: 503,
    retry: true,
    hint: 'Stop that process, or give this one another data directory.',
  },
  'database-unreachable': {
    exit: 1,
    status: 503,
    retry: true,
    hint: 'Check DATABASE_URL and that the server runs; nothing was lost.',
  },
  'database-newer': {
    exit: 1,
    status: 500,
    retry: false,
    hint: 'Install the version of pir-tracker that made this schema, or a newer one.',
  },
  'service-unreachable': {
    exit: 1,
    status: 503,
    retry: true,
    hint: 'Start `pir serve`, or stop the process that holds the database.',
  },
  'tracker-unreachable': {
    exit: 1,
    status: 502,
    retry: true,
    hint: 'Check jira.baseUrl and the network. Tickets wait and are sent later.',
  },
  'tracker-unauthorized': {
    exit: 1,
    status: 502,
    retry: true,
    hint: 'Check jira.email, JIRA_API_TOKEN and what the account may do in the project; `pir doctor` tells.',
  },
  'tracker-limited': {
    exit: 1,
    status: 502,
    retry: true,
    hint: 'Jira asked to wait; it is tried again by itself.',
  },
  'tracker-rejected': {
    exit: 1,
    status: 502,
    retry: false,
    hint: 'Correct what Jira names in the project, then `pir sync --retry`; or change the PIR and approve it again.',
  },
  'tracker-outcome-unknown': {
    exit: 1,
    status: 502,
    retry: true,
    hint: 'Before anything is sent again the ticket is looked up in Jira.',
  },
  'mail-unreachable': {
    exit: 1,
    status: 502,
    retry: true,
    hint: 'Check SMTP_URL and the network. Mails wait and are sent later.',
  },
  'mail-refused': {
    exit: 1,
    status: 502,
    retry: false,
    hint: 'Check the address in the directory, then `pir sync --retry`; the mail server refused it for good.',
  },
  'port-in-use': {
    exit: 1,
    status: 500,
    retry: false,
    hint: 'Stop the other program, or set another service.port (0 finds a free one).',
  },
  'address-unusable': {
    exit: 1,
    status: 500,
    retry: false,
    hint: 'Set service.host to an address of this machine and service.port to 1024 or more.',
  },
  'request-invalid': { exit: 2, status: 400, retry: false, hint: 'Correct the fields named.' },
  'item-unknown': {
    exit: 1,
    status: 404,
    retry: false,
    hint: '`pir drift` lists the items that are apart from their tickets.',
  },
  'drift-unknown': {
    exit: 1,
    status: 404,
    retry: false,
    hint: '`pir drift` lists what is apart; it may have settled by itself.',
  },
  'drift-stale': {
    exit: 1,
    status: 409,
    retry: false,
    hint: 'Look at what both sides say now and decide again. Nothing was changed.',
  },
  'drift-refused': { exit: 1, status: 422, retry: false, hint: 'Nothing was changed.' },
  'webhook-unconfigured': {
    exit: 1,
    status: 404,
    retry: false,
    hint: 'Set JIRA_WEBHOOK_SECRET to the secret of the webhook in Jira; docs/jira.md tells how.',
  },
  'request-forbidden': {
    exit: 1,
    status: 403,
    retry: false,
    hint: 'Call the service by its own address, from its own pages or the command line.',
  },
  'route-unknown': {
    exit: 1,
    status: 404,
    retry: false,
    hint: 'Start at /status, which links to everything.',
  },
  usage: {
    exit: 2,
    status: 400,
    retry: false,
    hint: '`pir --help` lists the commands, `pir COMMAND --help` its options.',
  },
} as const;

/** The codes of the catalogue. */
export type FailureCode = keyof typeof catalogue;

/** How far a limit reaches: every call to the tracker, calls of the same kind, or changes to the same ticket. */
export type LimitScope = 'all' | 'endpoint' | 'ticket';

/** Something went wrong that a person can mend. Bugs are plain errors and never one of these. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** What to do about it, one sentence. */
  readonly hint: string;
  /** Whether the same call may succeed later by itself. */
  readonly retry: boolean;
  /** Exit code for the command line. */
  readonly exit: number;
  /** HTTP status for the service. */
  readonly status: number;
  /** Not before this many seconds, where the other side said so (Retry-After). */
  readonly retryAfter: number | null;
  /** What tracker-limited holds up; null for other codes. */
  readonly scope: LimitScope | null;

  /**
   * @param code which entry of the catalogue
   * @param what one sentence: what was wrong, and where (file, line, field)
   */
  constructor(
    code: FailureCode,
    what: string,
    options: { cause?: unknown; hint?: string; retryAfter?: number; scope?: LimitScope } = {},
  ) {
    super(what, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    const entry = catalogue[code];
    this.code = code;
    this.hint = options.hint ?? entry.hint;
    this.retry = entry.retry;
    this.exit = entry.exit;
    this.status = entry.status;
    this.retryAfter = options.retryAfter ?? null;
    this.scope = options.scope ?? null;
  }
}

/** Every code with its entry, for documents and tests. */
export const failures: Readonly<
  Record<FailureCode, { exit: number; status: number; retry: boolean; hint: string }>
> = catalogue;
