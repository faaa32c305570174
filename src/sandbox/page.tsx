import type { Response } from 'express';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { style } from './style.ts';

/** One page of the sandbox; all that is put into it is escaped. */
export function Page(props: {
  readonly title: string;
  readonly name: string;
  readonly note: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <link rel="icon" href="data:," />
        <style>{style}</style>
      </head>
      <body>
        <header>
          <a href="/">{props.name}</a>
          <span>{props.note}</span>
        </header>
        <main>{props.children}</main>
      </body>
    </html>
  );
}

/** Sends a page. It loads nothing from anywhere and runs no script. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  response
    .status(status)
    .set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    })
    .type('html')
    .send(`<!doctype html>${renderToString(page)}`);
}
