import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { stylesheetHref } from './stylesheet.ts';

/** A check mark in a box, as data: the policy allows no other picture. */
const icon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"%3E%3Crect width="32" height="32" rx="7" fill="%230a56a5"/%3E%3Cpath d="M8 17l6 6 11-14" fill="none" stroke="%23fff" stroke-width="4"/%3E%3C/svg%3E';

/** What every page has around its content. */
export interface PageFrame {
  /** Of the browser's tab; the organisation follows it. */
  readonly title: string;
  readonly organisation: string;
  readonly here: 'status' | 'reviews' | 'pirs' | null;
  readonly asOf: string | null;
  /** Small print below the content. */
  readonly footer: readonly string[];
}

function Tab({ href, here, children }: { href: string; here: boolean; children: ComponentChildren }) {
  return (
    <a href={href} aria-current={here ? 'page' : undefined}>
      {children}
    </a>
  );
}

/** Renders a whole HTML document. Text reaches it through JSX only, which escapes it. */
export function renderPage(frame: PageFrame, content: VNode): string {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${frame.title} · ${frame.organisation}`}</title>
        <link rel="stylesheet" href={stylesheetHref} />
        <link rel="icon" href={icon} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="bar">
          <div>
            <span class="name text">{frame.organisation}</span>
            <nav aria-label="Pages">
              <Tab href="/status" here={frame.here === 'status'}>
                Status
              </Tab>
              <Tab href="/reviews" here={frame.here === 'reviews'}>
                Reviews
              </Tab>
              <Tab href="/pirs" here={frame.here === 'pirs'}>
                PIRs
              </Tab>
            </nav>
            {frame.asOf === null ? null : <span class="as-of">As of {frame.asOf}</span>}
          </div>
        </header>
        <main id="content" tabIndex={-1}>
          {content}
        </main>
        <footer>
          {frame.footer.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </footer>
      </body>
    </html>
  );
  return `<!DOCTYPE html>\n${renderToString(page)}\n`;
}
