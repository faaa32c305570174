import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Ended, killAll } from '../../processes/program.ts';
import { createWorkspace, secrets, urlOf, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

/** A wrong thing somebody types or sets, and what the program is to say of it. */
interface Mistake {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: 1 | 2;
  /** All of stderr, in order. */
  readonly says: RegExp;
}

const database = { DATABASE_URL: `postgres://pir:${secrets.mail}@127.0.0.1:1/pir` };

const mistakes: readonly Mistake[] = [
  {
    name: 'a file that is not there',
    args: ['check', 'missing.md'],
    code: 2,
    says: /^There is no file missing\.md\. Check the path; .*\n$/,
  },
  {
    name: 'a file that is not there, to be approved',
    args: ['approve', 'missing.md', '--yes'],
    code: 2,
    says: /^There is no file missing\.md\.\nCheck the path; .*\n$/,
  },
  {
    name: 'a folder without Markdown',
    args: ['check', 'data'],
    code: 2,
    says: /^There is no Markdown file below data\. Check the path; .*\n$/,
  },
  {
    name: 'a folder, to be approved',
    args: ['approve', './data', '--yes'],
    code: 2,
    says: /^\.\/data is a folder\.\nCheck that .*\n$/,
  },
  {
    name: 'nothing to check',
    args: ['check'],
    code: 2,
    says: /^There is no file to check\.\nName files or folders: .*\n$/,
  },
  {
    name: 'a binary file',
    args: ['check', 'binary.md'],
    code: 2,
    says: /^binary\.md is not a text file\. A PIR is Markdown in UTF-8\. .*\n$/,
  },
  {
    name: 'an empty file',
    args: ['approve', 'empty.md', '--yes'],
    code: 2,
    says: /^empty\.md is empty\.\nSave the document first; .*\n$/,
  },
  {
    name: 'a PIR without items, to be approved',
    args: ['approve', 'no-items.md', '--yes'],
    code: 1,
    says: /0 items[\s\S]*\nno-items\.md has no action items, so there is nothing to approve\.\nAdd an "Action Items" section/,
  },
  {
    name: 'a PIR nobody submitted',
    args: ['approve', 'INC-404', '--yes'],
    code: 1,
    says: /^There is no PIR "INC-404"\.\nGive the path of the file, or the incident id .*\n$/,
  },
  {
    name: 'an approval that nobody can be asked for',
    args: ['approve', 'pir.md'],
    code: 2,
    says: /^Approving asks first, and nobody is there to answer\.\nAdd --yes, or --fingerprint .*\n$/,
  },
  {
    name: 'the fingerprint of another plan',
    args: ['approve', 'pir.md', '--fingerprint', '0123456789abcdef', '--by', 'Jo'],
    code: 1,
    says: /The plan 0123456789abcdef of pir\.md is out of date; it is [0-9a-f]{16} now\.\nRead the new plan and approve its fingerprint\. Nothing was changed\.\n$/,
  },
  {
    name: 'the number of an item that the plan has not',
    args: ['approve', 'pir.md', '--yes', '--item', '99'],
    code: 1,
    says: /The plan has no item 99; it has 1, 2, 3, 4, 5, 6, 7, 8, 9, 10\.\nNothing was changed\.\n$/,
  },
  {
    name: 'an item declined without a reason',
    args: ['approve', 'pir.md', '--yes', '--decline', '4='],
    code: 2,
    says: /^--decline takes NUMBER=REASON, not "4="\.\nFor example --decline '4=covered by INC-7'\.\n$/,
  },
  {
    name: 'a new PIR without a title',
    args: ['new', 'next.md', '--title', ' ', '--date', '2026-03-03'],
    code: 2,
    says: /^--title is empty\.\nSay in a few words what happened\.\n$/,
  },
  {
    name: 'a new PIR of a day that does not exist',
    args: ['new', 'next.md', '--title', 'Queue', '--date', '2026-02-30'],
    code: 2,
    says: /^--date takes a day, not "2026-02-30"\.\nWrite it as YYYY-MM-DD\.\n$/,
  },
  {
    name: 'a new PIR whose review is before its incident',
    args: ['new', 'next.md', '--title', 'Queue', '--date', '2026-03-03', '--pir-date', '2026-03-02'],
    code: 2,
    says: /^The review of 2026-03-02 would be before the incident of 2026-03-03\.\nCorrect --date or --pir-date\.\n$/,
  },
  {
    name: 'a new PIR in a folder that is not there',
    args: ['new', 'none/next.md', '--title', 'Queue', '--date', '2026-03-03'],
    code: 2,
    says: /^none\/next\.md cannot be written: its folder does not exist\.\nName another file\.\n$/,
  },
  {
    name: 'an option there is not',
    args: ['check', '--stict', 'pir.md'],
    code: 2,
    says: /^error: unknown option '--stict'\n\(Did you mean --strict\?\)\n+`pir check --help` lists .*\n$/,
  },
  {
    name: 'a command there is not',
    args: ['chek', 'pir.md'],
    code: 2,
    says: /^error: unknown command 'chek'\n\(Did you mean check\?\)\n+`pir --help` lists the commands\.\n$/,
  },
  { name: 'no command', args: [], code: 2, says: /^Usage: pir / },
  {
    name: 'settings that are not there',
    args: ['status', '--settings', 'nowhere.yaml'],
    code: 2,
    says: /^nowhere\.yaml cannot be read: it does not exist\.\nCheck the path given by --settings or PIR_SETTINGS\.\n$/,
  },
  {
    name: 'settings that are no YAML, with the place',
    args: ['status', '--settings', 'broken.yaml'],
    code: 2,
    says: /^broken\.yaml:3:1: Implicit keys need to be on a single line\.\nCorrect the YAML there\.\n$/,
  },
  {
    name: 'wrong settings, all at once, each with its path',
    args: ['serve', '--settings', 'wrong.yaml'],
    env: { PIR_PORT: 'http', SMTP_URL: 'mail.example.com' },
    code: 2,
    says: /^The settings have 5 mistakes:\n.*service\.host: must be a loopback address.*\n.*mail\.time: .*\n.*Unrecognized key: "remindrs"\n.*environment: SMTP_URL: .*\n.*environment: PIR_PORT: must be a port number\nCorrect the values named/,
  },
  {
    name: 'schedules that are none',
    args: ['serve', '--settings', 'no-cron.yaml'],
    code: 2,
    says: /^What stands in schedule\.sync: "every five minutes from now" is not a cron expression\.\nWrite five or six fields/,
  },
  {
    name: 'a database that does not answer, without its password',
    args: ['status'],
    env: database,
    code: 1,
    says: /^PostgreSQL at 127\.0\.0\.1:1\/pir cannot be used: nothing listens there\.\nCheck DATABASE_URL and that the server runs; nothing was lost\.\n$/,
  },
  {
    name: 'a database that is no PostgreSQL, without its password',
    args: ['migrate'],
    env: { DATABASE_URL: database.DATABASE_URL.replace('postgres', 'mysql') },
    code: 2,
    says: /^DATABASE_URL begins with mysql:, which is not PostgreSQL\.\nWrite it as postgres:\/\/user:password@host:5432\/database/,
  },
  {
    name: 'a server that is no address',
    args: ['status', '--server', 'pir.example.com'],
    code: 2,
    says: /^--server takes the address of a service, not "pir\.example\.com"\.\nFor example https:\/\/pir\.example\.com\.\n$/,
  },
  {
    name: 'a server to which the token would go in the clear',
    args: ['plan', 'pir.md'],
    env: { PIR_SERVER: 'http://pir.example.com', PIR_API_TOKEN: secrets.api },
    code: 2,
    says: /^PIR_SERVER names http:\/\/pir\.example\.com, where the token could be read on the way\.\nUse https, /,
  },
  {
    name: 'a server with a password in its address',
    args: ['status', '--server', `https://pir:${secrets.mail}@pir.example.com`],
    code: 2,
    says: /^--server takes an address without a name and password\.\nPut the token of the service into PIR_API_TOKEN\.\n$/,
  },
  {
    name: 'a server that does not answer, without asking for settings',
    args: ['status', '--server', 'http://127.0.0.1:1/', '--settings', 'broken.yaml'],
    code: 1,
    says: /^The service at http:\/\/127\.0\.0\.1:1 does not answer\.\nCheck the address in --server, and that `pir serve` runs there\.\n$/,
  },
  {
    name: 'a server that is something else',
    args: ['status', '--server', 'http://127.0.0.1:TAKEN'],
    code: 1,
    says: /^What answers at http:\/\/127\.0\.0\.1:\d+ is no pir-tracker: it sends to https:\/\/login\.example\/\.\nCheck the address/,
  },
  {
    name: 'an approval through a server, without its token',
    args: ['approve', 'pir.md', '--yes', '--server', 'URL'],
    code: 1,
    says: /\nThe service at http:\/\/127\.0\.0\.1:\d+ asks for a token\.\nSet PIR_API_TOKEN to the value it has where `pir serve` runs\.\n$/,
  },
  {
    name: 'an approval through a server, with another token',
    args: ['approve', 'pir.md', '--yes', '--server', 'URL'],
    env: { PIR_API_TOKEN: 'not-the-token-of-it' },
    code: 1,
    says: /\nThe service at http:\/\/127\.0\.0\.1:\d+ refuses the token\.\nSet PIR_API_TOKEN /,
  },
  {
    name: 'a data directory that is a file',
    args: ['status'],
    env: { PIR_DATA_DIRECTORY: 'pir.md' },
    code: 1,
    says: /^The data directory pir\.md cannot be used: it is (a file|no folder)\.\nSet database\.dataDirectory or PIR_DATA_DIRECTORY /,
  },
  {
    name: 'a port for the sandbox that another program has',
    args: ['sandbox', '--port', 'TAKEN'],
    code: 1,
    says: /^Port \d+ is used by another program\.\nGive another one with --port \(0 finds a free one\)\.\n$/,
  },
  {
    name: 'a site of the sandbox that is none',
    args: ['sandbox', '--port', '0', '--site', 'directory.yaml'],
    code: 2,
    says: /^directory\.yaml describes no site: projects: .+\.\ndocs\/sandbox\.md says what may stand there\.\n$/,
  },
  {
    name: 'a webhook of the sandbox that is no address',
    args: ['sandbox', '--port', '0', '--webhook', 'localhost'],
    code: 2,
    says: /^--webhook takes an address, not "localhost"\.\nFor example http:/,
  },
  {
    name: 'a state file of the sandbox that is something else',
    args: ['sandbox', '--port', '0', '--state', 'pir.md'],
    code: 2,
    says: /^pir\.md cannot be used: it holds something else than the state of a sandbox\.\nGive another file with --state/,
  },
];

describe('what somebody gets wrong is said in a sentence, with what to do, and changes nothing:', () => {
  let workspace: Workspace;
  let taken: Server;
  let url: string;
  let endings: ReadonlyMap<string, Ended>;

  beforeAll(async () => {
    workspace = createWorkspace();
    workspace.write('binary.md', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
    workspace.write('empty.md', '\n');
    workspace.write('no-items.md', '# PIR\n\nNothing to do.\n');
    workspace.write('broken.yaml', 'organisation:\n  name: Example\nservice port\n  host: [');
    workspace.write('wrong.yaml', 'service: { host: 0.0.0.0 }\nmail: { time: "9" }\nremindrs: {}\n');
    workspace.write(
      'no-cron.yaml',
      'service: { port: 0 }\nschedule: { sync: "every five minutes from now" }\n',
    );
    taken = createServer((_request, response) => {
      response.writeHead(302, { location: 'https://login.example/' }).end();
    }).listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    // Commands that need the database go through a service, so that they can run side by side.
    url = await urlOf(workspace.start(['serve']));
    const waiting = [...mistakes];
    const ended = new Map<string, Ended>();
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const args = next.args.map((arg) => arg.replace('TAKEN', String(port)).replace('URL', url));
        ended.set(next.name, await workspace.run(args, next.env));
      }
    };
    await Promise.all([lane(), lane(), lane()]);
    endings = ended;
  });
  afterAll(async () => {
    taken.close();
    await killAll();
    workspace.remove();
  });

  test.each(mistakes)('$name', ({ name, code, says }) => {
    const ended = endings.get(name);
    expect(ended?.stderr).toMatch(says);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended?.stderr).not.toMatch(new RegExp(`${secrets.mail}|${secrets.jira}|\\n\\s+at `));
  });

  test('nothing of all this was stored', async () => {
    expect(await (await fetch(`${url}/api/v1/pirs`)).json()).toEqual([]);
  });
});
