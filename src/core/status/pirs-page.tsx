import { counted } from '../notice/wording.ts';
import { renderPage } from './layout.tsx';
import type { PirLine } from './status.ts';
import { PirTable } from './status-tables.tsx';

/** The page of all PIRs, those that ask for something first. */
export function pirsPage(pirs: readonly PirLine[], organisation: string): string {
  const waiting = pirs.filter((pir) => pir.state === 'submitted').length;
  return renderPage(
    { title: 'PIRs', organisation, here: 'pirs', asOf: null, footer: [] },
    <>
      <h1>{counted(pirs.length, 'PIR')}</h1>
      <p class="lead">
        {waiting === 0
          ? 'None waits for approval.'
          : `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for approval; until then no ticket is created.`}
      </p>
      <section aria-label="PIRs">
        {pirs.length === 0 ? (
          <p class="empty">No PIR yet. Submit one with: pir plan FILE, then pir approve FILE.</p>
        ) : (
          <PirTable rows={pirs} />
        )}
      </section>
    </>,
  );
}
