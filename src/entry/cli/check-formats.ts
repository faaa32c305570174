import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Severity } from '../../core/pir/finding.ts';
import type { Reading } from '../../core/pir/pir.ts';
import { findingBlocks, findingsText, summaryText } from '../../core/pir/render-findings.ts';
import { explain, rules } from '../../core/pir/rules/rules.ts';

/** A file that was read. */
export interface Checked {
  readonly file: string;
  readonly text: string;
  readonly reading: Reading;
}

/** How `pir check` prints; each gives the whole output for all files. */
export const checkFormats: Readonly<
  Record<string, (checked: readonly Checked[], version: string) => string>
> = {
  text: (checked) => {
    const [only, ...others] = checked;
    if (only === undefined) return '';
    if (others.length === 0) return findingsText(only.file, only.text, only.reading);
    const parts = checked.flatMap(({ file, text, reading }) => findingBlocks(file, text, reading));
    return `${[...parts, `${checked.length} files: ${summaryText(checked.map(({ reading }) => reading))}`].join('\n\n')}\n`;
  },
  json: (checked) => {
    const results = checked.map(({ file, reading: { pir, findings, ignored = [] } }) => ({
      ...{ file, pir, findings },
      ...(ignored.length === 0 ? {} : { ignored }),
    }));
    return `${JSON.stringify(results, null, 2)}\n`;
  },
  github: (checked) =>
    checked
      .flatMap(({ file, reading }) => reading.findings.map((finding) => annotation(file, finding)))
      .join(''),
  sarif: (checked, version) => `${JSON.stringify(sarif(checked, version), null, 2)}\n`,
};

const githubLevels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** A workflow command of GitHub Actions; values are escaped as its toolkit does. */
function annotation(file: string, { severity, line, column, code, message, hint }: Finding): string {
  const value = (text: string) =>
    text
      .replace(/%/g, '%25')
      .replace(/\r/g, '%0D')
      .replace(/\n/g, '%0A')
      .replace(/:/g, '%3A')
      .replace(/,/g, '%2C');
  const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const place = [
    `file=${value(file.split(sep).join('/'))}`,
    `line=${line}`,
    ...(column === undefined ? [] : [`col=${column}`]),
  ];
  return `::${githubLevels[severity]} ${[...place, `title=${code}`].join(',')}::${data(`${message} ${hint}`)}\n`;
}

/** A reference to a file, as RFC 3986 has it; a colon in the first part of a path would be read as a scheme. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join('/');
}

const sarifLevels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The findings as SARIF 2.1.0 (OASIS), for code scanning. */
function sarif(checked: readonly Checked[], version: string): object {
  const results = checked.flatMap(({ file, reading }) =>
    reading.findings.map(({ code, severity, line, column, message, hint }) => ({
      ruleId: code,
      ruleIndex: rules.findIndex((entry) => entry.code === code),
      level: sarifLevels[severity],
      message: { text: `${message} ${hint}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
          },
        },
      ],
    })),
  );
  const driver = {
    name: 'pir-tracker',
    version,
    rules: rules.map(({ code }) => {
      const explanation = explain(code);
      return {
        id: code,
        shortDescription: { text: explanation?.title ?? code },
        fullDescription: { text: explanation?.why ?? code },
        help: { text: explanation?.mend ?? code },
      };
    }),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
}
