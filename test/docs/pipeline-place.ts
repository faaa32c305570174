import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { JiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import type { Workspace } from '../processes/workspace.ts';
import { ghStandIn, type HostingSite } from './hosting-site.ts';

/** How a script ended, and all it printed. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** What the scripts of a host run in: a clone, a service with its Jira, and the host's site. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'pir-tracker-pipeline-'));
  readonly clone = join(this.folder, 'clone');
  readonly temp = join(this.folder, 'temp');

  readonly workspace: Workspace;
  readonly jira: JiraSandbox;
  readonly site: HostingSite;
  /** Where the service is. */
  readonly service: string;

  constructor(workspace: Workspace, jira: JiraSandbox, site: HostingSite, service: string) {
    this.workspace = workspace;
    this.jira = jira;
    this.site = site;
    this.service = service;
    const bin = join(this.folder, 'bin');
    for (const folder of [bin, this.temp]) mkdirSync(folder);
    const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
    for (const [name, content] of [
      ['gh', ghStandIn],
      ['pir', `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`],
    ] as const) {
      writeFileSync(join(bin, name), content);
      chmodSync(join(bin, name), 0o755);
    }
    // Pushes go to a repository here, whatever the address that the script makes up for its token.
    const origin = join(this.folder, 'origin.git');
    writeFileSync(
      join(this.folder, '.gitconfig'),
      `[init]\n\tdefaultBranch = main\n[user]\n\tname = a\n\temail = a@example.com\n[url "${origin}"]\n\tinsteadOf = "https://oauth2:merge-token@code.example/acme.git"\n`,
    );
    this.git('init', '--quiet', '--bare', origin);
    this.git('-C', origin, 'config', 'receive.advertisePushOptions', 'true');
    const hook = join(origin, 'hooks', 'pre-receive');
    writeFileSync(
      hook,
      `#!/bin/sh\nenv | sed -n 's/^GIT_PUSH_OPTION_[0-9]*=//p' > "${this.temp}/push-options"\n`,
    );
    chmodSync(hook, 0o755);
    this.git('clone', '--quiet', origin, this.clone);
    this.commit('README.md', 'Reviews.\n');
    this.git('push', '--quiet', 'origin', 'main');
  }

  /** Runs git in the clone; gives what it prints. */
  git(...args: string[]): string {
    const { PATH = '' } = process.env;
    const cwd = args[0] === 'init' || args[0] === 'clone' || args[0] === '-C' ? this.folder : this.clone;
    const env = { PATH, HOME: this.folder };
    return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  /** Writes and commits a file; gives the commit. */
  commit(path: string, content: string): string {
    mkdirSync(dirname(join(this.clone, path)), { recursive: true });
    writeFileSync(join(this.clone, path), content);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', path);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** What the last push asked of the host beside. */
  pushOptions(): readonly string[] {
    return readFileSync(join(this.temp, 'push-options'), 'utf8').trimEnd().split('\n');
  }

  /** Runs a script as the hosts' runners do. */
  async run(script: string, env: Readonly<Record<string, string>>): Promise<Ended> {
    const { PATH = '' } = process.env;
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.clone,
      env: {
        PATH: `${join(this.folder, 'bin')}:${PATH}`,
        ...{ HOME: this.folder, TMPDIR: this.temp, SITE: this.site.url, PIR_SERVER: this.service, ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], out, err] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code, output: out + err };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
