import { describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startInbox } from '../../src/sandbox/inbox.tsx';

describe('the inbox', () => {
  test('shows what arrived, newest first, and locks the HTML part in', async () => {
    const inbox = await startInbox();
    const transport = createTransport(inbox.smtpUrl);
    const html = '<p title="x">Hi</p><script>parent.alert(1)</script>';
    for (const subject of ['First', '<b>Second</b>']) {
      await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject, text: 'Hi', html });
    }
    const list = await (await fetch(inbox.url)).text();
    expect(list.indexOf('&lt;b>Second')).toBeGreaterThan(0);
    expect(list.indexOf('&lt;b>Second')).toBeLessThan(list.indexOf('First'));
    const page = await (await fetch(`${inbox.url}/mails/2`)).text();
    expect(page).toMatch(/<iframe[^>]* sandbox[ =>]/);
    expect(page).not.toContain('<script');
    expect((await fetch(`${inbox.url}/mails/3`)).status).toBe(404);
    expect(await (await fetch(`${inbox.url}/mails/1/source`)).text()).toContain('Subject: First');
    expect(inbox.mails()[0]?.source).toContain('Subject: First');
    transport.close();
    await inbox.close();
  });
});
