import { describe, expect, test } from '@jest/globals';
import type { Owner } from '../../src/core/action-item.ts';
import {
  answerablePerson,
  type Directory,
  emptyDirectory,
  findPerson,
  findTeam,
  recipientFor,
} from '../../src/core/directory.ts';
import { readOwners } from '../../src/core/pir/words/owners.ts';

const directory: Directory = {
  people: [
    { handle: 'jane.smith', name: 'Jane Smith', email: 'jane@example.com', jiraAccount: 'j1', teams: [] },
    { handle: 'omar.haddad', name: 'Omar Haddad', email: null, jiraAccount: 'o1', teams: [] },
    { handle: 'lea.lead', name: 'Lea Lead', email: 'lea@example.com', jiraAccount: null, teams: [] },
  ],
  teams: [
    { handle: 'dba-team', name: 'Databases', lead: 'lea.lead', email: 'dba@example.com', jira: null },
    { handle: 'app-team', name: 'Apps', lead: 'omar.haddad', email: 'apps@example.com', jira: null },
    { handle: 'web-team', name: 'Web', lead: null, email: null, jira: null },
  ],
};
const onCall = 'oncall@example.com';
const owners = (text: string): readonly Owner[] => readOwners(text);

describe('the directory', () => {
  test.each(['@jane.smith', 'JANE.SMITH', 'jane@example.com', 'Jane Smith', ' jane smith '])(
    'finds Jane as %j',
    (name) => {
      expect(findPerson(directory, name)?.handle).toBe('jane.smith');
    },
  );

  test('finds nobody by an empty name, though people lack an address', () => {
    expect(findPerson(directory, '')).toBeNull();
    expect(findPerson(emptyDirectory, 'jane.smith')).toBeNull();
    expect(findTeam(directory, '')).toBeNull();
  });

  test('finds a team by handle and by name', () => {
    expect(findTeam(directory, '@DBA-Team')?.handle).toBe('dba-team');
    expect(findTeam(directory, 'databases')?.handle).toBe('dba-team');
  });
});

describe('who answers for an item', () => {
  test.each<[string, string | null]>([
    ['@dba-team (@jane.smith)', 'jane.smith'],
    ['@devops-lead (@jane.smith) + @dba-team', 'jane.smith'],
    ['@jane.smith, @lea.lead', 'jane.smith'],
    ['jane@example.com', 'jane.smith'],
    ['@dba-team', null],
    ['TBD', null],
  ])('%j is %s', (text, handle) => {
    expect(answerablePerson(directory, owners(text))?.handle ?? null).toBe(handle);
  });

  test('somebody the directory does not know is never replaced by the next one named', () => {
    expect(answerablePerson(directory, owners('@gone.person, @jane.smith'))).toBeNull();
  });
});

describe('who hears about an item', () => {
  test.each<[string, string, string, string | null]>([
    ['its owner', '@jane.smith', 'jane@example.com', null],
    [
      'the team’s lead, where the owner has no address',
      '@omar.haddad (@dba-team)',
      'lea@example.com',
      'Omar Haddad',
    ],
    ['the team’s lead, where only a team is named', '@dba-team', 'lea@example.com', '@dba-team'],
    ['the team’s address, where the lead has none', '@app-team', 'apps@example.com', '@app-team'],
    ['on-call, where the team has nobody', '@web-team', onCall, '@web-team'],
    ['on-call, where the owner is unknown', '@gone.person', onCall, '@gone.person'],
    ['on-call, where nobody is named', '', onCall, 'nobody'],
  ])('%s', (_who, text, email, insteadOf) => {
    expect(recipientFor(directory, owners(text), onCall)).toMatchObject({ email, insteadOf });
  });

  test('nobody, where there is no on-call address either', () => {
    expect(recipientFor(directory, owners('@gone.person'), null)).toBeNull();
  });
});
