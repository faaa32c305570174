import { describe, expect, test } from '@jest/globals';
import type { Directory, TeamDestination } from '../../../src/core/directory.ts';
import type { PirItem } from '../../../src/core/pir/pir.ts';
import { epicIdOf, itemIdOf } from '../../../src/core/plan/identity.ts';
import type { Draft, KnownItem, TicketDestination } from '../../../src/core/plan/plan.ts';
import {
  type DestinationReport,
  type Preflight,
  preflightRequest,
} from '../../../src/core/plan/preflight.ts';
import type { PlanContext } from '../../../src/core/plan/ticket-fields.ts';
import { anItem, aPir, approvedItems, context, directory, draft, now, pirId, shortly } from './examples.ts';

const ops: TicketDestination = { project: 'OPS', issueType: 'Task', components: [], values: {} };
const allFields = ['summary', 'description', 'priority', 'duedate', 'assignee', 'labels', 'customfield_1'];

function reportOn(given: Partial<DestinationReport> = {}): DestinationReport {
  return {
    ...ops,
    problem: null,
    fields: allFields,
    takesParent: true,
    required: [],
    missing: [],
    refused: [],
    unknownPriorities: [],
    priorities: ['High', 'Medium', 'Low'],
    ...given,
  };
}

function said(given: Partial<Preflight> = {}): Preflight {
  return { askedAt: now, destinations: [reportOn()], unassignable: [], found: [], named: [], ...given };
}

/** The plan of items, once Jira was asked and said this. */
function planned(
  items: readonly PirItem[],
  preflight: Preflight | null,
  changed: Partial<PlanContext> = {},
  known: readonly KnownItem[] = [],
): Draft {
  return draft(aPir(items), known, [], changed, preflight);
}

const codes = ({ findings }: Draft) => findings.map(({ code, line }) => `${code} ${line}`);
const two = [anItem({ line: 10 }), anItem({ line: 20, ref: '2', title: 'Second', due: null, dueBy: null })];

describe('a Jira that takes everything', () => {
  test('changes nothing about the plan, so its fingerprint is the one drafted without asking', () => {
    expect(planned(two, said())).toEqual(planned(two, null));
    expect(planned(two, said({ askedAt: '2026-03-09T00:00:00.000Z' }))).toEqual(planned(two, null));
  });
});

describe('what no screen has', () => {
  const without = (...fields: string[]) =>
    said({ destinations: [reportOn({ fields: allFields.filter((field) => !fields.includes(field)) })] });
  const first = ({ plan }: Draft) => {
    const [change] = plan.changes;
    if (change?.kind !== 'create') throw new Error('nothing is created');
    return change.fields;
  };
  const partOf = (draft: Draft, heading: string) =>
    first(draft).description.find((part) => part.heading === heading)?.paragraphs;

  test.each([
    ['duedate', 'PLAN002', { dueDate: null }, 'Due date', ['2026-03-13']],
    ['priority', 'PLAN003', { priority: null }, 'Priority', ['high']],
    ['assignee', 'PLAN005', { assignee: null }, 'Owner', ['Jane Smith. Please assign this ticket by hand.']],
  ])('%s goes into the description, and %s says so once', (field, code, fields, heading, paragraphs) => {
    const drafted = planned(two, without(field));
    expect(first(drafted)).toMatchObject(fields);
    expect(partOf(drafted, heading)).toEqual(paragraphs);
    expect(codes(drafted)).toEqual([`${code} 10`]);
    expect(drafted.plan.fingerprint).not.toBe(planned(two, null).plan.fingerprint);
  });

  test('a custom field is left out', () => {
    const tickets = { ...context.tickets, customFields: { severity: 'customfield_1' } };
    expect(first(planned(two, said(), { tickets })).custom).toEqual({ customfield_1: 'SEV-2' });
    const drafted = planned(two, without('customfield_1'), { tickets });
    expect(first(drafted).custom).toEqual({});
    expect(codes(drafted)).toEqual(['PLAN007 10']);
  });

  test('a description cannot be written at all', () => {
    const drafted = planned(two, without('description'));
    expect(first(drafted).description).toEqual([]);
    expect(codes(drafted)).toEqual(['PLAN008 10']);
  });

  test('stays out of later plans of the same ticket: nothing changed', () => {
    const preflight = without('duedate', 'priority', 'assignee');
    const known = approvedItems(aPir(two), preflight);
    expect(shortly(planned(two, preflight, {}, known).plan.changes)).toEqual([
      'none 1 unchanged',
      'none 2 unchanged',
    ]);
  });
});

