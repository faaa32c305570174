import { plainText } from './markdown.ts';

const key = /(?<![\p{L}\p{N}-])([A-Z][A-Z0-9]{1,9})-(\d{1,7})(?![\p{L}\p{N}]|-\d)/gu;
const url = /https?:\/\/[^\s<>()[\]"'`|]{1,500}/g;
const issueUrl =
  /\/(?:issues|pull|pulls|merge_requests|browse|bugs?)\/[\w-]{1,40}|show_bug\.cgi\?id=\d|\/T\d{2,}$/;

// They look like a key and are none: records, severities, standards, incidents.
const falseProjects: ReadonlySet<string> = new Set(
  'ADR AES CAP COVID CVE CWE EC GH GPT HTTP IEC IEEE INC ISO LOG4J MD PA PIR PM RFC RSA SEV SHA SLA TLS UTF'.split(
    ' ',
  ),
);

/** The tracker's record that a text names: the URL of an issue, else a Jira key; null without either. */
export function findTicket(text: string): string | null {
  const issue = (text.match(url) ?? [])
    .map((each) => each.replace(/[.,;:!?]+$/, ''))
    .find((each) => issueUrl.test(each));
  if (issue !== undefined) return /\/browse\/([A-Z][A-Z0-9]{1,9}-\d{1,7})$/.exec(issue)?.[1] ?? issue;
  for (const [whole, project = ''] of text.matchAll(key)) if (!falseProjects.has(project)) return whole;
  return null;
}

/** What a ticket field holds: a ticket as {@link findTicket} knows it, else nothing. */
export function readTicket(text: string | null): string | null {
  return text === null ? null : (findTicket(text) ?? findTicket(plainText(text)));
}
