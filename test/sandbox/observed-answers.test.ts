import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Answer, issue, type SandboxUnderTest, sandboxes } from './sandbox-client.ts';

// Answers that others recorded from real sites are not part of this repository; where they lie beside it, they are asked.
const file = new URL('../../../shared/jira/observed/real-jira-cloud-answers.json', import.meta.url);

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const api = '/rest/api/3';
const search = (under: SandboxUnderTest, body: object) => under.ask('POST', `${api}/search/jql`, body);

/** Asks the sandbox what the real site was asked, by the beginning of the record's name. */
const questions: Readonly<Record<string, (under: SandboxUnderTest) => Promise<Answer>>> = {
  search_retired: ({ ask }) => ask('GET', `${api}/search`),
  search_body_unknown_property: (under) => search(under, { jql: 'project = OPS', colour: 1 }),
  search_page_token_invalid: ({ ask }) =>
    ask('GET', `${api}/search/jql?jql=project%20%3D%20OPS&nextPageToken=garbage`),
  jql_expecting_field: (under) => search(under, { jql: 'project = PUB AND' }),
  jql_value_unknown: async ({ ask }) =>
    ask('POST', `${api}/search/jql`, { jql: 'status = "Zzqq"' }, { authorization: 'Basic bm86Ym9keQ==' }),
  comment_body_not_a_document: async ({ ask }) => {
    await ask('PUT', '/sandbox/projects/OPS', { denied: ['ADD_COMMENTS'] });
    return ask('POST', `${api}/issue/OPS-1/comment`, { body: 'plain' });
  },
  issue_create_no_type: ({ ask }) => ask('POST', `${api}/issue`, issue({ issuetype: undefined })),
  issue_create_not_json: async ({ sandbox }) => {
    const headers = { 'content-type': 'application/json', authorization: 'Basic YTp0b2tlbg==' };
    const response = await fetch(`${sandbox.url}${api}/issue`, {
      method: 'POST',
      headers,
      body: '{"fields"',
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  },
  issue_edit_not_on_screen: async ({ ask }) => {
    await ask('PUT', '/sandbox/projects/OPS', { screens: [{ on: 'edit', without: ['summary'] }] });
    return ask('PUT', `${api}/issue/OPS-1`, { fields: { summary: 'x' } });
  },
  unknown_issue: ({ ask }) => ask('GET', `${api}/issue/PUB-99`),
  transition_missing: ({ ask }) => ask('POST', `${api}/issue/OPS-1/transitions`, {}),
  unknown_path: ({ ask }) => ask('GET', `${api}/issue/PUB-1/no-such-thing`),
  'search maxResults': (under) => search(under, { jql: 'project = OPS', maxResults: 5001 }),
  'search unbounded': (under) => search(under, {}),
  'unreadable Bearer': ({ ask }) => ask('GET', `${api}/myself`, undefined, { authorization: 'Bearer token' }),
};

if (existsSync(file)) {
  const records: Record<string, { status: number; contentType?: string; body: unknown }> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  describe('the sandbox answers as a real site did:', () => {
    test.each(Object.keys(records))('%s', async (name) => {
      const question = Object.entries(questions).find(([beginning]) => name.startsWith(beginning));
      if (question === undefined) throw new Error('the sandbox is not asked this');
      const under = await start({ token: 'token' });
      const signedIn = { authorization: `Basic ${Buffer.from('a:token').toString('base64')}` };
      const ask: SandboxUnderTest['ask'] = (method, path, body, headers = signedIn) =>
        under.ask(method, path, body, headers);
      await ask('POST', `${api}/issue`, issue());
      const { status, headers, body } = await question[1]({ ...under, ask });
      expect({ status, body }).toEqual({ status: records[name]?.status, body: records[name]?.body });
      const type = records[name]?.contentType?.split(';')[0];
      if (type !== undefined) expect(headers.get('content-type')).toContain(type);
    });
  });
} else {
  test.skip('recorded answers: NOT COMPARED, ../shared/jira/observed is not beside this repository', () => {});
}
