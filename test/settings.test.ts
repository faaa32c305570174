import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings, secretsOf } from '../src/settings.ts';
import { SettingsFile } from '../src/settings-schema.ts';
import { expectGenerated } from './setup/generated.ts';

const yaml = (path: string): unknown =>
  parse(readFileSync(new URL(`../config/${path}`, import.meta.url), 'utf8'));

describe('settings', () => {
  test('need no file: every value has a default', () => {
    const settings = readSettings(undefined, undefined, {});
    expect(settings.service.port).toBe(8080);
    expect(settings.jira).toBeNull();
    expect(settings.mail.smtpUrl).toBeNull();
  });

  test('in config/settings.yaml are the defaults, each of them', () => {
    expect(readSettings(yaml('settings.yaml'), undefined, {})).toEqual(
      readSettings(undefined, undefined, {}),
    );
    const file = yaml('settings.yaml') as Record<string, unknown>;
    expect(Object.keys(file).toSorted()).toEqual(Object.keys(SettingsFile.shape).toSorted());
  });

  test('have a JSON schema for editors that is generated from them', () => {
    const schema = z.toJSONSchema(SettingsFile, { io: 'input' });
    expectGenerated('config/settings.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
  });

  test('are complained of all at once, each with its path', () => {
    const file = {
      organisation: { timeZone: 'Mars/Olympus' },
      service: { port: 99999, host: '0.0.0.0' },
      jira: { baseUrl: 'ftp://x', email: 'a', project: 'ops' },
      mail: { time: '9 o’clock' },
      unknown: 1,
    };
    const read = () =>
      readSettings(file, { people: [{ handle: 'a' }] }, { SMTP_URL: 'http://mail', PIR_PORT: 'x' });
    expect(read).toThrow(expect.objectContaining({ code: 'settings-invalid', exit: 2 }));
    expect(read).toThrow(/organisation\.timeZone: .*IANA/);
    for (const path of [
      'service.port',
      'service.host',
      'jira.baseUrl',
      'jira.project',
      'mail.time',
      'unknown',
      'SMTP_URL',
      'PIR_PORT',
      'people.0.name',
    ]) {
      expect(read).toThrow(new RegExp(path.replaceAll('.', '\\.')));
    }
  });

  test('ask for the API token as soon as there is a jira section', () => {
    const jira = { baseUrl: 'https://example.atlassian.net', email: 'bot@example.com', project: 'OPS' };
    expect(() => readSettings({ jira }, undefined, {})).toThrow(/JIRA_API_TOKEN/);
    expect(readSettings({ jira }, undefined, { JIRA_API_TOKEN: 'secret' }).jira?.token).toBe('secret');
  });

  test('take a Jira only over https or on this machine, and an API token only with its account', () => {
    const environment = { JIRA_API_TOKEN: 'secret' };
    const read = (jira: object) =>
      readSettings({ jira: { project: 'OPS', ...jira } }, undefined, environment);
    const email = 'bot@example.com';
    for (const baseUrl of [
      'http://jira.example.com',
      'https://me:secret@jira.example.com',
      'https://jira.example.com/?a=1',
    ]) {
      expect(() => read({ baseUrl, email })).toThrow(/jira\.baseUrl: must be an https address/);
    }
    expect(read({ baseUrl: 'http://127.0.0.1:8081', email }).jira?.deployment).toBe('cloud');
    const baseUrl = 'https://jira.example.com/jira';
    expect(() => read({ baseUrl })).toThrow(/jira\.email: is missing/);
    expect(read({ baseUrl, deployment: 'datacenter' }).jira?.email).toBeNull();
    expect(() => read({ baseUrl, email, epic: 'Epic', parent: 'OPS-1' })).toThrow(/jira\.parent/);
    expect(() =>
      readSettings({ jira: { baseUrl, email, project: 'OPS' } }, undefined, environment, 'x'),
    ).toThrow(/jira\.ca.*PEM/);
  });

  test('know two webhook secrets while one takes the place of the other, and no short ones', () => {
    const jira = { baseUrl: 'https://example.atlassian.net', email: 'bot@example.com', project: 'OPS' };
    const read = (secret: string) =>
      readSettings({ jira }, undefined, { JIRA_API_TOKEN: 'token', JIRA_WEBHOOK_SECRET: secret });
    const settings = read('new-secret-of-jira old-secret-of-jira\n');
    expect(settings.jira?.webhookSecrets).toEqual(['new-secret-of-jira', 'old-secret-of-jira']);
    expect(secretsOf(settings)).toEqual(['token', 'new-secret-of-jira', 'old-secret-of-jira']);
    expect(() => read('short')).toThrow(/JIRA_WEBHOOK_SECRET: must have 16/);
    expect(() => read('one-long-secret-1 two-long-secret-2 three-secret-3')).toThrow(
      /must be one secret, or two/,
    );
  });

  test('never change once read, and know their secrets', () => {
    const settings = readSettings(undefined, undefined, {
      DATABASE_URL: 'postgres://pir:p%40ss@db/pir',
      SMTP_URL: 'smtps://user:mailpass@mail',
    });
    expect(Object.isFrozen(settings.service)).toBe(true);
    expect(secretsOf(settings)).toEqual(['p@ss', 'mailpass']);
  });

  test('come with an example of a directory that is valid', () => {
    const { directory } = readSettings(undefined, yaml('directory.example.yaml'), {});
    expect(directory.people.length).toBeGreaterThan(0);
    expect(directory.teams.length).toBeGreaterThan(0);
  });
});
