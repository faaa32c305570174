import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { readPir } from '../../src/core/pir/parse.ts';
import { startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import { directoryFor } from '../../src/sandbox/people.ts';
import { killAll } from '../processes/program.ts';
import { createWorkspace, examplePir, jiraAt, secrets, urlOf } from '../processes/workspace.ts';
import { hasShellTools } from '../setup/shell-tools.ts';
import { HostingSite } from './hosting-site.ts';
import { type Ended, Place } from './pipeline-place.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(180_000);

const pipeline = (name: string) =>
  parse(readFileSync(new URL(`../../docs/pipelines/${name}`, import.meta.url), 'utf8'));

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly steps: readonly Step[];
  readonly permissions: Readonly<Record<string, string>>;
}

const github: { readonly permissions: object; readonly env: object; readonly jobs: Record<string, Job> } =
  pipeline('github.yml');
const gitlab: Readonly<Record<string, { readonly script: readonly string[] }>> = pipeline('gitlab-ci.yml');

/** A file name that a shell, a URL and a comment each read in their own way. */
const file = "pirs/Queue — it's 100% (1)--.md";

interface Host {
  readonly name: string;
  /** Runs the job for the open request; HEAD is what merging it now would make, HEAD^1 the commit before. */
  plan(place: Place): Promise<Ended>;
  /** Runs the job for the merge; HEAD is the merge. */
  approve(place: Place): Promise<Ended>;
}

/** The steps of a job of GitHub Actions, in order; after one that failed only those that ask to run all the same. */
async function runJob(place: Place, job: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const failed = new Set<string | undefined>();
  let output = '';
  for (const { id, name, run, if: when = '' } of github.jobs[job]?.steps ?? []) {
    const wanted = failed.size === 0 || when.includes('!cancelled()');
    const needed = /steps\.(\w+)\.outcome == 'success'/.exec(when)?.[1];
    if (run === undefined || name === 'Install' || !wanted || (needed && failed.has(needed))) continue;
    const ended = await place.run(run, { ...env, RUNNER_TEMP: place.temp });
    if (ended.code !== 0) failed.add(id);
    output += ended.output;
  }
  return { code: failed.size === 0 ? 0 : 1, output };
}

const hosts: readonly Host[] = [
  {
    name: 'GitHub',
    plan: (place) => runJob(place, 'plan', { ...githubEnv, PULL_REQUEST: '7' }),
    approve: (place) =>
      runJob(place, 'approve', {
        ...githubEnv,
        ...{
          GITHUB_SHA: place.git('rev-parse', 'HEAD').trim(),
          GITHUB_REF_NAME: 'main',
          GITHUB_RUN_ID: '11',
        },
        ...{ GITHUB_RUN_ATTEMPT: '1', PIR_API_TOKEN: secrets.api },
      }),
  },
  {
    name: 'GitLab',
    plan: (place) =>
      place.run(gitlab['pir-plan']?.script.join('\n') ?? '', {
        ...gitlabEnv(place),
        CI_MERGE_REQUEST_DIFF_BASE_SHA: place.git('rev-parse', 'HEAD^1').trim(),
        CI_MERGE_REQUEST_IID: '7',
      }),
    approve: (place) =>
      place.run(gitlab['pir-approve']?.script.join('\n') ?? '', {
        ...gitlabEnv(place),
        ...{ CI_COMMIT_SHA: place.git('rev-parse', 'HEAD').trim(), CI_DEFAULT_BRANCH: 'main' },
        ...{ CI_PIPELINE_ID: '11', CI_JOB_ID: '1', CI_SERVER_HOST: 'code.example' },
        ...{ PIR_MERGE_TOKEN: 'merge-token', PIR_API_TOKEN: secrets.api },
      }),
  },
];

const githubEnv = {
  ...{ GITHUB_REPOSITORY: 'acme/reviews', GITHUB_SERVER_URL: 'https://code.example', GH_TOKEN: 'token' },
  PIR_FILES: 'pirs/*.md',
};
const gitlabEnv = (place: Place) => ({
  ...{ CI_API_V4_URL: `${place.site.url}/api/v4`, CI_PROJECT_ID: '1', PIR_NOTE_TOKEN: 'note-token' },
  ...{ CI_PROJECT_URL: 'https://code.example/acme', PIR_FILES: 'pirs/*.md' },
});

const whenPossible = hasShellTools ? describe : describe.skip;

