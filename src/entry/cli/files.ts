import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { Failure } from '../../core/failure.ts';
import { largestEvidence } from '../../core/review/review.ts';
import type { Document } from '../../flows/submit-pir.ts';
import { documentFrom, largestDocument } from '../document.ts';

/**
 * Reads a PIR from a file.
 * @param path relative to the working directory
 * @param source where the document comes from, if that is not the path
 * @throws {Failure} file-missing, file-unreadable, file-too-large, file-binary, file-empty
 */
export function readDocument(path: string, source: string = path): Document {
  const size = statFile(path);
  if (size > largestDocument)
    throw new Failure('file-too-large', `${path} has ${Math.ceil(size / 1024 / 1024)} MB.`);
  return { ...documentFrom(readBytes(path), path), source };
}

/**
 * Reads a file of evidence, byte for byte.
 * @throws {Failure} file-missing, file-unreadable, evidence-too-large
 */
export function readEvidence(path: string): Uint8Array {
  const size = statFile(path);
  if (size > largestEvidence) throw new Failure('evidence-too-large', `${path} has ${size} bytes.`);
  return readBytes(path);
}

/**
 * Every Markdown file below a folder, by path; hidden folders, node_modules and links are left alone.
 * @throws {Failure} file-missing, file-unreadable
 */
export function markdownFiles(folder: string): readonly string[] {
  return entriesOf(folder)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = normalize(join(folder, entry.name));
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : markdownFiles(path);
      }
      return entry.isFile() && /\.(md|markdown)$/i.test(entry.name) ? [path] : [];
    });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Failure('file-missing', `There is no folder ${folder}.`, { cause });
    if (code === 'ENOTDIR') {
      throw new Failure('file-unreadable', `${folder} is a file, not a folder.`, {
        cause,
        hint: 'Name the folder it lies in, or approve it by itself: pir approve FILE.',
      });
    }
    throw new Failure('file-unreadable', `The folder ${folder} cannot be read: ${reason(cause)}.`, { cause });
  }
}

/**
 * Reads a YAML file.
 * @param hint what to do where it cannot be read, if not what the catalogue says
 * @throws {Failure} settings-unreadable with line and column of what is wrong
 */
export function readYaml(path: string, hint?: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
  } catch (cause) {
    if (cause instanceof YAMLParseError) {
      const place = cause.linePos?.[0];
      const where = place === undefined ? path : `${path}:${place.line}:${place.col}`;
      // The library's text ends with the same place, and an excerpt of the file in the lines below.
      const what = (cause.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
      throw new Failure('settings-unreadable', `${where}: ${what}.`, {
        cause,
        hint: 'Correct the YAML there.',
      });
    }
    throw new Failure('settings-unreadable', `${path} cannot be read: ${reason(cause)}.`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/**
 * Reads a small text that settings or the environment name.
 * @throws {Failure} settings-unreadable; the text names the path and never the content
 */
export function readText(path: string, hint: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure('settings-unreadable', `${path} cannot be read: ${reason(cause)}.`, { cause, hint });
  }
}

function statFile(path: string): number {
  let stats: ReturnType<typeof statSync>;
  try {
    stats = statSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Failure('file-missing', `There is no file ${path}.`, { cause });
    throw new Failure('file-unreadable', `${path} cannot be read: ${reason(cause)}.`, { cause });
  }
  if (stats.isDirectory()) throw new Failure('file-unreadable', `${path} is a folder.`);
  return stats.size;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Failure('file-unreadable', `${path} cannot be read: ${reason(cause)}.`, { cause });
  }
}

/** The system's error in plain words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EEXIST: 'it is there already',
    EISDIR: 'it is a folder',
  };
  return words[code ?? ''] ?? message;
}
