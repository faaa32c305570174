import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One import of one file; `target` is a path from the root for our own files, a package name otherwise. */
interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
  readonly own: boolean;
}

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );

const files = ['src', 'db', 'bench', 'test']
  .filter((folder) => readdirSync(root).includes(folder))
  .flatMap(walk)
  .filter((file) => /\.tsx?$/.test(file));
const sources = files.filter((file) => file.startsWith('src/') || file.startsWith('db/'));
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const code = new Map(sources.map((file) => [file, withoutComments(text(file))]));

/** Comments blanked out, line breaks kept, so that prose is not taken for code and lines still count right. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*/g, (comment) =>
    comment.replace(/[^\n]/g, ' '),
  );
}

const imports: readonly Import[] = sources.flatMap((file) =>
  [...(code.get(file) ?? '').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match): Import => {
    const name = match[1] ?? '';
    const line = (code.get(file) ?? '').slice(0, match.index).split('\n').length;
    const own = name.startsWith('.');
    return { file, line, own, target: own ? posix.join(dirname(file), name) : name };
  }),
);

/** Rooms of the core, each of which may import only those before it. */
const rooms = ['pir', 'plan', 'sync', 'review', 'notice', 'delivery', 'status'];
const roomOf = (file: string) => /^src\/core\/(\w+)\//.exec(file)?.[1] ?? null;

/** Packages that only compute: no input, no output, no clock. node:crypto only for its hashes. */
const purePackages = /^(markdown-it|temporal-polyfill|preact|preact-render-to-string|node:crypto)(\/.*)?$/;

