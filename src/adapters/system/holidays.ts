import { addDays, type Day, type Holidays, noHolidays, type Place } from '../../core/calendar.ts';
import { Failure } from '../../core/failure.ts';
import type { HolidaySource } from '../../ports.ts';

type Library = typeof import('date-holidays').default;

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * Public holidays by the package date-holidays, which takes a third of a second to load: it is loaded when a place is
 * first asked for, and each year of a place is worked out once. Half days and days that only banks or schools have off
 * are working days.
 */
export function createHolidaySource(): HolidaySource {
  let library: Promise<Library> | null = null;
  const years = new Map<string, readonly Day[]>();
  return {
    of: async (place, from, to) => {
      if (place === null) return noHolidays;
      library ??= import('date-holidays').then((module) => module.default);
      const loaded = await library;
      const days = new Set<Day>();
      for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
        const key = `${place.country} ${place.region} ${year}`;
        const known = years.get(key) ?? holidaysIn(loaded, place, year);
        years.set(key, known);
        for (const day of known) days.add(day);
      }
      return days satisfies Holidays;
    },
  };
}

function holidaysIn(library: Library, { country, region }: Place, year: number): readonly Day[] {
  const source = new library();
  if (!Object.hasOwn(source.getCountries(), country)) {
    throw new Failure('settings-invalid', `No holidays are known for the country "${country}".`, {
      hint: 'Give a country by its two letters (ISO 3166-1), such as DE, or null for no holidays.',
    });
  }
  const regions: Record<string, string> = source.getStates(country) ?? {};
  if (region !== null && !Object.hasOwn(regions, region)) {
    const list = Object.keys(regions).join(', ') || 'none';
    throw new Failure('settings-invalid', `No holidays are known for "${region}" in ${country}.`, {
      hint: `Regions of ${country} with holidays of their own: ${list}.`,
    });
  }
  if (region === null) source.init(country);
  else source.init(country, region);
  return source
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      // `date` is the place's own calendar day; start and end only tell how long it lasts.
      const length = Math.floor((end.getTime() - start.getTime()) / dayInMs);
      return Array.from({ length }, (_, offset) => addDays(date.slice(0, 10) as Day, offset));
    });
}
