import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const api = '/rest/api/3';

/** A project that offers little and insists on much. */
const site = {
  projects: [
    {
      ...{ key: 'OPS', issueTypes: ['Task' as const, 'Epic' as const, 'Sub-task' as const] },
      ...{ components: ['Database', 'Network'], priorities: ['Highest' as const, 'Lowest' as const] },
      screens: [
        { on: 'create' as const, issueTypes: ['Task' as const], without: ['duedate'] },
        { on: 'edit' as const, without: ['labels'] },
      ],
      required: [
        { field: 'customfield_10052', issueTypes: ['Task' as const] },
        { field: 'customfield_10053' },
        { field: 'components', issueTypes: ['Task' as const] },
      ],
    },
  ],
  fields: [
    { id: 'customfield_10050', name: 'Success metric', kind: 'text' as const },
    { id: 'customfield_10051', name: 'Notes', kind: 'textarea' as const },
    { id: 'customfield_10052', name: 'Severity', kind: 'option' as const, options: ['Low', 'High'] },
    { id: 'customfield_10053', name: 'Weight', kind: 'number' as const, hasDefault: true },
  ],
};
const needed = { customfield_10052: { value: 'High' }, components: [{ name: 'Database' }] };

describe('the sandbox’s screens', () => {
  test('are described by createmeta: what is required, what can be chosen, and what is not there', async () => {
    const { ask } = await start({ site });
    const types = await ask('GET', `${api}/issue/createmeta/OPS/issuetypes`);
    expect(types.body.issueTypes).toMatchObject([
      { id: '10002', name: 'Task', subtask: false, hierarchyLevel: 0 },
      { name: 'Epic', hierarchyLevel: 1 },
      { name: 'Sub-task', subtask: true },
    ]);
    const { body } = await ask('GET', `${api}/issue/createmeta/OPS/issuetypes/10002?maxResults=200`);
    const byId = new Map<string, Record<string, unknown>>(
      body.fields.map((field: { fieldId: string }) => [field.fieldId, field]),
    );
    expect(byId.has('duedate')).toBe(false);
    expect(byId.get('priority')).toMatchObject({
      required: false,
      hasDefaultValue: true,
      allowedValues: [{ id: '1', name: 'Highest' }, { name: 'Lowest' }],
    });
    expect(byId.get('reporter')).toMatchObject({ required: true, hasDefaultValue: true });
    expect(byId.get('components')).toMatchObject({
      required: true,
      allowedValues: [{ name: 'Database' }, {}],
    });
    expect(byId.get('customfield_10052')).toMatchObject({
      ...{ required: true, hasDefaultValue: false, name: 'Severity' },
      schema: { type: 'option', customId: 10_052 },
      allowedValues: [{ value: 'Low' }, { value: 'High' }],
    });
    expect(byId.get('customfield_10053')).toMatchObject({ required: true, hasDefaultValue: true });
    expect((await ask('GET', `${api}/issue/createmeta/OPS/issuetypes/10004`)).body.fields).toEqual([]);
  });

  test('take values of each kind and show them again', async () => {
    const { ask } = await start({ site });
    const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'Why' }] };
    const notes = { type: 'doc', version: 1, content: [paragraph] };
    const fields = {
      ...needed,
      customfield_10050: 'p99 < 1 s',
      customfield_10051: notes,
      customfield_10053: 3,
    };
    expect((await ask('POST', `${api}/issue`, issue(fields))).status).toBe(201);
    const { body } = await ask('GET', `${api}/issue/OPS-1`);
    expect(body.fields).toMatchObject({
      ...{ customfield_10050: 'p99 < 1 s', customfield_10051: notes, customfield_10053: 3 },
      ...{ customfield_10052: { value: 'High', id: '100521' }, components: [{ name: 'Database' }] },
      priority: { name: 'Lowest' },
    });
    const asWiki = await ask('GET', '/rest/api/2/issue/OPS-1?fields=customfield_10051');
    expect(asWiki.body.fields).toEqual({ customfield_10051: 'Why' });
  });

  test('refuse what is missing, of another kind, not offered or not on them', async () => {
    const { ask } = await start({ site });
    const refused = async (fields: Record<string, unknown>) =>
      (await ask('POST', `${api}/issue`, issue(fields))).body.errors;
    expect(await refused({})).toEqual({
      components: 'Components is required.',
      customfield_10052: 'Severity is required.',
    });
    expect(
      await refused({
        ...{ components: [{ name: 'Disk' }], duedate: '2024-01-31', priority: { id: '3' } },
        ...{ customfield_10050: 1, customfield_10051: 'Why', customfield_10052: { value: 'Sev1' } },
        customfield_10053: '3',
      }),
    ).toEqual({
      components: "Component name 'Disk' is not valid",
      duedate: "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown.",
      priority: 'The priority selected is invalid.',
      customfield_10050: 'Operation value must be a string',
      customfield_10051: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
      customfield_10052: "Option value 'Sev1' is not valid",
      customfield_10053: 'Operation value must be a number',
    });
    await ask('POST', `${api}/issue`, issue(needed));
    const edited = await ask('PUT', `${api}/issue/OPS-1`, {
      fields: { duedate: '2024-01-31', labels: ['x'] },
    });
    expect(Object.keys(edited.body.errors)).toEqual(['labels']);
    expect((await ask('PUT', `${api}/issue/OPS-1`, { fields: { duedate: '2024-01-31' } })).status).toBe(204);
  });

  test('know epics as parents of tickets, and tickets as parents of sub-tasks', async () => {
    const { sandbox, ask } = await start();
    const make = (fields: Record<string, unknown>) => ask('POST', `${api}/issue`, issue(fields));
    await make({ issuetype: { name: 'Epic' } });
    expect((await make({ parent: { key: 'OPS-1' } })).status).toBe(201);
    expect((await make({ parent: { key: 'OPS-2' } })).body.errors).toHaveProperty('parent');
    const subtask = { issuetype: { name: 'Sub-task' } };
    expect((await make(subtask)).body.errors.parent).toContain('sub-task');
    expect((await make({ ...subtask, parent: { id: '10002' } })).status).toBe(201);
    expect(sandbox.tickets().map(({ parent }) => parent)).toEqual([null, 'OPS-1', 'OPS-2']);
    const { body } = await ask('GET', `${api}/issue/OPS-2?fields=parent`);
    expect(body.fields.parent).toMatchObject({ key: 'OPS-1', fields: { issuetype: { name: 'Epic' } } });
  });

  test('give tickets only to accounts that are active and may have some in the project', async () => {
    const accounts = [
      { accountId: 'here', displayName: 'Here', email: 'here@example.com' },
      { accountId: 'gone', displayName: 'Gone', email: 'gone@example.com', active: false },
      { accountId: 'elsewhere', displayName: 'Elsewhere', email: 'else@example.com', assignableIn: ['DB'] },
    ];
    const { ask } = await start({ accounts });
    const statuses = accounts.map(async ({ accountId }) => {
      const { status, body } = await ask('POST', `${api}/issue`, issue({ assignee: { accountId } }));
      return [status, body.errors?.assignee];
    });
    expect(await Promise.all(statuses)).toEqual([
      [201, undefined],
      [400, "User 'gone' cannot be assigned issues."],
      [400, "User 'elsewhere' cannot be assigned issues."],
    ]);
    const found = await ask('GET', `${api}/user/assignable/search?project=OPS&query=e`);
    expect(found.body.map(({ accountId }: { accountId: string }) => accountId)).toEqual([
      'here',
      'sandbox-service',
    ]);
    await ask('PUT', '/sandbox/accounts/here', { active: false });
    const { body } = await ask('GET', `${api}/issue/OPS-1?fields=assignee`);
    expect(body.fields.assignee).toMatchObject({ accountId: 'here', active: false });
  });

  test('lack what the account has no permission for, and mypermissions says so', async () => {
    const denied = ['ASSIGN_ISSUES', 'TRANSITION_ISSUES', 'LINK_ISSUES', 'ADD_COMMENTS'];
    const { ask } = await start();
    await ask('POST', `${api}/issue`, issue());
    expect((await ask('PUT', '/sandbox/projects/OPS', { denied })).status).toBe(204);
    const { body } = await ask(
      'GET',
      `${api}/mypermissions?projectKey=OPS&permissions=CREATE_ISSUES,LINK_ISSUES`,
    );
    expect(body.permissions).toMatchObject({
      CREATE_ISSUES: { havePermission: true },
      LINK_ISSUES: { havePermission: false },
    });
    expect((await ask('GET', `${api}/mypermissions`)).status).toBe(400);
    const assigned = await ask('POST', `${api}/issue`, issue({ assignee: { accountId: 'sandbox-jane' } }));
    expect(assigned.body.errors).toHaveProperty('assignee');
    expect((await ask('GET', `${api}/issue/OPS-1/transitions`)).body.transitions).toEqual([]);
    const moved = await ask('POST', `${api}/issue/OPS-1/transitions`, { transition: { id: '21' } });
    expect(moved.status).toBe(400);
    const object = { url: 'https://example.com', title: 'PIR' };
    expect((await ask('POST', `${api}/issue/OPS-1/remotelink`, { object })).status).toBe(403);
    expect((await ask('POST', `${api}/issue/OPS-1/comment`, { body: 'x' })).status).toBe(400);
    await ask('PUT', '/sandbox/projects/OPS', { denied: ['BROWSE_PROJECTS'] });
    for (const path of ['/issue/OPS-1', '/project/OPS']) {
      expect([path, (await ask('GET', `${api}${path}`)).status]).toEqual([path, 404]);
    }
  });
});