whenPossible.each(hosts)('the pipeline for $name', (host) => {
  let place: Place;
  const pir = readFileSync(examplePir, 'utf8');

  beforeEach(async () => {
    const workspace = createWorkspace();
    const { people } = directoryFor(readPir(pir).pir);
    const accounts = people.map(({ jiraAccount, name, email }) => ({
      ...{ accountId: jiraAccount ?? '', displayName: name, email: email ?? '' },
    }));
    const jira = await startJiraSandbox({ token: secrets.jira, accounts });
    workspace.settings({ jira: jiraAt(jira.url) });
    const url = await urlOf(workspace.start(['serve'], { PIR_API_TOKEN: secrets.api }));
    place = new Place(workspace, jira, await HostingSite.start(), url);
  });
  afterEach(async () => {
    await killAll();
    await place.jira.close();
    place.site.close();
    place.workspace.remove();
    place.remove();
  });

  /** What merging the request now would make of it, checked out; gives the commit. */
  const propose = (content: string): string => {
    place.git('switch', '--quiet', '--force-create', 'review/queue', 'origin/main');
    place.commit(file, content);
    place.git('switch', '--quiet', '--detach', 'origin/main');
    place.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'review/queue');
    return place.git('rev-parse', 'HEAD').trim();
  };
  const merge = (commit: string) => {
    place.git('switch', '--quiet', '--force-create', 'main', commit);
    place.git('push', '--quiet', 'origin', 'main');
    place.site.mergedAs = commit;
  };
  const fingerprints = () =>
    place.site.comments
      .filter(({ user }) => user.login !== 'mallory')
      .map(({ body }) => /^<!-- pir-plan ([0-9a-f]+) /m.exec(body)?.[1]);

  test('posts the plan, approves it on merge in the name of who merged, and proposes the ticket keys', async () => {
    place.site.say('<!-- pir-plans -->\n\n<!-- pir-plan 0000000000000000 README.md -->\n');
    const first = propose(pir.replace('**[10]', '**[11]'));
    expect(await host.plan(place)).toMatchObject({ code: 0, output: expect.stringContaining('PIR022') });
    const [before] = fingerprints();
    const second = propose(pir);
    expect(first).not.toBe(second);
    expect(await host.plan(place)).toMatchObject({ code: 0 });
    const posted = fingerprints();
    expect(posted).toHaveLength(1);
    expect(posted).not.toEqual([before]);
    expect(place.site.comments[1]?.body).toMatch(
      /^Merging approves these plans[\s\S]+^10 to create\. Fingerprint/m,
    );
    expect(place.jira.tickets()).toEqual([]);

    merge(second);
    expect(await host.approve(place)).toMatchObject({ code: 0 });

    const tickets = place.jira.tickets();
    expect(tickets).toHaveLength(10);
    const view = await (await fetch(`${place.service}/api/v1/pirs/INC-2026-0303-001`)).json();
    expect(view).toMatchObject({
      pir: { source: expect.stringMatching(/^https:\/\/code\.example\/acme.*\/blob\/HEAD\/pirs\//) },
      approval: {
        fingerprint: posted[0],
        approvedBy: `priya, https://code.example/acme/reviews/7 at ${second.slice(0, 12)}`,
      },
    });
    place.git('fetch', '--quiet', 'origin');
    const proposed = place.git('show', `origin/pir-tickets/11-1:${file}`);
    for (const { key } of tickets) expect(proposed).toContain(`[${key}](`);
    expect(place.git('show', `origin/main:${file}`)).toBe(pir);
    const requested = host.name === 'GitHub' ? place.site.created.flat() : place.pushOptions();
    const wanted =
      host.name === 'GitHub'
        ? ['create', '--base', 'main', '--head', 'pir-tickets/11-1']
        : ['merge_request.create', 'merge_request.target=main'];
    expect(requested).toEqual(expect.arrayContaining(wanted));

    place.git('checkout', '--quiet', '--force', '--detach', second);
    place.site.branch = 'pir-tickets/11-1';
    expect(await host.approve(place)).toMatchObject({ code: 0 });
    expect(place.jira.tickets()).toHaveLength(10);
  });

  test('approves nothing when the document is no longer the one whose plan was posted', async () => {
    propose(pir);
    await host.plan(place);
    merge(propose(pir.replace('2026-03-13', '2026-03-14')));
    const ended = await host.approve(place);
    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(/The plan [0-9a-f]{16} of .* is out of date; it is [0-9a-f]{16} now\./);
    expect(await (await fetch(`${place.service}/api/v1/pirs`)).json()).toEqual([]);
    expect(place.git('ls-remote', 'origin', 'refs/heads/pir-tickets/*')).toBe('');
  });

  test('approves nothing when no plan of ours was posted, or nothing was merged', async () => {
    const commit = propose(pir);
    place.site.say('<!-- pir-plans -->\n\n<!-- pir-plan 0000000000000000 README.md -->\n');
    merge(commit);
    const unseen = await host.approve(place);
    expect(unseen).toMatchObject({
      code: 1,
      output: expect.stringContaining('No plan was posted on https:'),
    });
    place.site.mergedAs = null;
    const pushed = await host.approve(place);
    expect(pushed).toMatchObject({ code: 1, output: expect.stringContaining('was merged by this push') });
    expect(place.jira.tickets()).toEqual([]);
  });
});

describe('the workflow for GitHub', () => {
  const steps = Object.values(github.jobs).flatMap((job) => job.steps);

  test('gives its jobs what they need and no more', () => {
    expect(github.permissions).toEqual({});
    expect(Object.entries(github.jobs).map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['plan', { contents: 'read', 'pull-requests': 'write' }],
      ['approve', { contents: 'write', 'pull-requests': 'write' }],
    ]);
  });

  test('puts nothing that somebody else wrote into a script', () => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('uses the actions of GitHub alone, each of one major version', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^actions\/(checkout|setup-node)@v\d+$/);
    for (const { uses, run } of steps) expect([uses, run].filter(Boolean)).toHaveLength(1);
  });
});
