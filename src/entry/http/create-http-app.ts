import express, { type Express } from 'express';
import { Failure } from '../../core/failure.ts';
import type { Check, Log } from '../../ports.ts';
import type { Service } from '../service.ts';
import { answerFailure } from './answer-failure.ts';
import { api } from './api.ts';
import { checkHost, checkOrigin, checkToken, secureHeaders } from './guard.ts';
import { pages } from './pages.ts';
import { probes } from './probes.ts';
import { logRequests } from './request-log.ts';

/** What the web service is made from. */
export interface HttpDeps {
  readonly log: Log;
  readonly organisation: string;
  /** Hosts it answers to beside this machine's own, with or without port. */
  readonly allowedHosts: 'loopback' | readonly string[];
  /** Asked of every write when set. */
  readonly writeToken?: string | null;
  readonly service: Service;
  /** The parts that must work before requests are sent here. Never throws. */
  ready(): Promise<readonly Check[]>;
}

/** The web service: pages for people, JSON for programs, probes for whoever runs it. */
export function createHttpApp(deps: HttpDeps): Express {
  const { log, organisation, service } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);

  app.use(logRequests(log), secureHeaders);
  // Probes call by the address of the machine, whatever it is, and learn nothing but names.
  app.use(probes(() => deps.ready(), log));
  app.use(checkHost(deps.allowedHosts), checkOrigin, checkToken(deps.writeToken ?? null));
  app.use('/api/v1', api(service));
  app.use(pages(service, organisation));
  app.use((request) => {
    throw new Failure('route-unknown', `There is no ${request.method} ${request.path}.`);
  });
  app.use(answerFailure({ log, organisation }));
  return app;
}
