import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A comment as GitHub has it and, with the same text, a note as GitLab has it. */
export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly author: { readonly id: number };
  body: string;
}

const us = { login: 'github-actions[bot]', id: 41 };

/**
 * Stands for GitHub and for GitLab where our pipelines talk to them, over real HTTP: one request with comments, and what
 * is known of its merge. It answers with the fields the pipelines read, no others, and is no proof that the hosts do.
 */
export class HostingSite {
  readonly comments: Comment[] = [];
  /** The commit that merging the request made; null while it is open. */
  mergedAs: string | null = null;
  /** What `gh pr create` was given. */
  readonly created: string[][] = [];
  branch = 'review/queue';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const answer = this.#answer(request, await text(request));
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
    });
  }

  static async start(): Promise<HostingSite> {
    const site = new HostingSite();
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Somebody else writes on the request. */
  say(body: string): void {
    this.comments.push({
      id: this.comments.length + 1,
      user: { login: 'mallory' },
      author: { id: 66 },
      body,
    });
  }

  close(): void {
    this.#server.close();
  }

  #answer({ method = '', url = '' }: IncomingMessage, body: string): unknown {
    const path = decodeURIComponent(url.replace(/\?.*/, ''));
    const comment = /(?:comments|notes)\/(\d+)$/.exec(path);
    if (comment !== null && (method === 'PATCH' || method === 'PUT')) {
      const known = this.comments.find(({ id }) => id === Number(comment[1]));
      if (known !== undefined) known.body = bodyIn(body);
      return known;
    }
    if (/\/(issues|merge_requests)\/7\/(comments|notes)$/.test(path)) {
      if (method === 'GET') return this.comments;
      const id = this.comments.length + 1;
      this.comments.push({ id, user: { login: us.login }, author: { id: us.id }, body: bodyIn(body) });
      return this.comments.at(-1);
    }
    if (path === '/pr') {
      this.created.push(body.trimEnd().split('\n'));
      return {};
    }
    if (path.endsWith('/user')) return { id: us.id };
    const commit = /\/commits\/([0-9a-f]+)\/(pulls|merge_requests)$/.exec(path);
    if (commit !== null) return commit[1] === this.mergedAs ? [this.#request()] : [];
    return path.endsWith('/pulls/7') ? this.#request() : undefined;
  }

  #request(): object {
    const url = 'https://code.example/acme/reviews/7';
    return {
      ...{ number: 7, merge_commit_sha: this.mergedAs, html_url: url, head: { ref: this.branch } },
      ...{
        merged_by: { login: 'priya' },
        iid: 7,
        state: 'merged',
        squash_commit_sha: null,
        sha: 'of the branch',
      },
      ...{ merge_user: { username: 'priya' }, web_url: url, source_branch: this.branch },
    };
  }
}

/** For GitLab it comes as a form; for GitHub it is the file itself, as our stand-in for gh sends it. */
function bodyIn(body: string): string {
  return body.startsWith('body=') ? (new URLSearchParams(body).get('body') ?? '') : body;
}

/**
 * Stands for GitHub's command line, on the path: `gh api` with the flags that our pipeline uses, and `gh pr create`, both
 * told to the site.
 */
export const ghStandIn = `#!/usr/bin/env bash
set -euo pipefail
if [ "$1" = pr ]; then
  printf '%s\\n' "$@" | curl --fail --silent --output /dev/null --data-binary @- "$SITE/pr"
  exit
fi
shift
method=GET
while [ $# -gt 0 ]; do
  case $1 in
    --paginate | --silent) ;;
    --method) method=$2; shift ;;
    --jq) jq=$2; shift ;;
    --field) file=\${2#body=@}; shift ;;
    -*) echo "gh: no flag $1 here" >&2; exit 1 ;;
    *) path=$1 ;;
  esac
  shift
done
if [ -n "\${file:-}" ]; then
  curl --fail --silent --show-error --output /dev/null --request "$method" --data-binary "@$file" "$SITE/$path"
else
  curl --fail --silent --show-error "$SITE/$path" | jq --raw-output "\${jq:-.}"
fi
`;