/** Who may import what of ours; the first pattern that fits the importing file counts. */
const mayImport: readonly { readonly from: RegExp; readonly may: RegExp; readonly way: string }[] = [
  {
    from: /^src\/core\//,
    may: /^src\/core\//,
    way: 'the core imports only the core; hand the value in as an argument',
  },
  {
    from: /^src\/(ports|records)\.ts$/,
    may: /^src\/(core\/|records\.ts$)/,
    way: 'ports speak in types of the core',
  },
  {
    from: /^src\/settings(-schema|-jira)?\.ts$/,
    may: /^src\/(core\/|settings-(schema|jira)\.ts$)/,
    way: 'settings speak in types of the core',
  },
  {
    from: /^src\/flows\//,
    may: /^src\/(core\/|ports\.ts$|flows\/((planning|locked-pir)\.ts$|deliver\/))/,
    way: 'a flow imports core and ports, and never another flow; let the entry call both',
  },
  {
    from: /^src\/adapters\/postgres\//,
    may: /^(src\/(core\/|(ports|records)\.ts$|adapters\/postgres\/)|db\/migrations\/)/,
    way: 'an adapter imports core, ports and its own folder',
  },
  { from: /^src\/adapters\/jira\//, may: /^src\/(core\/|ports\.ts$|adapters\/jira\/)/, way: 'as above' },
  { from: /^src\/adapters\/mail\//, may: /^src\/(core\/|ports\.ts$|adapters\/mail\/)/, way: 'as above' },
  { from: /^src\/adapters\/system\//, may: /^src\/(core\/|ports\.ts$|adapters\/system\/)/, way: 'as above' },
  {
    from: /^src\/entry\/cli\//,
    may: /^src\/(core|flows|entry|sandbox)\/|^src\/(ports|settings|settings-schema)\.ts$/,
    way: 'the command line gets adapters handed in from main',
  },
  {
    from: /^src\/entry\//,
    may: /^src\/(core|flows|entry\/(?!cli\/))|^src\/(ports|settings|settings-schema)\.ts$/,
    way: 'an entry gets adapters handed in from main, and only the command line knows the sandbox',
  },
  {
    from: /^src\/sandbox\//,
    may: /^src\/(core|sandbox)\//,
    way: 'the sandbox stands for the outside: it knows no adapter',
  },
  { from: /^src\/main\.ts$/, may: /./, way: '' },
  { from: /^db\/migrations\//, may: /^$/, way: 'a migration must not change when the code does' },
];

const at = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`;

describe('the import rules', () => {
  test('hold between folders', () => {
    const breaches = imports
      .filter((entry) => entry.own)
      .flatMap((entry) => {
        const rule = mayImport.find(({ from }) => from.test(entry.file));
        if (rule === undefined) return [`${at(entry)} lies in no folder of the layout`];
        return rule.may.test(entry.target) ? [] : [`${at(entry)} imports ${entry.target}: ${rule.way}`];
      });
    expect(breaches).toEqual([]);
  });

  test('lead one way through the rooms of the core', () => {
    const breaches = imports
      .filter((entry) => entry.own && entry.file.startsWith('src/core/'))
      .filter((entry) => {
        const [from, to] = [roomOf(entry.file), roomOf(entry.target)];
        if (to === null) return false;
        return from === null || rooms.indexOf(to) > rooms.indexOf(from);
      })
      .map(
        (entry) =>
          `${at(entry)} imports ${entry.target}: the way is ${rooms.join(' < ')}; move what both need upstream`,
      );
    expect(breaches).toEqual([]);
  });

  test('let only pure packages into the core, only kysely into migrations', () => {
    const breaches = imports
      .filter((entry) => !entry.own)
      .filter(
        (entry) =>
          (entry.file.startsWith('src/core/') && !purePackages.test(entry.target)) ||
          (entry.file.startsWith('db/') && entry.target !== 'kysely') ||
          (entry.file.startsWith('src/flows/') && entry.target !== 'node:crypto'),
      )
      .map((entry) => `${at(entry)} imports ${entry.target}`);
    expect(breaches).toEqual([]);
  });

  test('leave no cycle', () => {
    const graph = new Map(
      sources.map((file) => [file, imports.filter((entry) => entry.own && entry.file === file)]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      for (const entry of graph.get(file) ?? []) visit(entry.target, [...path, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('the house style', () => {
  const linesWith = (pattern: RegExp, among: readonly string[]) =>
    among.flatMap((file) =>
      (code.get(file) ?? '')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );

  test('keeps clock, chance, environment and output out of the core', () => {
    const core = sources.filter((file) => file.startsWith('src/core/'));
    const impure =
      /\bnew Date\(|\bDate\.now\b|\bMath\.random\b|\bprocess\.|\bfetch\(|\bsetTimeout\b|\bsetInterval\b|\bconsole\.|\brandomBytes\b|\brandomUUID\b|Temporal\.Now\b/;
    expect(linesWith(impure, core)).toEqual([]);
  });

  test('reads the environment in main only, and the clock in adapters only', () => {
    const others = sources.filter((file) => file !== 'src/main.ts');
    expect(linesWith(/\bprocess\.env\b/, others)).toEqual([]);
    const inside = others.filter((file) => /^src\/(flows|entry)\//.test(file));
    expect(linesWith(/\bnew Date\(|\bDate\.now\b|Temporal\.Now\b/, inside)).toEqual([]);
  });

  test('names files in kebab case, and none after nothing in particular', () => {
    const paths = files
      .map((file) => relative('.', file))
      .filter((file) => !file.startsWith('test/examples/'));
    const vague = /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\/|\.|$)|(^|\/)index\.tsx?$/;
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|d))?\.tsx?$/;
    const migration = /^\d{4}_[a-z0-9_]+\.ts$/;
    const wrong = paths.filter(
      (file) =>
        vague.test(file) || !(file.startsWith('db/migrations/') ? migration : kebab).test(basename(file)),
    );
    expect(wrong).toEqual([]);
  });

  test('cuts a file in two before it has 350 lines', () => {
    const long = files
      .map((file) => ({ file, lines: text(file).split('\n').length }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  test('gives every log line a fixed message, so that it can be searched for', () => {
    expect(linesWith(/\blog\.(debug|info|warn|error)\(\s*`/, sources)).toEqual([]);
  });
});
