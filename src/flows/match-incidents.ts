import { addDays, dayAt, nextWorkingDay, type Workplace } from '../core/calendar.ts';
import { matchesIncident, secondLook } from '../core/review/due.ts';
import type { ItemOutcome } from '../core/review/review.ts';
import { standingVerdict } from '../core/review/scope.ts';
import type { Ports, Records } from '../ports.ts';

/**
 * Looks whether an incident came that a "too early to tell" waits for: a PIR submitted since whose title or root cause has
 * all the words that were given. Its item gets a second look on the next working day.
 * @returns how many verdicts found their incident
 */
export async function matchIncidents(
  { store, clock, holidays: source, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  { timeZone, place }: Workplace,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  const matches = await store.transaction(async (records) => {
    const outcomes = (await records.reviews.outcomes(null)).filter(waitsForIncident);
    return outcomes.length === 0 ? [] : await findIncidents(records, outcomes);
  });
  if (matches.length === 0) return 0;
  const tomorrow = addDays(today, 1);
  const on = nextWorkingDay(tomorrow, await source.of(place, tomorrow, addDays(tomorrow, 31)));
  let found = 0;
  for (const { outcome, incident } of matches) {
    const { pirId, itemId } = outcome;
    const isNew = await store.transaction(async (records) => {
      await records.pirs.lock(pirId);
      const item = await records.items.find(itemId);
      const outcomes = await records.reviews.outcomes(pirId);
      const standing = item === null ? null : standingVerdict(item, outcomes);
      if (standing?.milestone !== outcome.milestone || !waitsForIncident(standing)) return false;
      const look = secondLook(pirId, on, 'computed', await records.reviews.ofPir(pirId));
      await records.reviews.saveOutcomes([{ ...standing, until: on }]);
      await records.reviews.save(look === null ? [] : [look]);
      const payload = { incident, words: standing.untilIncident, until: on };
      await records.trail.append(
        pirId,
        'service',
        [{ action: 'incident-matched', subject: itemId, payload }],
        now,
      );
      return true;
    });
    if (!isNew) continue;
    found += 1;
    log.info('incident matched', { pirId, itemId, incident });
  }
  return found;
}

function waitsForIncident({ verdict, until, untilIncident }: ItemOutcome): boolean {
  return verdict === 'too-early' && until === null && untilIncident !== null;
}

async function findIncidents(records: Records, outcomes: readonly ItemOutcome[]) {
  const pirs = await records.pirs.list();
  const matches: { readonly outcome: ItemOutcome; readonly incident: string }[] = [];
  for (const outcome of outcomes) {
    for (const pir of pirs) {
      if (pir.id === outcome.pirId || pir.submittedAt <= outcome.at) continue;
      const rootCause = (await records.pirs.revision(pir.id, pir.revision))?.pir.rootCause ?? null;
      if (!matchesIncident(outcome.untilIncident ?? '', { title: pir.title, rootCause })) continue;
      matches.push({ outcome, incident: pir.incidentId ?? pir.title });
      break;
    }
  }
  return matches;
}
