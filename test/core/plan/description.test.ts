import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PlanContext, ticketFields } from '../../../src/core/plan/ticket-fields.ts';
import { anItem, aPir, context } from './examples.ts';

const playbooks = { ...context, playbookUrl: 'https://wiki.example.com/playbooks' };

/** The playbook as the description has it. */
const playbookOf = (playbook: string, given: PlanContext = playbooks) =>
  ticketFields(anItem({ playbook }), aPir([]), given).description.find(
    ({ heading }) => heading === 'Playbook',
  );

describe('a playbook', () => {
  test.each([
    ['PB-12', 'PB-12', 'https://wiki.example.com/playbooks/PB-12'],
    ['PB-12: restart the queue', 'PB-12: restart the queue', 'https://wiki.example.com/playbooks/PB-12'],
    ['`queues/restart.md`', 'queues/restart.md', 'https://wiki.example.com/playbooks/queues/restart.md'],
    [
      '/queues/restart.md#step-2',
      '/queues/restart.md#step-2',
      'https://wiki.example.com/playbooks/queues/restart.md#step-2',
    ],
    ['[Restart](./restart.md)', 'Restart', 'https://wiki.example.com/playbooks/restart.md'],
    ['https://else.example.com/x', 'https://else.example.com/x', 'https://else.example.com/x'],
  ])('%s is linked', (playbook, text, url) => {
    expect(playbookOf(playbook)).toMatchObject({ paragraphs: [], link: { text, url } });
  });

  test.each([
    'Restart the queue by hand',
    '../../admin',
    'javascript:alert(1)',
    '[x](javascript:alert(1))',
    '//evil.example/x',
  ])('%s is named, or linked below where playbooks lie and nowhere else', (playbook) => {
    const { link = null, paragraphs = [] } = playbookOf(playbook) ?? {};
    if (link === null) expect(paragraphs).toEqual([playbook]);
    else expect(link.url).toMatch(/^https:\/\/wiki\.example\.com\/playbooks\//);
  });

  test('is only named where settings give no address', () => {
    expect(playbookOf('PB-12', context)).toMatchObject({ paragraphs: ['PB-12'], link: null });
  });
});

test('a description stays well under what Jira takes, whatever the document holds, and keeps its order', () => {
  const long = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.repeat(500));
  fc.assert(
    fc.property(long, long, fc.array(long, { maxLength: 8 }), (executiveSummary, objective, approach) => {
      const item = anItem({ objective, approach, estimate: '1 day' });
      const { description } = ticketFields(item, aPir([], { executiveSummary }), context);
      const texts = description.flatMap(({ paragraphs, steps }) => [...paragraphs, ...steps]);
      expect(texts.join('').length).toBeLessThan(10_100);
      expect(texts.join('')).not.toMatch(/\p{Surrogate}/u);
      expect(description[0]?.heading).toBe('Incident');
      expect(description.at(-1)?.link?.url).toBe(context.pirUrl);
    }),
    { numRuns: 50 },
  );
});
