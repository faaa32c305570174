/**
 * A node of the Atlassian Document Format, the rich text of Jira Cloud (REST API v3). Only these types are ever written:
 * doc, paragraph, heading, text, hardBreak, rule, bulletList, orderedList, listItem, codeBlock, blockquote, table,
 * tableRow, tableHeader, tableCell; and as marks: strong, em, strike, code, link.
 */
export interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number | boolean>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
}

/** How a text looks, or where it leads. */
export interface AdfMark {
  readonly type: 'strong' | 'em' | 'strike' | 'code' | 'link';
  readonly attrs?: { readonly href: string };
}

/** A whole text, as Jira takes it for descriptions and comments. */
export interface AdfDocument {
  readonly version: 1;
  readonly type: 'doc';
  readonly content: readonly AdfNode[];
}

/** A node with children; attributes only where there are any. */
export function node(type: string, content: readonly AdfNode[], attrs: AdfNode['attrs'] = {}): AdfNode {
  return Object.keys(attrs).length === 0 ? { type, content } : { type, attrs, content };
}

/** The node in a list of one, or an empty list where it would have no content. */
export function filled(type: string, content: readonly AdfNode[], attrs: AdfNode['attrs'] = {}): AdfNode[] {
  return content.length === 0 ? [] : [node(type, content, attrs)];
}

/** A text, which must not be empty. */
export function text(content: string, marks: readonly AdfMark[]): AdfNode {
  return marks.length === 0 ? { type: 'text', text: content } : { type: 'text', text: content, marks };
}

/** A text without marks in a list of one, or an empty list where it would be empty. */
export function plain(content: string): AdfNode[] {
  return content === '' ? [] : [text(content, [])];
}
