import { Failure } from '../core/failure.ts';
import type { Document } from '../flows/submit-pir.ts';

/** A PIR may have up to 10 MB. */
export const largestDocument = 10 * 1024 * 1024;

/**
 * A document from its bytes, as they came in.
 * @throws {Failure} file-binary, file-empty
 */
export function documentFrom(bytes: Uint8Array, source: string): Document {
  if (bytes.includes(0)) throw new Failure('file-binary', `${source} is not a text file.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('file-binary', `${source} is not text in UTF-8.`, { cause });
  }
  if (text.replace(/^\uFEFF/, '').trim() === '') throw new Failure('file-empty', `${source} is empty.`);
  return { bytes, text, source };
}
