import { plainText } from '../markdown/inline.ts';

const key = /(?<![\p{L}\p{N}-])([A-Z][A-Z0-9]{1,9})-(\d{1,7})(?![\p{L}\p{N}]|-\d)/gu;
/** What every key has and no date: a cheap look before the exact one. */
const shape = /[A-Z][A-Z\d]{1,9}-\d/;
const url = /https?:\/\/[^\s<>()[\]"'`|]{1,500}/g;
const issueUrl =
  /\/(?:issues|pull|pulls|merge_requests|work_items|browse|bugs?|tickets?|issue|pull-requests|_workitems\/edit)\/#?[\w-]{1,40}|show_bug\.cgi\?id=\d|\/T\d{2,}$|linear\.app\/[^/]+\/issue|trello\.com\/c\/|app\.asana\.com\/|crbug\.com\/\d/;

// They look like a key and are none: records, severities, standards, incidents, numbers of rows.
const falseProjects: ReadonlySet<string> = new Set(
  'ADR AES AI AIS CA CAP COVID CORR CVE CWE EC EIP ERC FIPS GH GPT HTTP IEC IEEE INC IPV IR ISO LOG4J MD MIT NIST PA PCI PE PIR PM PREV RCA RFC RISK RSA SEV SHA SLA SOC SOX SPRINT TB TLS US UTF WCAG X'.split(
    ' ',
  ),
);

/** The tracker's record that a text names: the URL of an issue, else a Jira key; null without either. */
export function findTicket(text: string): string | null {
  const issue = findIssueUrl(text);
  if (issue !== null) return /\/browse\/([A-Z][A-Z0-9]{1,9}-\d{1,7})(?:[?#/].*)?$/.exec(issue)?.[1] ?? issue;
  if (shape.test(text))
    for (const [whole, project = ''] of text.matchAll(key)) if (!falseProjects.has(project)) return whole;
  return null;
}

function findIssueUrl(text: string): string | null {
  if (!text.includes('://')) return null;
  for (const [found] of text.matchAll(url)) {
    const clean = found.replace(/[.,;:!?*_]+$/, '');
    if (issueUrl.test(clean)) return clean;
  }
  return null;
}

/** All issues, pull requests and Jira keys that a text names, in order and each once. */
export function findReferences(text: string): readonly string[] {
  const linked = text.includes('://');
  if (!linked && !shape.test(text)) return [];
  const urls = linked
    ? [...text.matchAll(url)]
        .map(([found]) => found.replace(/[.,;:!?*_]+$/, ''))
        .filter((each) => issueUrl.test(each))
    : [];
  const keys = [...text.replace(url, ' ').matchAll(key)].flatMap(([whole, project = '']) =>
    falseProjects.has(project) ? [] : [whole],
  );
  return [...new Set([...urls, ...keys])];
}

const spoken = /(?<![\w&/])(?:(?:[\w.-]{1,60}\/[\w.-]{1,60})?#\d{1,7}|(?:bug|bz|ticket)\s{0,2}#?\d{2,8})\b/i;

/** What a ticket's own cell holds, or a text that is nothing else: also "#121" and "bug 1604925". */
export function readTicketCell(markdown: string | null): string | null {
  if (markdown === null) return null;
  return (
    findTicket(markdown) ?? findTicket(plainText(markdown)) ?? spoken.exec(plainText(markdown))?.[0] ?? null
  );
}

/** Whether a text only points somewhere: "#12", "bug 12", "issue here", "PR", "org/repo#3", "GH-4". */
export function isReference(text: string): boolean {
  return /^(?:see\s+|tracked in\s+|via\s+|filed(?: as)?\s+)?(?:(?:the\s+|an?\s+)?(?:github |gitlab |jira |tracking )?(?:issue|ticket|bug|bz|pr|pull request|mr|merge request|case|task|story)s?\s*(?:no\.?:?\s*)?#?[\w-]{0,20}\d?(?:\s+here)?|(?:see )?(?:issue|ticket|pr)s?(?: for [\w ]{1,40})? here|here|link|(?:[\w.-]{1,60}\/)?(?:[\w.-]{1,60})?[#!]\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7}|gh-\d{1,7})$/i.test(
    text.trim(),
  );
}
