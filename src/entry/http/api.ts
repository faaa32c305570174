import express, { type Request, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import { documentFrom, largestDocument } from '../document.ts';
import type { Service } from '../service.ts';
import {
  AdoptionBody,
  AdoptionQuery,
  ApprovalBody,
  ChaseBody,
  DriftBody,
  PlanQuery,
  parse,
  SubmitQuery,
  SyncQuery,
} from './requests.ts';

/**
 * The document in a body, byte for byte. Its type is not insisted on: `curl --data-binary @pir.md` calls it a form. A
 * multipart body is refused, since its frame would be stored as part of the document.
 */
const document = express.raw({
  limit: largestDocument,
  inflate: false,
  type: (request) => !/^(multipart\/|application\/json)/i.test(request.headers['content-type'] ?? ''),
});

function bytesOf(request: Request): Uint8Array {
  const body: unknown = request.body;
  if (body instanceof Uint8Array && body.length > 0) return body;
  if (/^(multipart\/|application\/json)/i.test(request.headers['content-type'] ?? '')) {
    throw new Failure('request-invalid', 'The body is not a Markdown document.', {
      hint: 'Send the file itself as text/markdown: curl --data-binary @pir.md -H "content-type: text/markdown".',
    });
  }
  throw new Failure('file-empty', 'The body is empty.');
}

const json = express.json({ limit: '1mb', inflate: false });

function jsonOf(request: Request): unknown {
  if (request.is('application/json')) return request.body;
  throw new Failure('request-invalid', 'The body of this request is JSON.', {
    hint: 'Send it with the header content-type: application/json.',
  });
}

/** What programs ask, the command line among them. Failures are problem+json. */
export function api(service: Service): Router {
  const router = Router();

  router.get('/status', async (_request, response) => {
    response.json(await service.status());
  });
  router.get('/pirs', async (_request, response) => {
    response.json(await service.pirs());
  });
  router.get('/pirs/:id', async (request, response) => {
    response.json(await service.pir(request.params.id));
  });

  router.post('/plans', document, async (request, response) => {
    const { source } = parse(PlanQuery, request.query, 'query');
    response.json(await service.plan(documentFrom(bytesOf(request), source ?? 'document')));
  });
  router.post('/pirs', document, async (request, response) => {
    const { source, by } = parse(SubmitQuery, request.query, 'query');
    const submission = await service.submit(documentFrom(bytesOf(request), source), by ?? 'API');
    response
      .status(201)
      .location(`/api/v1/pirs/${encodeURIComponent(submission.pirId)}`)
      .json(submission);
  });
  router.post('/pirs/:id/approval', json, async (request, response) => {
    const { fingerprint, by, items, declined, create, chase } = parse(ApprovalBody, jsonOf(request), 'body');
    const pir = request.params.id;
    response.json(
      await service.approve({
        pir,
        fingerprint,
        by,
        decisions: {
          only: items ?? null,
          declined: declined ?? {},
          ...(create === undefined ? {} : { create }),
        },
        ...(chase === undefined ? {} : { chase }),
      }),
    );
  });
  router.get('/adoptions', async (request, response) => {
    response.json(await service.adoptable(parse(AdoptionQuery, request.query, 'query').label));
  });
  router.post('/adoptions', json, async (request, response) => {
    const { label, keys, by } = parse(AdoptionBody, jsonOf(request), 'body');
    response.json(await service.adopt(label, keys, by));
  });
  router.get('/chasing', async (_request, response) => {
    response.json(await service.chasePreview());
  });
  router.post('/chasing', json, async (request, response) => {
    response.json(await service.chase(parse(ChaseBody, jsonOf(request), 'body').by));
  });
  router.get('/checks', async (_request, response) => {
    response.json(await service.checks());
  });
  router.post('/retries', async (_request, response) => {
    response.json(await service.retry());
  });
  router.post('/deliveries', async (_request, response) => {
    response.json(await service.deliver());
  });
  router.post('/sync', async (request, response) => {
    const { full } = parse(SyncQuery, request.query, 'query');
    response.json(await service.sync(full === 'true' ? 'all' : 'changes'));
  });
  router.get('/drift', async (_request, response) => {
    response.json(await service.drift());
  });
  router.post('/items/:id/drift', json, async (request, response) => {
    const { take, field, seen, by } = parse(DriftBody, jsonOf(request), 'body');
    const item = request.params.id;
    response.json(await service.settleDrift({ item, take, by, field: field ?? null, seen: seen ?? null }));
  });
  return router;
}
