import express, { Router } from 'express';
import type { Service } from '../service.ts';
import { checkForm } from './guard.ts';
import { DriftForm, parse } from './requests.ts';

/**
 * What the buttons beside a difference send. After the decision the browser goes back to the page it came from.
 * @param token that the forms of our pages carry
 * @param by under which name the decision stands in the trail
 */
export function driftForm(service: Service, token: string, by: string): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '10kb', inflate: false });
  router.post('/items/:id/drift', form, checkForm(token), async (request, response) => {
    const { take, field, seen, back } = parse(DriftForm, request.body, 'form');
    await service.settleDrift({ item: request.params.id as string, field, take, seen, by });
    response.redirect(303, back);
  });
  return router;
}
