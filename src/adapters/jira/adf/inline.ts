import type { Token } from 'markdown-it';
import { type AdfMark, type AdfNode, text } from './node.ts';

/** The content of a paragraph, heading or cell; what markdown-it leaves empty is left out. */
export function inlines(tokens: readonly Token[]): AdfNode[] {
  const nodes: AdfNode[] = [];
  const depth = { strong: 0, em: 0, strike: 0 };
  const links: (string | null)[] = [];

  const add = (content: string, code = false) => {
    if (content === '') return;
    const marks: AdfMark[] = [];
    // The schema lets code stand together with a link only.
    if (code) marks.push({ type: 'code' });
    else for (const type of ['strong', 'em', 'strike'] as const) if (depth[type] > 0) marks.push({ type });
    const href = links.at(-1) ?? null;
    if (href !== null) marks.push(linkTo(href));
    appendText(nodes, content, marks);
  };

  for (const token of tokens) {
    switch (token.type) {
      case 'strong_open':
      case 'strong_close':
        depth.strong += token.nesting;
        break;
      case 'em_open':
      case 'em_close':
        depth.em += token.nesting;
        break;
      case 's_open':
      case 's_close':
        depth.strike += token.nesting;
        break;
      case 'link_open': {
        const href = String(token.attrGet('href') ?? '');
        links.push(isAllowedLink(href) ? href : null);
        break;
      }
      case 'link_close':
        links.pop();
        break;
      case 'image': {
        // Images are named, not loaded: Jira would fetch from, and so report to, a stranger's server.
        const source = String(token.attrGet('src') ?? '');
        links.push(isAllowedLink(source) ? source : (links.at(-1) ?? null));
        add(token.content === '' ? source : token.content);
        links.pop();
        break;
      }
      case 'code_inline':
        add(token.content, true);
        break;
      case 'hardbreak':
        nodes.push({ type: 'hardBreak' });
        break;
      case 'softbreak':
        add(' ');
        break;
      default:
        add(token.content);
    }
  }
  return nodes;
}

function appendText(nodes: AdfNode[], content: string, marks: readonly AdfMark[]): void {
  const last = nodes.at(-1);
  if (last?.text !== undefined && JSON.stringify(last.marks ?? []) === JSON.stringify(marks)) {
    nodes[nodes.length - 1] = text(last.text + content, marks);
  } else {
    nodes.push(text(content, marks));
  }
}

/** The node in bold; how a heading looks where the schema allows none. */
export function emphasised(inline: AdfNode): AdfNode {
  const marks = inline.marks ?? [];
  const settled = marks.some((mark) => mark.type === 'code' || mark.type === 'strong');
  return inline.text === undefined || settled ? inline : text(inline.text, [{ type: 'strong' }, ...marks]);
}

const allowedSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Whether an address is one that may become a link: relative ones would lead into Jira, others run things. */
export function isAllowedLink(href: string): boolean {
  return URL.canParse(href) && allowedSchemes.has(new URL(href).protocol);
}

export function linkTo(href: string): AdfMark {
  return { type: 'link', attrs: { href } };
}
