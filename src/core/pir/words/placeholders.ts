import { plainText } from '../markdown/inline.ts';
import { topicOf } from './field-names.ts';

const numbered =
  /^(?:action|actions|action items?|item|items|task|todo|corrective action|preventive action|acción|ação|acao|acción correctiva|tâche|tarea|tarefa|maßnahme|aufgabe|アクション|アクションアイテム|対応|行动项|行动|任务|措施|액션|조치|액션 아이템|exemple|ejemplo|exemplo|beispiel|example|例|예시?)\s*(?:item\s*)?(?:#?\d{1,2}|[A-Z]|x+|n)?\s*(?:[/(（[:：—–-].*)?$/iu;
const wholeBracket = /^(?:\[[^\]]*\]|<[^>]*>|\$\{[^}]*\}|｛.*｝|【[^】]*】|\{(?!\{)[^{}]*\})[.:]?$/u;
const braces = /^\{\{\s*([^{}]*?)\s*\}\}[.:]?$/;
const filler = /\bYYYY\b|\blorem ipsum\b|^(?:\.{3}|…|tb[cd]|xx+|n\/a|example|sample)$/i;

/**
 * The text of a title, without template braces around real words; null where it only holds the place of one:
 * "{{ summary }}", "_[Specific, actionable item]_", "Item / Owner / Target date".
 */
export function withoutPlaceholder(title: string): string | null {
  const text = plainText(title);
  const inBraces = braces.exec(text)?.[1];
  if (inBraces !== undefined) return inBraces.split(/\s+/).length > 3 ? inBraces : null;
  // A link is no placeholder though its text stands in brackets.
  if (wholeBracket.test(text) && !/\]\(|^@?\[\[|^<@/.test(title)) return null;
  if (/^<[^>]*>$/.test(title.trim()) && !/^<(?:https?:|@[A-Z0-9])/i.test(title.trim())) return null;
  if (filler.test(text) || (numbered.test(text) && text.length < 80 && isShort(text))) return null;
  if (/^(?:\$\{|\{\{)/.test(text) && /\}$/.test(text)) return null;
  if (text.length > 500) return title; // no row of names is that long
  const parts = text
    .split(/\s*(?:[|/;,、]|\s[–—-]\s)\s*/)
    .map((part) => part.toLowerCase().replace(/[.()]/g, ''));
  if (parts.length > 1 && parts.every((part) => topicOf(part) !== null)) return null;
  return title;
}

/** "Action 1 (owner / due)" holds a place, "Action plan for the storage team" does not. */
function isShort(text: string): boolean {
  const [head = ''] = text.split(/[/(（[:：—–-]/, 1);
  const rest = text.slice(head.length);
  const words = rest
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  return words.length === 0 || words.some((word) => topicOf(word) !== null) || words.length < 2;
}

const templateTitle =
  /\btemplate\b|テンプレート|模板|템플릿|\bplantilla\b|\bmod[eè]le\b|\bmodelo\b|\bvorlage\b|\{\{|\$\{|YYYY|^<.*>$/i;

// "Incident #NNN", "INC-XXX"
const numberless = /[#-](?:N{2,}|X{2,})\b|AAAA-MM|JJJJ-MM/;
// "Postmortem: [short title]", "Post-mortem — <titre>"
const namedByBracket = /[:：–—-]\s*(?:\[[^\]]{3,80}\]|<[^>]{3,80}>|\{[^}]{3,80}\}|【[^】]{2,80}】)\s*$/u;
const choice = /^[([]?\p{L}[\p{L}\p{N} .-]{0,20}(?:\s*[|/]\s*[\p{L}\p{N}][\p{L}\p{N} .-]{0,20}){2,}[)\]]?$/u;
const pattern =
  /(?:^|[-_])(?:X{3}|#{3}|N{3})|YYYY|AAAA|JJJJ|\bMMDD\b|\bSEV[- ]?(?:[NX?]\b|[?_])|^[A-Z]{2,6}-?XX$|^(?:SEV[- ]?|[PS])\d ?[/|] ?(?:SEV[- ]?|[PS])?\d$/;

/** Whether a value of a form still waits to be filled in: "INC-XXXX", "[number]", "low | medium | high", "SEV-1/2/3". */
export function isUnfilled(value: string): boolean {
  const text = plainText(value);
  return pattern.test(text) || choice.test(text) || withoutPlaceholder(text) === null;
}

/** Whether a document is a blank form: by its title, and because it does not say when the incident was. */
export function isTemplate(heading: string | null, hasDate: boolean): boolean {
  return (
    heading !== null &&
    !hasDate &&
    (templateTitle.test(heading) || namedByBracket.test(heading) || numberless.test(heading))
  );
}

const wholeItalic = /^([*_])(?!\1)[\s\S]*[^*_]\1$|^<[A-Z][^<>]*>$/;

/** Whether a paragraph only tells the author what to write. */
export function isInstruction(text: string): boolean {
  return wholeItalic.test(text.trim()) || withoutPlaceholder(text) === null;
}
