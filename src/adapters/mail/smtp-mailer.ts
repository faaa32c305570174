import { createTransport } from 'nodemailer';
import { Failure } from '../../core/failure.ts';
import type { Mail } from '../../core/notice/notice.ts';
import type { Check, Mailer } from '../../ports.ts';

/** How mail leaves. */
export interface SmtpSettings {
  /** smtp:// (with STARTTLS where the server offers it) or smtps://, with user and password where needed. */
  readonly url: string;
  /** Sender: an address, or a name with an address in angle brackets. */
  readonly from: string;
  /** Sends every mail to this address instead; the subject then says for whom it was. */
  readonly redirectAllTo: string | null;
  /** Domains that mails may go to, redirected ones too; empty: all. */
  readonly allowedDomains: readonly string[];
  /** For one mail, from looking for a connection to the server's last word. */
  readonly timeoutSeconds: number;
}

/**
 * Mail over SMTP, with connections kept for the next mail. The Message-ID is the one given, so that a mail sent twice after
 * a lost answer can be told as one; `Auto-Submitted` (RFC 3834) keeps out-of-office answers away, `List-Id`
 * (RFC 2919) lets people file them by a rule. There is no `List-Unsubscribe`, since no page stands behind it.
 *
 * `send` throws {@link Failure}: mail-refused for an address that is none or in no allowed domain, and where the server answered 5xx to the recipient
 * or to the mail itself; mail-unreachable for all else, sign-in and sender among it: those are mended in the settings, and the
 * mails are still to leave then. `close` ends the connections.
 */
export function createSmtpMailer(settings: SmtpSettings): Mailer & { close(): Promise<void> } {
  const timeoutMs = settings.timeoutSeconds * 1000;
  const listId = `<pir-tracker.${/@([a-z0-9.-]+)/i.exec(settings.from)?.[1] ?? 'localhost'}>`;
  const transport = createTransport({
    url: settings.url,
    pool: true,
    maxConnections: 2,
    // Shorter than servers commonly wait, so that a kept connection is not found dead by the next mail.
    idleTimeout: 30_000,
    // Trying again is the outbox's work, which knows what it has tried.
    maxRequeues: 0,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(mail: Mail): Promise<void> {
      if (!isAddress(mail.to)) {
        throw new Failure('mail-refused', `"${oneLine(mail.to)}" is not a mail address.`);
      }
      if (/[\r\n]/.test(mail.subject) || /[\r\n]/.test(mail.messageId)) {
        throw new Failure('mail-refused', `The subject of the mail to ${mail.to} has more than one line.`, {
          hint: 'Take the line break out of the title it comes from.',
        });
      }
      const { redirectAllTo } = settings;
      const to = redirectAllTo ?? mail.to;
      if (!isAllowed(to, settings.allowedDomains)) {
        throw new Failure('mail-refused', `The mail to ${to} goes to a domain that is not allowed.`, {
          hint: 'Add the domain to mail.allowedDomains or correct the address, then `pir sync --retry`.',
        });
      }
      try {
        await transport.sendMail({
          from: settings.from,
          to: { name: '', address: to },
          subject: redirectAllTo === null ? mail.subject : `[for ${mail.to}] ${mail.subject}`,
          messageId: mail.messageId,
          text: mail.text,
          html: mail.html,
          headers: { 'Auto-Submitted': 'auto-generated', 'List-Id': listId },
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        throw failureFrom(error, to);
      }
    },

    async check(): Promise<readonly Check[]> {
      const name = 'Mail server';
      const server = hostOf(settings.url);
      try {
        await transport.verify();
      } catch (error) {
        const hint = new Failure('mail-unreachable', '').hint;
        return [{ name, ok: false, detail: `${server}: ${reasonOf(error)}`, hint }];
      }
      const all = { name: 'Recipients', ok: true, hint: null };
      const { redirectAllTo } = settings;
      return [
        { name, ok: true, detail: `${server} takes mail from us`, hint: null },
        ...(redirectAllTo === null ? [] : [{ ...all, detail: `every mail goes to ${redirectAllTo}` }]),
      ];
    },

    async close(): Promise<void> {
      transport.close();
    },
  };
}

/** What nodemailer says of an error of SMTP. */
interface SmtpError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

function failureFrom(error: unknown, to: string): Failure {
  const { code, responseCode, command } = (error ?? {}) as SmtpError;
  const reason = reasonOf(error);
  const isPermanent = typeof responseCode === 'number' && responseCode >= 500;
  // A refusal of the greeting, the sign-in or the sender says nothing about this mail. 552 is the exception: too large.
  const isAboutMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (command !== 'MAIL FROM' || responseCode === 552);
  if (isPermanent && isAboutMail) {
    return new Failure('mail-refused', `The mail server refused the mail to ${to}: ${reason}`, {
      cause: error,
    });
  }
  return new Failure('mail-unreachable', `The mail to ${to} could not be sent: ${reason}`, { cause: error });
}

function reasonOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error)) || 'no reason was given';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** One bare address: no name, no list, nothing that would begin another header. */
function isAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s<>()[\]\\,;:"@\p{Control}]+@[^\s<>()[\]\\,;:"@\p{Control}]+$/u.test(text)
  );
}

/** A domain stands for itself alone, not for those below it. */
function isAllowed(address: string, domains: readonly string[]): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domains.length === 0 || domains.some((allowed) => allowed.toLowerCase() === domain);
}

/** The server without user and password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the mail server';
}