describe('an owner, or a priority, that the project does not take', () => {
  test('leaves the ticket unassigned, and is said of each person once', () => {
    const unassignable = [{ account: 'j1', project: 'OPS' }];
    const drafted = planned(two, said({ unassignable }));
    expect(drafted.plan.changes).toMatchObject([
      { fields: { assignee: null } },
      { fields: { assignee: null } },
    ]);
    expect(codes(drafted)).toEqual(['PLAN006 10']);
    const elsewhere = [{ account: 'j1', project: 'WEB' }];
    expect(codes(planned(two, said({ unassignable: elsewhere })))).toEqual([]);
  });

  test('leaves the priority to the project', () => {
    const destinations = [reportOn({ unknownPriorities: ['High'], priorities: ['Hoch', 'Medium', 'Low'] })];
    const items = [anItem({ line: 10 }), anItem({ line: 20, ref: '2', title: 'Second', priority: 'low' })];
    const drafted = planned(items, said({ destinations }));
    expect(drafted.plan.changes).toMatchObject([
      { fields: { priority: null } },
      { fields: { priority: 'low' } },
    ]);
    expect(codes(drafted)).toEqual(['PLAN004 10']);
    expect(drafted.findings[0]?.message).toContain('only Hoch, Medium, Low');
  });
});

describe('what Jira would refuse', () => {
  test.each<[string, Partial<DestinationReport>]>([
    ['PLAN010', { problem: 'No project could be found with key "OPS".', fields: [] }],
    ['PLAN011', { required: ['customfield_9'], missing: [{ id: 'customfield_9', name: 'Team' }] }],
    ['PLAN012', { fields: allFields.filter((field) => field !== 'labels') }],
    ['PLAN011', { required: ['components'] }],
    ['PLAN013', { refused: [{ field: 'components', value: 'API', reason: 'there is none of that name' }] }],
  ])('%s blocks each item that would go there, and no other', (code, given) => {
    const web = {
      handle: 'web-team',
      name: 'Web',
      lead: null,
      email: null,
      jira: { ...ops, project: 'WEB' },
    };
    const items = [...two, anItem({ line: 30, ref: '3', title: 'Third', owners: '@web-team' })];
    const destinations = [reportOn(given), reportOn({ project: 'WEB' })];
    const drafted = planned(items, said({ destinations }), { directory: { ...directory, teams: [web] } });
    expect(shortly(drafted.plan.changes)).toEqual(['none 1 blocked', 'none 2 blocked', 'create 3']);
    expect(codes(drafted)).toEqual([`${code} 10`, `${code} 20`]);
    expect(drafted.findings[0]?.severity).toBe('error');
    expect(drafted.plan.changes[0]?.reason).toBe(`${code}: ${drafted.findings[0]?.message}`);
  });

  test('is seen of each item by itself where the project insists on what only some items state', () => {
    const destinations = [reportOn({ required: ['duedate', 'assignee'] })];
    const drafted = planned(two, said({ destinations }));
    expect(shortly(drafted.plan.changes)).toEqual(['create 1', 'none 2 blocked']);
    expect(codes(drafted)).toEqual(['PLAN011 20']);
    const unassignable = [{ account: 'j1', project: 'OPS' }];
    expect(codes(planned(two, said({ destinations, unassignable })))).toContain('PLAN011 10');
  });

  test('does not keep a ticket that exists from being updated', () => {
    const known = approvedItems(aPir(two));
    const moved = two.map((item) => ({ ...item, due: '2026-03-20' as const, dueBy: '2026-03-20' as const }));
    const destinations = [reportOn({ required: ['customfield_9'] })];
    expect(shortly(planned(moved, said({ destinations }), {}, known).plan.changes)).toEqual([
      'update 1',
      'update 2',
    ]);
  });
});

describe('tickets that are there, or are not', () => {
  const ref = (key: string) => ({ ticketId: key, key, url: `https://acme.atlassian.net/browse/${key}` });

  test('a ticket named that Jira does not have blocks its item', () => {
    const items = [
      anItem({ line: 10, ticket: 'OPS-404' }),
      anItem({ ref: '2', title: 'B', ticket: 'OPS-5' }),
    ];
    const named = [
      { key: 'OPS-404', ticket: null },
      { key: 'OPS-5', ticket: ref('OPS-5') },
    ];
    const drafted = planned(items, said({ named }));
    expect(shortly(drafted.plan.changes)).toEqual(['none 1 blocked', 'link 2']);
    expect(codes(drafted)).toEqual(['PLAN020 10']);
  });

  test('a ticket of the item that the database does not know is linked, and none is created', () => {
    const itemId = itemIdOf(pirId, { ref: '1', title: '' });
    const drafted = planned(two, said({ found: [{ itemId, ticket: ref('OPS-7') }] }));
    expect(drafted.plan.changes).toMatchObject([
      { kind: 'link', ticket: 'OPS-7', reason: 'Jira has it already as OPS-7' },
      { kind: 'create' },
    ]);
    expect(codes(drafted)).toEqual(['PLAN021 10']);
  });
});

