import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../../src/adapters/system/log.ts';
import { maskSecrets } from '../../../src/adapters/system/mask.ts';

const secret = 'p@ss/"w:rd+4711';

describe('secrets are masked', () => {
  test.each([
    ['as they are', secret],
    ['as JSON writes them', JSON.stringify({ token: secret })],
    ['in a URL', `smtp://user:${encodeURIComponent(secret)}@mail.example.com`],
    ['in the header of Basic sign-in, behind a name of any length', `Basic ${btoa(`a:${secret}`)}`],
    ['the same, one longer', `Basic ${btoa(`ab:${secret}`)}`],
    ['the same, two longer', `Basic ${btoa(`abc:${secret}`)}`],
  ])('%s', (_, text) => {
    const masked = maskSecrets([secret])(text);
    expect(masked).toContain('[secret]');
    // Of Base64 the characters stay that the secret shares with its neighbours: no more than these.
    expect(masked.replace('[secret]', '').length).toBeLessThanOrEqual(text.length - secret.length);
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(masked).not.toContain(form);
    }
  });

  test('but not where they are so short that ordinary words would go', () => {
    expect(maskSecrets(['an', ''])('an answer')).toBe('an answer');
  });

  test('in the causes of a logged error too, on one line of JSON', () => {
    const lines: string[] = [];
    const log = createLog('info', (line) => void lines.push(line), maskSecrets([secret]));
    const error = new Error('sending failed', { cause: new Error(`refused ${secret}`) });
    log.error('job failed', { job: 'deliver', error });
    log.debug('not at this level');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: 'job failed',
      job: 'deliver',
      error: { stack: expect.stringContaining('refused [secret]') },
    });
  });
});
