import express, { type Request, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import { largestEvidence } from '../../core/review/review.ts';
import type { EvidenceFile } from '../../flows/show-reviews.ts';
import type { EvidenceFiles, ReviewService } from '../review-service.ts';
import { EvidenceBody, EvidenceQuery, HandOverBody, parse, RecordingBody } from './requests.ts';

const json = express.json({ limit: '1mb', inflate: false });
/** A file byte for byte, whatever the sender calls it; JSON is read as JSON. */
const file = express.raw({
  limit: largestEvidence,
  inflate: false,
  type: (request) => !/^(multipart\/|application\/json)/i.test(request.headers['content-type'] ?? ''),
});

/** What programs ask about reviews. */
export function reviewApi(service: ReviewService & EvidenceFiles): Router {
  const router = Router();
  router.get('/reviews', async (_request, response) => {
    response.json(await service.reviews());
  });
  router.get('/reviews/:pir/:milestone', async (request, response) => {
    const { pir, milestone } = request.params;
    response.json(await service.review(pir, milestone));
  });
  router.post('/reviews/:pir/:milestone', json, async (request, response) => {
    const { pir, milestone } = request.params as { pir: string; milestone: string };
    const { items, note, ...rest } = parse(RecordingBody, jsonOf(request), 'body');
    const recording = { ...rest, note: note ?? null, entries: items };
    response.json(await service.recordReview({ pir, milestone, recording }));
  });
  router.post('/reviews/:pir/:milestone/facilitator', json, async (request, response) => {
    const { pir, milestone } = request.params as { pir: string; milestone: string };
    response.json(
      await service.handOverReview({ pir, milestone, ...parse(HandOverBody, jsonOf(request), 'body') }),
    );
  });
  router.post('/reviews/:pir/:milestone/evidence', json, file, async (request, response) => {
    const { pir, milestone } = request.params as { pir: string; milestone: string };
    const body: unknown = request.body;
    if (body instanceof Uint8Array && body.length > 0) {
      const { item, by, name } = parse(EvidenceQuery, request.query, 'query');
      const evidence = { pir, milestone, item, by, kind: 'file', text: name, bytes: body } as const;
      response.status(201).json(await service.addEvidence(evidence));
      return;
    }
    const given = parse(EvidenceBody, jsonOf(request), 'body');
    const { item, by } = given;
    const said =
      'link' in given
        ? ({ kind: 'link', text: given.link } as const)
        : ({ kind: 'text', text: given.text } as const);
    response.status(201).json(await service.addEvidence({ pir, milestone, item, by, ...said, bytes: null }));
  });
  router.get('/evidence/:id', async (request, response) => {
    sendFile(response, await service.evidenceFile(request.params.id));
  });
  return router;
}

/**
 * Sends a file of evidence to be saved, never to be shown: somebody uploaded it, and nobody vouches for what it is. Its name
 * goes encoded, so that no name can end the header or the quotes.
 */
export function sendFile(response: express.Response, { evidence, bytes }: EvidenceFile): void {
  const plain = evidence.text.replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(evidence.text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  response.set({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.send(Buffer.from(bytes));
}

function jsonOf(request: Request): unknown {
  if (request.is('application/json')) return request.body;
  throw new Failure('request-invalid', 'The body is not JSON.', {
    hint: 'Send it with the header content-type: application/json; a file of evidence as application/octet-stream.',
  });
}
