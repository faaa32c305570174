import { afterEach, describe, expect, test } from '@jest/globals';
import { convert } from '../../../src/adapters/jira/screen/field-value.ts';
import type { NewTicket, TicketDestination } from '../../../src/core/plan/plan.ts';
import type { SiteDefinition } from '../../../src/sandbox/jira/site-definition.ts';
import { createTicket, destination, expectFailure } from '../../contracts/tracker.contract.ts';
import { fields, jiras } from './jira-under-test.ts';

const site: SiteDefinition = {
  projects: [
    { key: 'OPS', components: ['API', 'Web'] },
    { key: 'PAY', priorities: ['Highest', 'Lowest'], required: [{ field: 'customfield_10042' }] },
    { key: 'BARE', screens: [{ without: ['duedate', 'priority', 'assignee', 'components'] }] },
  ],
  fields: [
    { id: 'customfield_10042', name: 'Team', kind: 'option', options: ['Platform', 'Payments'] },
    { id: 'customfield_10043', name: 'Points', kind: 'number' },
    { id: 'customfield_10050', name: 'Success metric', kind: 'textarea' },
    { id: 'customfield_10051', name: 'Severity', kind: 'text' },
    { id: 'customfield_10052', name: 'Areas', kind: 'checkboxes', options: ['Data', 'Network'] },
  ],
};

const accounts = [{ accountId: 'jane', displayName: 'Jane', email: 'jane@example.com' }];

describe.each(['cloud', 'datacenter'] as const)('the fields of a ticket on %s', (deployment) => {
  const opened = jiras();
  afterEach(() => opened.closeAll());
  const start = () =>
    opened.start({ deployment, site, accounts }, { fields: { severity: 'customfield_10051' } });
  const at = (given: Partial<TicketDestination>): TicketDestination => ({ ...destination, ...given });

  test('go where the team keeps its tickets, in the form that each field takes', async () => {
    const { tracker, sandbox } = await start();
    const where = at({
      components: ['web'],
      values: {
        customfield_10042: 'payments',
        customfield_10043: '5',
        customfield_10052: ['Data', 'network'],
      },
    });
    const custom = {
      customfield_10050: 'Lag **below** 30 s',
      customfield_10051: 'SEV-1\nvery bad',
      customfield_9: 'x',
    };
    await createTicket(tracker, 'item', { ...fields, custom }, where);
    const [ticket] = sandbox.tickets();
    expect(ticket?.components).toEqual(['Web']);
    expect(ticket?.custom).toMatchObject({ customfield_10043: 5, customfield_10051: 'SEV-1 very bad' });
    const shown = JSON.stringify(ticket?.custom);
    const strong = deployment === 'cloud' ? '"strong"' : '*below*';
    for (const part of ['Payments', 'Data', 'Network', strong]) expect(shown).toContain(part);
  });

  test('say in preflight what the project insists on, lacks and does not take', async () => {
    const { tracker } = await start();
    const wrong = at({
      project: 'OPS',
      components: ['Mobile'],
      values: { customfield_10042: 'Nobody', customfield_7: 1 },
    });
    const { destinations } = await tracker.preflight({
      destinations: [at({ project: 'PAY' }), wrong, at({ project: 'BARE' }), at({ project: 'GONE' })],
      ...{ accounts: [], labels: [], keys: [] },
    });
    const [pay, ops, bare, gone] = destinations;
    expect(pay).toMatchObject({
      missing: [{ id: 'customfield_10042', name: 'Team' }],
      required: ['customfield_10042'],
      unknownPriorities: ['High', 'Medium', 'Low'],
      priorities: ['Highest', 'Lowest'],
    });
    expect(ops?.refused).toEqual([
      { field: 'components', value: 'Mobile', reason: 'Jira offers "API", "Web"' },
      { field: 'customfield_10042', value: 'Nobody', reason: 'Jira offers "Platform", "Payments"' },
      { field: 'customfield_7', value: '1', reason: 'the create screen does not have this field' },
    ]);
    expect(bare?.fields).not.toEqual(expect.arrayContaining(['duedate']));
    expect(gone?.problem).toContain('GONE');
  });

  test('are refused with what to do where the project does not take a value that it insists on', async () => {
    const { tracker, sandbox } = await start();
    const where = at({ project: 'PAY', values: { customfield_10042: 'Nobody' } });
    const failure = await expectFailure(
      createTicket(tracker, 'item', { ...fields, priority: null }, where),
      'tracker-rejected',
    );
    expect(failure.message).toMatch(
      /"Nobody" for Team \(customfield_10042\): Jira offers "Platform", "Payments"/,
    );
    expect(failure.hint).toContain('jira.values');
    expect(sandbox.tickets()).toEqual([]);
  });

  test('hang a ticket under its epic', async () => {
    const { tracker, sandbox } = await start();
    const epic = await createTicket(tracker, 'epic pir', fields, at({ issueType: 'Epic' }));
    const child: NewTicket = { itemId: 'item', destination, parent: epic.key, fields };
    expect(await tracker.createMany([child])).toMatchObject([{ ok: true }]);
    expect(sandbox.tickets().at(-1)).toMatchObject({ itemId: 'item', parent: epic.key });
  });

  test('are updated by id of the project that the ticket is in', async () => {
    const { tracker, sandbox } = await start();
    const where = at({ project: 'OPS' });
    const made = await createTicket(tracker, 'item', fields, where);
    await tracker.update(made.ticketId, {
      priority: 'low',
      custom: { customfield_10050: '- new\n- metric' },
    });
    const [ticket] = sandbox.tickets();
    expect(ticket?.priority).toBe('Low');
    expect(JSON.stringify(ticket?.custom)).toContain('metric');
  });
});

