import type { ComponentChildren, VNode } from 'preact';
import { isRecord, isSafeLink } from './adf-rules.ts';

/** A document as HTML. A node of an unknown type shows what is in it, without a look of its own. */
export function AdfView(props: { readonly document: unknown }): VNode {
  return <>{childrenOf(props.document).map((child) => view(child))}</>;
}

function childrenOf(node: unknown): readonly unknown[] {
  return isRecord(node) && Array.isArray(node.content) ? node.content : [];
}

function view(node: unknown): ComponentChildren {
  if (!isRecord(node)) return null;
  const attrs = isRecord(node.attrs) ? node.attrs : {};
  const inside = childrenOf(node).map((child) => view(child));
  switch (node.type) {
    case 'text':
      return marked(node);
    case 'hardBreak':
      return <br />;
    case 'rule':
      return <hr />;
    case 'paragraph':
      return <p>{inside}</p>;
    case 'heading': {
      // Below the ticket's own title, whatever level the document asks for.
      const level = Math.min(6, Math.max(3, Number(attrs.level) || 3));
      const Heading = `h${level}` as 'h3';
      return <Heading>{inside}</Heading>;
    }
    case 'bulletList':
      return <ul>{inside}</ul>;
    case 'orderedList':
      return <ol start={Number(attrs.order ?? 1)}>{inside}</ol>;
    case 'listItem':
      return <li>{inside}</li>;
    case 'blockquote':
      return <blockquote>{inside}</blockquote>;
    case 'codeBlock':
      return (
        <pre>
          <code>{inside}</code>
        </pre>
      );
    case 'table':
      return (
        <div class="scroll">
          <table>
            <tbody>{inside}</tbody>
          </table>
        </div>
      );
    case 'tableRow':
      return <tr>{inside}</tr>;
    case 'tableHeader':
      return <th>{inside}</th>;
    case 'tableCell':
      return <td>{inside}</td>;
    default:
      return <>{inside}</>;
  }
}

function marked(node: Record<string, unknown>): ComponentChildren {
  let shown: ComponentChildren = String(node.text ?? '');
  for (const mark of Array.isArray(node.marks) ? node.marks : []) {
    if (!isRecord(mark)) continue;
    if (mark.type === 'strong') shown = <strong>{shown}</strong>;
    if (mark.type === 'em') shown = <em>{shown}</em>;
    if (mark.type === 'strike') shown = <s>{shown}</s>;
    if (mark.type === 'code') shown = <code>{shown}</code>;
    const href = mark.type === 'link' && isRecord(mark.attrs) ? mark.attrs.href : null;
    if (isSafeLink(href)) {
      shown = (
        <a href={href} rel="noreferrer noopener">
          {shown}
        </a>
      );
    }
  }
  return shown;
}
