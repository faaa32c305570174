import { afterEach, describe, expect, test } from '@jest/globals';
import { limitCheck } from '../../../src/adapters/jira/doctor/site-checks.ts';
import { createJiraTracker } from '../../../src/adapters/jira/jira-tracker.ts';
import type { Check } from '../../../src/ports.ts';
import { destination } from '../../contracts/tracker.contract.ts';
import { jiras, settingsFor, TurnedClock } from './jira-under-test.ts';

const webhookUrl = 'https://pir.example.com/webhooks/jira';

describe('pir doctor asks Jira', () => {
  const opened = jiras();
  const { start } = opened;
  afterEach(() => opened.closeAll());
  const failing = (checks: readonly Check[]) => checks.filter(({ ok }) => !ok);

  test('for each project, issue type, field and permission, and is content with a Jira that is set up', async () => {
    const { tracker } = await start(
      { accounts: [{ accountId: 'jane', displayName: 'Jane', email: 'j@example.com' }] },
      {
        people: [{ name: 'Jane', account: 'jane', project: 'OPS' }],
      },
    );
    const checks = await tracker.check();
    expect(failing(checks)).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual([
      ...[
        'Jira is reachable',
        'Jira accepts the token',
        'Clock against Jira',
        'Project OPS',
        'Permissions in OPS',
      ],
      'Task in OPS',
      ...['labels', 'duedate', 'priority', 'assignee', 'description'].map(
        (field) => `Task in OPS: field ${field}`,
      ),
      ...['Task in OPS: required fields', 'Task in OPS: priorities', 'Accounts', 'Webhook', 'Limits of Jira'],
    ]);
  });

  test('and says what each thing that is wrong means, and what to do', async () => {
    const accounts = [
      { accountId: 'left', displayName: 'Left', email: 'l@example.com', active: false },
      { accountId: 'other', displayName: 'Other', email: 'o@example.com', assignableIn: ['PAY'] },
    ];
    const site = {
      projects: [
        {
          key: 'OPS',
          denied: ['LINK_ISSUES' as const, 'SCHEDULE_ISSUES' as const],
          screens: [{ without: ['duedate'] }],
          required: [{ field: 'customfield_10042' }],
          priorities: ['Highest' as const, 'Medium' as const, 'Low' as const],
        },
      ],
      fields: [{ id: 'customfield_10042', name: 'Team', kind: 'text' as const }],
    };
    const people = ['left', 'other', 'nobody'].map((account) => ({ name: account, account, project: 'OPS' }));
    const destinations = [destination, { ...destination, project: 'NOPE' }];
    const { tracker } = await start({ site, accounts }, { people, destinations });
    const said = failing(await tracker.check()).map(
      ({ name, detail, hint }) => `${name}: ${detail} -> ${hint}`,
    );
    expect(said).toEqual([
      expect.stringMatching(
        /^Permissions in OPS: lacks SCHEDULE_ISSUES \(set due dates\), LINK_ISSUES .*-> Grant/,
      ),
      expect.stringMatching(
        /^Task in OPS: field duedate: is not on the create screen -> Add it .* description\.$/,
      ),
      expect.stringMatching(
        /^Task in OPS: required fields: Jira insists on: Team \(customfield_10042\) -> .*jira\.values/,
      ),
      expect.stringMatching(/^Task in OPS: priorities: not in this project: High -> .*Highest, Medium, Low/),
      expect.stringMatching(/^Project NOPE: .*-> .*jira\.project/),
      expect.stringMatching(/^Account of left: left is deactivated -> Name who follows/),
      expect.stringMatching(/^Account of other: other cannot be given tickets in OPS -> .*Assignable User/),
      expect.stringMatching(/^Account of nobody: Jira knows no account nobody.* -> Correct jiraAccount/),
    ]);
  });

  test('whether the token is right, and goes no further where it is not', async () => {
    for (const deployment of ['cloud', 'datacenter'] as const) {
      const { tracker } = await start({ deployment, token: 'another' });
      const checks = await tracker.check();
      expect(checks.map(({ ok }) => ok)).toEqual([true, false]);
      expect(checks[1]).toMatchObject({
        name: 'Jira accepts the token',
        hint: expect.stringContaining('JIRA_API_TOKEN'),
      });
    }
  });

  test('which of the two it is', async () => {
    const { sandbox } = await start({ deployment: 'datacenter' });
    const settings = { ...settingsFor(sandbox.url), deployment: 'cloud' as const };
    const tracker = createJiraTracker(settings, new TurnedClock());
    opened.later(() => tracker.close());
    // Data Center answers under /rest/api/2 alone, so Cloud's address leads nowhere.
    expect((await tracker.check())[0]).toMatchObject({ ok: false });
  });

  test('what time it is there', async () => {
    const { tracker, clock, sandbox } = await start();
    expect((await tracker.check()).find(({ name }) => name === 'Clock against Jira')?.ok).toBe(true);
    const late = new TurnedClock();
    late.turn(-300);
    const behind = createJiraTracker(settingsFor(sandbox.url), late);
    opened.later(() => behind.close());
    expect((await behind.check()).find(({ name }) => name === 'Clock against Jira')).toMatchObject({
      ok: false,
      detail: '300 s behind Jira',
    });
    expect(clock.now()).not.toBe(late.now());
  });

  test.each([
    ['is there and signed', { url: webhookUrl, secret: 'a secret of sixteen' }, true, /calls https/],
    ['is not there', { url: 'https://other.example.com', secret: 'x' }, false, /none calls/],
    ['is disabled', { url: webhookUrl, enabled: false, secret: 'x' }, false, /disabled/],
    ['has no secret', { url: webhookUrl }, false, /no secret/],
  ])('whether a webhook %s', async (_, webhook, ok, detail) => {
    for (const deployment of ['cloud', 'datacenter'] as const) {
      const { tracker, ask } = await start({ deployment }, { webhook: { url: webhookUrl, isSigned: true } });
      await ask('POST', '/rest/webhooks/1.0/webhook', {
        name: 'PIR',
        events: ['jira:issue_updated'],
        ...webhook,
      });
      const check = (await tracker.check()).find(({ name }) => name === 'Webhook');
      expect(check).toMatchObject({ ok, detail: expect.stringMatching(detail) });
      expect(check?.hint === null).toBe(ok);
    }
  });

  test('for webhooks only what it may see: not being an administrator is said, and no error', async () => {
    const site = { projects: [{ key: 'OPS', denied: ['ADMINISTER' as const] }] };
    const { tracker } = await start({ site }, { webhook: { url: webhookUrl, isSigned: true } });
    expect((await tracker.check()).find(({ name }) => name === 'Webhook')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('administrator'),
    });
  });

  test.each([
    [{}, true],
    [{ 'x-ratelimit-remaining': '90', 'x-ratelimit-limit': '100' }, true],
    [{ 'x-ratelimit-remaining': '10', 'x-ratelimit-limit': '100' }, false],
    [{ 'x-ratelimit-remaining': '90', 'x-ratelimit-nearlimit': 'true' }, false],
  ])('how far its limits are: %j', (headers, ok) => {
    expect(limitCheck(headers).ok).toBe(ok);
  });
});