describe('a value from settings', () => {
  const dialect = { text: () => 'rich', user: (account: string) => ({ name: account }) };
  const allowed = [
    { id: '1', value: 'Yes' },
    { id: '2', name: 'No' },
  ];
  test.each([
    ['text', 'a\nb', { type: 'string' }, 'a b'],
    ['a text area', 'a\nb', { type: 'string', custom: 'com.atlassian:textarea' }, 'rich'],
    ['a number as text', '2.5', { type: 'number' }, 2.5],
    ['an option', 'yes', { type: 'option' }, { id: '1' }],
    ['a named thing', 'no', { type: 'version' }, { id: '2' }],
    ['one of a list', 'Yes', { type: 'array', items: 'option' }, [{ id: '1' }]],
    ['a list of labels', ['a', 'b'], { type: 'array', items: 'string' }, ['a', 'b']],
    ['a person', 'jane', { type: 'user' }, { name: 'jane' }],
    ['a day', '2024-01-31', { type: 'date' }, '2024-01-31'],
    [
      'Jira’s own form',
      { value: 'Yes', child: { value: 'x' } },
      { type: 'option-with-child' },
      { value: 'Yes', child: { value: 'x' } },
    ],
    ['nothing', null, { type: 'string' }, null],
  ])('is sent as %s', (_, value, schema, sent) => {
    expect(convert(value, { schema, allowedValues: allowed }, dialect)).toEqual({ ok: true, value: sent });
  });

  test('that is too long for a line is cut, and what is no number or no option is refused', () => {
    const line = convert('x'.repeat(300), { schema: { type: 'string' }, allowedValues: [] }, dialect);
    expect(line).toEqual({ ok: true, value: `${'x'.repeat(254)}…` });
    expect(convert('many', { schema: { type: 'number' }, allowedValues: [] }, dialect)).toMatchObject({
      ok: false,
    });
    expect(convert('Maybe', { schema: { type: 'option' }, allowedValues: allowed }, dialect)).toEqual({
      ok: false,
      reason: 'Jira offers "Yes", "No"',
    });
  });
});
