/** A document without its front matter, and what that says. */
export interface FrontMatter {
  /** As many lines as came in; those of the front matter are empty. */
  readonly lines: readonly string[];
  /** The values of its top level, by their names in lower case. */
  readonly values: ReadonlyMap<string, string>;
}

const yaml = /^(?:["']?([\p{L}][\p{L}\p{N} _.-]{0,60}?)["']?\s{0,3}:(?:\s+(.*))?|\s.*|#.*|-\s.*|[}\]],?|)$/u;
const toml = /^(?:([\p{L}][\p{L}\p{N}_.-]{0,60})\s{0,3}=\s{0,3}(.*)|\s.*|#.*|\[.*\]|[}\]],?|)$/u;

/**
 * Takes YAML (`---`) or TOML (`+++`) front matter off a document, as Jekyll and Hugo write it. Only plain values of the
 * top level are read. Lines that are none of it make the fence a ruler, and nothing is taken.
 */
export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const fence = lines[0]?.trimEnd();
  const none = { lines, values: new Map<string, string>() };
  if (fence !== '---' && fence !== '+++') return none;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence);
  if (end < 2) return none;
  const values = new Map<string, string>();
  const pattern = fence === '---' ? yaml : toml;
  let table = false;
  for (const line of lines.slice(1, end)) {
    const found = pattern.exec(line.trimEnd());
    if (found === null) return none;
    if (fence === '+++' && line.startsWith('[')) table = true;
    const [, name = '', value = ''] = found;
    if (name !== '' && !table) values.set(name.toLowerCase(), unquote(value));
  }
  if (values.size === 0) return none;
  return { lines: lines.map((line, index) => (index <= end ? '' : line)), values };
}

function unquote(value: string): string {
  const text = value.trim();
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(text);
  if (quoted !== null) return quoted[2] ?? '';
  return /^[|>][+-]?$/.test(text) ? '' : text.replace(/\s#\s.*$/, '');
}
