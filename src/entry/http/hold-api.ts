import express, { type Request, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import type { HoldService } from '../hold-service.ts';
import { ChannelName, DiscardBody, HoldBody, parse, ReleaseBody } from './requests.ts';

const json = express.json({ limit: '100kb', inflate: false });

/** What programs ask about deliveries that are held back, under /holds/jira and /holds/mail. */
export function holdApi(service: HoldService): Router {
  const router = Router();
  router.get('/holds/:channel', async (request, response) => {
    response.json(await service.held(channelOf(request)));
  });
  router.post('/holds/:channel', json, async (request, response) => {
    const channel = channelOf(request);
    response.json(await service.hold({ channel, ...parse(HoldBody, jsonOf(request), 'body') }));
  });
  router.post('/holds/:channel/release', json, async (request, response) => {
    const channel = channelOf(request);
    response.json(await service.release({ channel, ...parse(ReleaseBody, jsonOf(request), 'body') }));
  });
  router.post('/holds/:channel/discard', json, async (request, response) => {
    const channel = channelOf(request);
    response.json(await service.discard({ channel, ...parse(DiscardBody, jsonOf(request), 'body') }));
  });
  return router;
}

function channelOf(request: Request) {
  return parse(ChannelName, request.params.channel, 'path');
}

function jsonOf(request: Request): unknown {
  if (request.is('application/json')) return request.body;
  throw new Failure('request-invalid', 'The body of this request is JSON.', {
    hint: 'Send it with the header content-type: application/json.',
  });
}
