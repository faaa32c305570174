import express, { type Request, type Response, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import { reviewPage } from '../../core/status/review-page.tsx';
import { reviewsPage } from '../../core/status/reviews-page.tsx';
import type { EvidenceFiles, ReviewService } from '../review-service.ts';
import { checkForm, isOnThisMachine } from './guard.ts';
import { filesOf, multipart } from './multipart.ts';
import { HandOverForm, parse } from './requests.ts';
import { sendFile } from './review-api.ts';
import { evidenceFrom, recordingFrom } from './review-form.ts';

type Address = { readonly pir: string; readonly milestone: string };

/**
 * The pages of reviews, and what their forms send. A form that does not fit comes back with what was entered and why.
 * @param token that the forms of our pages carry
 * @param by under which name a recording stands unless the form gives another
 */
export function reviewPages(service: ReviewService & EvidenceFiles, token: string, by: string): Router {
  const router = Router();
  const html = (response: Response, page: string) => response.vary('accept').type('html').send(page);

  router.get('/reviews', async (_request, response) => {
    html(response, reviewsPage(await service.reviews()));
  });
  router.get('/reviews/:pir/:milestone', async (request, response) => {
    const { pir, milestone } = request.params;
    const forms = isOnThisMachine(request) ? { token } : null;
    const state = { by, values: new Map<string, string>(), problem: null };
    html(response, reviewPage(await service.review(pir, milestone), forms, state));
  });
  router.post('/reviews/:pir/:milestone', multipart, checkForm(token), async (request, response) => {
    const { pir, milestone } = request.params as Address;
    const fields = request.body as Record<string, string>;
    try {
      const recording = recordingFrom(fields);
      // Evidence stands by itself: it is kept also where the rest comes back, as a chosen file could not be shown again.
      for (const evidence of evidenceFrom(fields, filesOf(response), { pir, milestone, by: recording.by }))
        await service.addEvidence(evidence);
      await service.recordReview({ pir, milestone, recording });
      response.redirect(303, request.originalUrl);
    } catch (error) {
      if (!(error instanceof Failure) || error.status >= 500 || error.status === 404) throw error;
      await comeBack(request, response, error);
    }
  });
  const small = express.urlencoded({ extended: false, limit: '10kb', inflate: false });
  router.post('/reviews/:pir/:milestone/facilitator', small, checkForm(token), async (request, response) => {
    const { pir, milestone } = request.params as Address;
    const { to } = parse(HandOverForm, request.body, 'form');
    await service.handOverReview({ pir, milestone, to, by });
    response.redirect(303, request.originalUrl.replace(/\/facilitator$/, ''));
  });
  router.get('/evidence/:id', async (request, response) => {
    sendFile(response, await service.evidenceFile(request.params.id));
  });

  /** The form as it was sent, over the review as it is by now, so that sending it again is a decision on that. */
  async function comeBack(
    request: Request,
    response: Response,
    { status, message, hint }: Failure,
  ): Promise<void> {
    const { pir, milestone } = request.params as Address;
    const values = new Map(Object.entries(request.body as Record<string, string>));
    for (const name of values.keys()) if (name.startsWith('evidence:')) values.delete(name);
    const view = await service.review(pir, milestone);
    response.status(status);
    html(response, reviewPage(view, { token }, { by, values, problem: `${message} ${hint}` }));
  }
  return router;
}
