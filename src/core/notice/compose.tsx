import type { Day } from '../calendar.ts';
import { sha256 } from '../digest.ts';
import { mailHtml } from './mail-html.tsx';
import { mailLinks } from './mail-links.ts';
import { arrange, type MailSections } from './mail-sections.ts';
import { subjectOf } from './mail-subject.ts';
import { mailText } from './mail-text.ts';
import { type MailRecord, type NoticeRecord, noticeKinds } from './notice.ts';
import { oneLine } from './plain-text.ts';
import { fullDay } from './wording.ts';

/** What one mail is made from: everything that is to be told to one recipient on one day. */
export interface MailInput {
  /** E-mail address. */
  readonly recipient: string;
  readonly day: Day;
  readonly notices: readonly NoticeRecord[];
  /** Where people reach the service; links in the mail begin with it. */
  readonly baseUrl: string;
  readonly organisation: string;
  readonly messageIdDomain: string;
}

/** The same for every try to send the mail of a recipient and day, so that a mailbox can tell a repeated one. */
function messageId({ recipient, day, messageIdDomain }: MailInput): string {
  const domain = /^[a-z0-9][a-z0-9.-]*$/i.test(messageIdDomain) ? messageIdDomain : 'pir-tracker.invalid';
  return `<${sha256(`${recipient}\n${day}`).slice(0, 32)}@${domain}>`;
}

function openingOf(sections: MailSections, organisation: string, day: Day): string {
  const isDigestOnly =
    sections.overdue === null &&
    sections.due === null &&
    sections.assigned === null &&
    sections.reviews.length === 0;
  const what = isDigestOnly ? 'The week in action items' : 'What needs you today';
  return `${oneLine(organisation)}, ${fullDay(day)}. ${what}:`;
}

/** Composes the one mail of a recipient and day: most urgent first, nothing said twice, as text and as HTML. */
export function composeMail(input: MailInput): MailRecord {
  const { recipient, day, notices, baseUrl, organisation } = input;
  const sections = arrange(notices, day);
  const subject = subjectOf(sections, organisation, day);
  const opening = openingOf(sections, organisation, day);
  const links = mailLinks(baseUrl, organisation);
  const kinds = new Set(notices.map((notice) => notice.kind));
  return {
    messageId: messageId(input),
    to: oneLine(recipient),
    subject,
    text: mailText(sections, opening, day, links),
    html: mailHtml(sections, subject, opening, day, links),
    day,
    kinds: noticeKinds.filter((kind) => kinds.has(kind)),
  };
}