describe('an epic for each PIR', () => {
  const tickets = { ...context.tickets, epic: 'Epic' };
  const destinations = [reportOn(), reportOn({ issueType: 'Epic' })];

  test('is planned before its tickets, which hang under it', () => {
    const { plan } = planned(two, said({ destinations }), { tickets });
    expect(plan.epic).toMatchObject({
      itemId: epicIdOf(pirId),
      destination: { project: 'OPS', issueType: 'Epic' },
      fields: {
        summary: 'INC-7: Notices held up',
        labels: ['incident-PIR-2026-03-03', 'INC-7', 'reliability'],
      },
      ticket: null,
    });
    expect(plan.changes).toMatchObject([{ parent: epicIdOf(pirId) }, { parent: epicIdOf(pirId) }]);
  });

  test('is used again where Jira has it, and is not there where nothing is created', () => {
    const ticket = { ticketId: '1', key: 'OPS-1', url: '' };
    const found = [{ itemId: epicIdOf(pirId), ticket }];
    const { plan } = planned(two, said({ destinations, found }), { tickets });
    expect(plan.epic).toMatchObject({ ticket: 'OPS-1' });
    expect(plan.changes).toMatchObject([{ parent: 'OPS-1' }, { parent: 'OPS-1' }]);
    expect(planned(two, null, { tickets }, approvedItems(aPir(two))).plan.epic).toBeNull();
  });

  test('that cannot be made blocks what would hang under it', () => {
    const bad = [reportOn(), reportOn({ issueType: 'Epic', problem: 'No such type.' })];
    expect(shortly(planned(two, said({ destinations: bad }), { tickets }).plan.changes)).toEqual([
      'none 1 blocked',
      'none 2 blocked',
    ]);
  });

  test('is named in the description where tickets can hang under none, which is said once', () => {
    const beside = destinations.map((report) => ({ ...report, takesParent: false }));
    const drafted = planned(two, said({ destinations: beside }), { tickets });
    expect(codes(drafted)).toEqual(['PLAN009 10']);
    expect(shortly(drafted.plan.changes)).toEqual(['create 1', 'create 2']);
  });

  test('a fixed parent stands in its place', () => {
    const { plan } = planned(two, null, { tickets: { ...tickets, parent: 'OPS-99' } });
    expect(plan.epic).toBeNull();
    expect(plan.changes).toMatchObject([{ parent: 'OPS-99' }, { parent: 'OPS-99' }]);
  });
});

describe('where a ticket goes', () => {
  const team = (handle: string, jira: Partial<TeamDestination> | null) => ({
    ...{ handle, name: handle, lead: null, email: null },
    jira: jira === null ? null : { project: null, issueType: null, components: [], values: {}, ...jira },
  });
  const people = directory.people.map((person) => ({ ...person, teams: ['plain-team', 'data-team'] }));
  const known: Directory = {
    people,
    teams: [
      team('plain-team', null),
      team('data-team', {
        project: 'DATA',
        issueType: 'Bug',
        components: ['DB'],
        values: { customfield_9: 'x' },
      }),
      team('api-team', { components: ['API'] }),
    ],
  };
  const settings = { ...ops, components: ['Ours'], values: { customfield_8: 1 } };
  const tickets = { ...context.tickets, destination: settings };

  test.each<[string, string, TicketDestination]>([
    [
      'a team named as owner',
      '@data-team',
      { project: 'DATA', issueType: 'Bug', components: ['DB'], values: { customfield_9: 'x' } },
    ],
    [
      'the team of the person who answers for it',
      '@jane.smith',
      { project: 'DATA', issueType: 'Bug', components: ['DB'], values: { customfield_9: 'x' } },
    ],
    ['a team before the person’s own', '@api-team (@jane.smith)', { ...settings, components: ['API'] }],
    ['settings, where nobody is known', '@nobody.known', settings],
  ])('follows %s', (_, owners, destination) => {
    const { plan } = planned([anItem({ owners })], null, { directory: known, tickets });
    expect(plan.changes).toMatchObject([{ kind: 'create', destination }]);
  });

  test('is asked about once for each place and person, with the keys that the document names', () => {
    const items = [
      anItem({ owners: '@data-team' }),
      anItem({ ref: '2', owners: '@jane.smith', ticket: 'OPS-12' }),
      anItem({ ref: '3', owners: '@jane.smith', ticket: 'https://github.com/a/b/issues/1' }),
      anItem({ ref: '4', owners: '@nobody.known' }),
    ];
    const asked = preflightRequest(aPir(items), [], { ...context, directory: known, tickets });
    expect(asked.destinations.map(({ project }) => project)).toEqual(['DATA', 'OPS']);
    expect(asked.accounts).toEqual([{ account: 'j1', project: 'DATA' }]);
    expect(asked.labels).toEqual(['incident-PIR-2026-03-03']);
    expect(asked.keys).toEqual(['OPS-12']);
  });
});
