import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import { Failure } from '../../core/failure.ts';
import type { Log } from '../../ports.ts';
import type { EvidenceFiles } from '../review-service.ts';
import type { Service } from '../service.ts';
import { answerFailure } from './answer-failure.ts';
import { api } from './api.ts';
import { driftForm } from './drift-form.ts';
import { checkHost, checkOrigin, checkToken, formToken, secureHeaders } from './guard.ts';
import { holdApi } from './hold-api.ts';
import { pages } from './pages.ts';
import { probes, type Readiness } from './probes.ts';
import { logRequests } from './request-log.ts';
import { reviewApi } from './review-api.ts';
import { reviewPages } from './review-pages.ts';
import { type Webhooks, webhooks } from './webhooks.ts';

/** What the web service is made from. */
export interface HttpDeps {
  readonly log: Log;
  readonly organisation: string;
  /** Hosts it answers to beside this machine's own, with or without port. */
  readonly allowedHosts: 'loopback' | readonly string[];
  /** Asked of every write when set. */
  readonly writeToken?: string | null;
  /** Under which name decisions taken on a page stand in the trail; there is no sign-in that would tell. */
  readonly pageUser?: string;
  readonly webhooks?: Webhooks;
  readonly service: Service & EvidenceFiles;
  /** The parts that must work before requests are sent here. Never throws. */
  ready(): Promise<Readiness>;
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
  // Jira calls by whatever name it was given, and signs what it sends.
  app.use(webhooks(deps.webhooks ?? { secrets: [], unsigned: false, take: async () => undefined }, log));
  app.use(checkHost(deps.allowedHosts), checkOrigin);
  app.use('/api/v1', checkToken(deps.writeToken ?? null), api(service), reviewApi(service), holdApi(service));
  const token = formToken(randomBytes(32).toString('hex'));
  const pageUser = deps.pageUser ?? 'somebody at the page';
  app.use(driftForm(service, token, pageUser));
  app.use(reviewPages(service, token, pageUser));
  app.use(pages(service, organisation, token));
  app.use((request) => {
    throw new Failure('route-unknown', `There is no ${request.method} ${request.path}.`);
  });
  app.use(answerFailure({ log, organisation }));
  return app;
}
