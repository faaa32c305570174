import { plainText, type Section } from './markdown.ts';

/** The sections that mean something to us. */
export type SectionKind =
  | 'actions'
  | 'document'
  | 'executive-summary'
  | 'follow-up'
  | 'improvements'
  | 'root-cause'
  | 'sign-off'
  | 'summary';

const kinds: readonly (readonly [SectionKind, RegExp])[] = [
  [
    'actions',
    /^(?:(?:post[- ]incident |pir |our |the |review |resulting |future |follow[- ]?up |recommended |remediation )?(?:action|actions|action items?|action plan|todos?)|ais|action items? and owners|corrective actions?|corrective (?:and|&) preventi(?:ve|tative) (?:actions?|measures?)|corrective action plan|preventi(?:ve|tative) (?:actions?|measures?)|follow[- ]?up (?:items?|tasks?|improvements?)|remediation|remediation items?|next steps)$/,
  ],
  [
    'improvements',
    /^(?:what (?:could|can|should) (?:be|have been|have gone|go) (?:better|improved)|(?:areas?|opportunities|room) (?:for|to) improve(?:ment)?s?)$/,
  ],
  [
    'follow-up',
    /^follow[- ]?ups?(?: (?:and|&) (?:reviews?|tracking))?$|^(?:reviews|review (?:schedule|dates|timeline)|timeline review|action item tracking|tracking)$/,
  ],
  ['sign-off', /^(?:sign[- ]?offs?|approvals?|approval and sign[- ]?off|sign[- ]?off and approvals?)$/],
  ['document', /^document (?:management|control|information|history)$/],
  ['executive-summary', /^(?:executive summary|management summary)$/],
  ['root-cause', /^(?:primary )?root causes?$/],
  ['summary', /^(?:incident (?:summary|overview|details|information|metadata)|summary|overview|metadata)$/],
];

/**
 * A heading's own words: lower case, without number, symbols, closing hashes and what stands in brackets at its end.
 * "## 7. Action Items (within the quarter)" is "action items".
 */
export function headingName(text: string): string {
  const plain = plainText(text).toLowerCase();
  const bracket = plain.endsWith(')') ? plain.lastIndexOf('(') : -1;
  return (bracket > 0 ? plain.slice(0, bracket) : plain)
    .replace(/^[^\p{L}]+/u, '')
    .replace(/[^\p{L}\p{N}&-]+/gu, ' ')
    .trim();
}

/** What a section is for, by its heading; null where its name means nothing. */
export function kindOf(section: Section): SectionKind | null {
  if (section.heading === null) return null;
  const name = headingName(section.heading.text);
  return kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** The sections of a kind in the order of the document; what is nested in one of them belongs to it. */
export function sectionsOf(root: Section, kind: SectionKind): readonly Section[] {
  return root.sections.flatMap((section) =>
    kindOf(section) === kind ? [section] : sectionsOf(section, kind),
  );
}
