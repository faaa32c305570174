import { adfFromWiki } from './adf-from-wiki.ts';
import { adfFault, isRecord } from './adf-rules.ts';
import type { View } from './site.ts';
import type { RichText } from './ticket.ts';
import { wikiFromAdf } from './wiki-from-adf.ts';

/** A text field may have no more (Jira Cloud; the usual setting of Data Center). */
const longestText = 32_767;

type TextReading =
  | { readonly text: RichText }
  | { readonly fault: 'not-a-document' | 'not-a-string' | 'invalid' | 'too-long' };

/**
 * Takes a text as a version of the API does: 3 a document, 2 wiki markup. Cloud keeps documents, so there the length of
 * what the markup becomes counts, which is more than that of the markup.
 */
export function readText(value: unknown, view: View): TextReading {
  if (view.api === '3') {
    if (!isRecord(value)) return { fault: 'not-a-document' };
    if (adfFault(value) !== null) return { fault: 'invalid' };
    return sized(value, JSON.stringify(value).length);
  }
  if (typeof value !== 'string') return { fault: 'not-a-string' };
  if (view.site.deployment === 'datacenter') return sized(value, value.length);
  const document = adfFromWiki(value);
  return sized(document, JSON.stringify(document).length);
}

function sized(text: RichText, length: number): TextReading {
  return length > longestText ? { fault: 'too-long' } : { text };
}

/** A text as a version of the API shows it. */
export function showText(text: RichText | null, view: View): RichText | null {
  if (text === null) return null;
  if (view.api === '2') return typeof text === 'string' ? text : wikiFromAdf(text);
  return typeof text === 'string' ? adfFromWiki(text) : text;
}

/** Jira's words for a text that it does not take. */
export const textFaults = {
  'not-a-document': 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
  'not-a-string': 'Operation value must be a string',
  'too-long': 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
} as const;
