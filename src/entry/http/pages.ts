import { type Request, type Response, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import { statusPage } from '../../core/status/page.tsx';
import { pirPage } from '../../core/status/pir-page.tsx';
import { pirsPage } from '../../core/status/pirs-page.tsx';
import { stylesheet } from '../../core/status/stylesheet.ts';
import { statusText } from '../../core/status/text.ts';
import type { Service } from '../service.ts';
import { isOnThisMachine } from './guard.ts';

type Format = 'html' | 'json' | 'text';

/** The first of the forms that the request takes; the first of all where it takes anything. */
function formatFor(request: Request, formats: readonly Format[]): Format {
  const format = request.accepts([...formats]);
  if (format === false) {
    throw new Failure(
      'request-invalid',
      `This page comes as ${formats.join(', ')}; Accept names none of them.`,
    );
  }
  return format as Format;
}

function send(response: Response, format: Format, body: { [form in Format]?: () => string }): void {
  response.vary('accept').type(format);
  response.send(body[format]?.() ?? '');
}

const json = (value: unknown) => () => `${JSON.stringify(value, null, 2)}\n`;

/**
 * What people look at; all but the status come as JSON under /api/v1 too.
 * @param token what the forms on the pages carry; a page that is called by another name than this machine's has none
 */
export function pages(service: Service, organisation: string, token: string): Router {
  const router = Router();

  const formsFor = (request: Request) => (isOnThisMachine(request) ? { token } : null);
  const sendStatus = async (request: Request, response: Response, format: Format) => {
    const status = await service.status();
    const html = () => statusPage(status, formsFor(request));
    send(response, format, { html, json: json(status), text: () => statusText(status) });
  };
  router.get('/', (_request, response) => response.redirect(302, '/status'));
  router.get('/status', (request, response) =>
    sendStatus(request, response, formatFor(request, ['html', 'json', 'text'])),
  );
  router.get('/status.json', (request, response) => sendStatus(request, response, 'json'));
  router.get('/status.txt', (request, response) => sendStatus(request, response, 'text'));

  router.get('/pirs', async (request, response) => {
    const format = formatFor(request, ['html', 'json']);
    const pirs = await service.pirs();
    send(response, format, { html: () => pirsPage(pirs, organisation), json: json(pirs) });
  });
  router.get('/pirs/:id', async (request, response) => {
    const format = formatFor(request, ['html', 'json']);
    const view = await service.pir(request.params.id);
    send(response, format, { html: () => pirPage(view, formsFor(request)), json: json(view) });
  });

  router.get('/assets/pir.css', (_request, response) => {
    // Its address carries a digest of the content.
    response.set('cache-control', 'public, max-age=31536000, immutable').type('css').send(stylesheet);
  });
  return router;
}
