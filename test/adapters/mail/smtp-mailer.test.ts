import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSmtpMailer, type SmtpSettings } from '../../../src/adapters/mail/smtp-mailer.ts';
import type { Mail } from '../../../src/core/notice/notice.ts';
import type { Mailer } from '../../../src/ports.ts';
import { type Inbox, startInbox } from '../../../src/sandbox/inbox.tsx';
import { expectFailure } from '../../contracts/tracker.contract.ts';

const mail: Mail = {
  messageId: '<jane@example.com.2024-01-15@pir-tracker>',
  to: 'jane@example.com',
  subject: 'Due in 3 days: Alert on “lag” – naïve check',
  text: 'Hello Jane,\nzwölf Boxkämpfer.\n',
  html: '<p>Hello <b>Jane</b></p>',
};

describe('mail over SMTP', () => {
  let inbox: Inbox;
  const mailers: (Mailer & { close(): Promise<void> })[] = [];

  beforeAll(async () => {
    inbox = await startInbox();
  });
  afterAll(async () => {
    for (const mailer of mailers) await mailer.close();
    await inbox.close();
  });

  function mailerWith(changed: Partial<SmtpSettings> = {}): Mailer {
    const mailer = createSmtpMailer({
      url: inbox.smtpUrl,
      from: 'PIR tracker <pir@example.com>',
      redirectAllTo: null,
      allowedDomains: [],
      timeoutSeconds: 2,
      ...changed,
    });
    mailers.push(mailer);
    return mailer;
  }

  test('a mail arrives with both parts, its own Message-ID and the mark of a machine', async () => {
    await mailerWith().send(mail);
    const received = inbox.mails().at(-1);
    expect(received).toMatchObject({
      to: ['jane@example.com'],
      subject: mail.subject,
      text: expect.stringContaining('zwölf Boxkämpfer.'),
      html: expect.stringContaining('<b>Jane</b>'),
      messageId: mail.messageId,
      headers: {
        'auto-submitted': 'auto-generated',
        'list-id': '<pir-tracker.example.com>',
        from: 'PIR tracker <pir@example.com>',
      },
    });
    expect(Date.parse(received?.date ?? '')).not.toBeNaN();
  });

  test('with a redirection nothing reaches the recipient, and the subject says whom it was for', async () => {
    await mailerWith({ redirectAllTo: 'test@example.com' }).send({ ...mail, subject: 'Due' });
    expect(inbox.mails().at(-1)).toMatchObject({
      to: ['test@example.com'],
      subject: '[for jane@example.com] Due',
    });
  });

  test.each([
    'jane@example.com\r\nBcc: all@example.com',
    'jane@example.com, all@example.com',
    'jane',
    '',
    'Jane <jane@example.com>',
  ])('%j is refused as an address, and nothing leaves', async (to) => {
    const before = inbox.mails().length;
    await expectFailure(mailerWith().send({ ...mail, to }), 'mail-refused');
    expect(inbox.mails()).toHaveLength(before);
  });

  test('a domain that is not allowed gets nothing, nor does one that looks like it; a redirection is no way around', async () => {
    const before = inbox.mails().length;
    const mailer = mailerWith({ allowedDomains: ['Example.com'] });
    for (const to of ['jane@example.org', 'jane@evil-example.com', 'jane@example.com.evil.org'])
      expect((await expectFailure(mailer.send({ ...mail, to }), 'mail-refused')).message).toContain(to);
    const redirected = mailerWith({ allowedDomains: ['example.com'], redirectAllTo: 'test@example.org' });
    await expectFailure(redirected.send(mail), 'mail-refused');
    expect(inbox.mails()).toHaveLength(before);
    await mailer.send({ ...mail, to: 'jane@EXAMPLE.com' });
    expect(inbox.mails()).toHaveLength(before + 1);
  });

  test('a line break in the subject begins no header', async () => {
    const subject = 'Due\r\nBcc: all@example.com';
    await expectFailure(mailerWith().send({ ...mail, subject }), 'mail-refused');
  });

  test('no subject, address or Message-ID adds a header or a recipient', async () => {
    const mailer = mailerWith();
    await mailer.send(mail);
    const usual = Object.keys(inbox.mails().at(-1)?.headers ?? {}).toSorted();
    const piece = fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\u2028',
      '\0',
      ': ',
      'Bcc: all@example.com',
      ',',
      'ü',
      'x',
    );
    const text = fc.array(piece, { maxLength: 5 }).map((pieces) => `Due${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(text, text, text, async (subject, name, id) => {
        const before = inbox.mails().length;
        const to = `${name}@example.com`;
        const sent = mailer.send({ ...mail, to, subject, messageId: `<${id}@example.com>` });
        const refused = await sent.then(
          () => false,
          () => true,
        );
        const received = inbox.mails().slice(before);
        expect(received).toHaveLength(refused ? 0 : 1);
        for (const each of received) {
          expect(each.to).toHaveLength(1);
          expect(Object.keys(each.headers).toSorted()).toEqual(usual);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('an address refused with 550 is refused for good, with 450 for now', async () => {
    inbox.refuse('gone@example.com', 550);
    const refused = await expectFailure(
      mailerWith().send({ ...mail, to: 'gone@example.com' }),
      'mail-refused',
    );
    expect(refused.message).toContain('gone@example.com');
    inbox.refuse('gone@example.com', 450);
    await expectFailure(mailerWith().send({ ...mail, to: 'gone@example.com' }), 'mail-unreachable');
    inbox.refuse('gone@example.com', null);
    await mailerWith().send({ ...mail, to: 'gone@example.com' });
  });

  test('a sender that is refused is no reason to give the mail up', async () => {
    inbox.refuse('pir@example.com', 550);
    await expectFailure(mailerWith().send(mail), 'mail-unreachable');
    inbox.refuse('pir@example.com', null);
    await mailerWith().send(mail);
  });

  test('a closed port is unreachable, the check says so, and neither tells the password', async () => {
    const closed = await startInbox();
    await closed.close();
    const mailer = mailerWith({ url: closed.smtpUrl.replace('smtp://', 'smtp://user:s3cret@') });
    const failure = await expectFailure(mailer.send(mail), 'mail-unreachable');
    const checks = await mailer.check();
    expect(checks).toMatchObject([{ ok: false, hint: expect.stringContaining('SMTP_URL') }]);
    expect(failure.message + JSON.stringify(checks)).not.toContain('s3cret');
    expect(await mailerWith().check()).toMatchObject([{ ok: true }]);
  });
});
