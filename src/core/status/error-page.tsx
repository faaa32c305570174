import { renderPage } from './layout.tsx';

/** What went wrong, for a person. */
export interface ErrorView {
  readonly status: number;
  /** `PIR unknown`. */
  readonly title: string;
  /** What happened, one sentence. */
  readonly detail: string;
  /** What to do about it, one sentence. */
  readonly hint: string;
  readonly requestId: string;
}

/** A page that says what went wrong and what to do. */
export function errorPage(error: ErrorView, organisation: string): string {
  return renderPage(
    {
      title: error.title,
      organisation,
      here: null,
      asOf: null,
      footer: [`Status ${error.status}, request ${error.requestId}.`],
    },
    <>
      <h1>{error.title}</h1>
      <p class="text">{error.detail}</p>
      <p class="lead text">{error.hint}</p>
      <p>
        <a href="/status">Go to the status</a>
      </p>
    </>,
  );
}
