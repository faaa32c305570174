import type { IncomingHttpHeaders } from 'node:http';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { NextFunction, Request, Response } from 'express';
import { Failure } from '../../core/failure.ts';
import { largestEvidence } from '../../core/review/review.ts';

/** A file of a form, under the name of its field. */
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The most that one form may hold. */
const limits = {
  fields: 4000,
  fieldSize: 50_000,
  fieldNameSize: 200,
  files: 20,
  fileSize: largestEvidence,
  parts: 4020,
  headerPairs: 20,
};

/**
 * Reads a form that may carry files into `request.body`, and its files into `response.locals.files`. What the sender calls
 * their type is not looked at. Fields left empty, and files nobody chose, are left out.
 * @throws {Failure} request-invalid, evidence-too-large; the rest of the body is thrown away then
 */
export async function multipart(request: Request, response: Response, next: NextFunction): Promise<void> {
  const { fields, files } = await readForm(request, request.headers);
  request.body = fields;
  response.locals.files = files;
  next();
}

/** The files that {@link multipart} read. */
export function filesOf(response: Response): readonly FormFile[] {
  return (response.locals.files ?? []) as readonly FormFile[];
}

function readForm(
  body: NodeJS.ReadableStream,
  headers: IncomingHttpHeaders,
): Promise<{ readonly fields: Record<string, string>; readonly files: readonly FormFile[] }> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = Object.create(null);
    const files: FormFile[] = [];
    let parser: InstanceType<typeof Busboy>;
    const fail = (failure: Failure) => {
      body.unpipe(parser);
      body.resume();
      reject(failure);
    };
    const invalid = (cause?: unknown) =>
      new Failure('request-invalid', 'The form cannot be read.', { cause });
    try {
      parser = new Busboy({ headers: headers as BusboyHeaders, limits });
    } catch (error) {
      reject(invalid(error));
      return;
    }
    parser.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) fail(new Failure('request-invalid', `The field "${name}" is too long.`));
      else if (value.trim() !== '') fields[name] = value;
    });
    parser.on('file', (field, stream, name) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () =>
        fail(new Failure('evidence-too-large', `The file "${name}" is larger than 5 MB.`)),
      );
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (name && bytes.length > 0) files.push({ field, name, bytes });
      });
    });
    for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
      parser.on(event, () => fail(new Failure('request-invalid', 'The form has more parts than are read.')));
    parser.on('error', (error: unknown) => fail(invalid(error)));
    parser.on('finish', () => resolve({ fields, files }));
    body.on('aborted', () => reject(invalid()));
    body.pipe(parser);
  });
}
