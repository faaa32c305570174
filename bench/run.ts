import { parseArgs } from 'node:util';
import { type Bench, printFigures } from './figure.ts';
import { readingAgainstMdast } from './reading-against-mdast.ts';
import { readingGrowth } from './reading-growth.ts';
import { readingHostile } from './reading-hostile.ts';
import { readingOne } from './reading-one.ts';
import { ticketsCatchingUp } from './tickets-catching-up.ts';
import { ticketsCreation } from './tickets-creation.ts';
import { ticketsWebhooks } from './tickets-webhooks.ts';

/** What can be measured, by the name it is called with. */
const benches: Readonly<Record<string, readonly Bench[]>> = {
  reading: [readingOne, readingAgainstMdast, readingGrowth, readingHostile],
  tickets: [ticketsCreation, ticketsCatchingUp, ticketsWebhooks],
};

/** `npm run bench -- [reading tickets …] [--format text|json]`; exits with 1 where a goal does not hold, with 2 on wrong use. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' } },
  });
  const { format } = values;
  const unknown = positionals.filter((name) => benches[name] === undefined);
  if (unknown.length > 0)
    throw new RangeError(`There is no bench "${unknown[0]}", only: ${Object.keys(benches)}`);
  if (format !== 'text' && format !== 'json') throw new RangeError('--format takes text or json');
  const names = positionals.length === 0 ? Object.keys(benches) : positionals;
  const figures = [];
  for (const bench of names.flatMap((name) => benches[name] ?? [])) figures.push(...(await bench()));
  process.stdout.write(printFigures(figures, format));
  return figures.every(({ holds }) => holds) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
