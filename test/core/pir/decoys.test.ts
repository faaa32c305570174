import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const titles = (...lines: string[]) => readPir(lines.join('\n')).pir.items.map(({ title }) => title);

describe('what only looks like an item is none', () => {
  test.each([
    ['an empty bullet', ['## Action Items', '', '-']],
    ['"None."', ['## Action Items', '', 'None.']],
    ['a sentence that says so', ['## Action Items', '', 'There are no action items for this incident.']],
    ['"None at this time" in a bullet', ['## Action Items', '- None at this time']],
    [
      'five whys, even among the actions',
      ['## Actions', '### 5 Whys', '1. Why was it dark? The fuse blew.', '2. Why? It was old.'],
    ],
    [
      'prose that tells what the fix was',
      ['## Corrective actions', 'The fuse was the wrong one for the cellar. The fix was to take it out.'],
    ],
    [
      'sample rows below a title that waits for its words',
      ['# Post-Mortem: [Short title]', '## Actions', '|Action|Owner|', '|-|-|', '|Add an alert|SRE|'],
    ],
    ['"No actions" as a bullet', ['## Action Items', '', '- No further actions required.']],
    [
      'a list that closes the report',
      ['## Actions', '- [x] Incident has been dealt with', '- [x] Sections above are filled out'],
    ],
    ['a test checklist', ['## Testing Checklist', '- [ ] Light goes on', '- [ ] Light goes off']],
    ['a form in a code fence', ['```', '## Action Items', '- [ ] Fit a fuse', '```']],
    [
      'placeholders',
      [
        '## Action Items',
        '- [ ] {{ summary }}',
        `- [ ] $${'{first item}'}`,
        '- [ ] [Specific, actionable item]',
        '- [ ] Item / Owner / Target date',
        '- [ ] Action 1',
      ],
    ],
    [
      'a sample row',
      ['## Action Items', '|Action|Owner|Due|', '|-|-|-|', '|Write the thing|_[Name]_|YYYY-MM-DD|'],
    ],
    [
      'everything in a blank form',
      ['# Incident review template', '## Action Items', '- [ ] Improve the alerts'],
    ],
    [
      'an instruction to the author',
      ['## Action Items', '_Describe what will be done, by whom and until when._'],
    ],
    [
      'a legend',
      [
        '## Action Items',
        '- Prevent - so that it does not happen again',
        '- Detect - so that it is seen sooner',
      ],
    ],
    [
      'advice to others',
      ['## Recommendations', '- House owners should check their fuses.', '- Fitters should label switches.'],
    ],
    [
      'a timeline',
      ['# Dark house', '', '| Time | Action | Owner |', '|-|-|-|', '| 10:00 | Light went off | Kim |'],
    ],
    [
      'a row that leaves its state to be chosen',
      ['## Actions', '|Action|Owner|Status|', '|-|-|-|', '|What to do|Team|Done / In progress / Planned|'],
    ],
    ['the steps of the mitigation', ['## Mitigation Steps', '### Step 1', '- Looked at the fuse box']],
    [
      'a form in French',
      [
        '# Incident #NNN — Titre court',
        '**Date** : AAAA-MM-JJ',
        '## Prévention',
        'Ce qui a été mis en place.',
      ],
    ],
    [
      'a reminder among the measures',
      ['## Prevention', '### A reminder', '- Lamps are hot', '### Lamp reminder', '- Fuses are not'],
    ],
    ['a schedule of reviews', ['## Follow-Up', '- 1-week review: high-priority items (Jan 20)']],
    ['what was done at once', ['## Response', '### Immediate Actions', '- Lit a candle']],
    [
      'an improvement with owner and timeline',
      ['## What Could Be Better', '### 1. Light', '- **Owner**: @kim.lee', '- **Timeline**: 2 weeks'],
    ],
  ])('%s', (_name, lines) => {
    expect(titles(...lines)).toEqual([]);
  });

  test('a real item in the braces of a form is one', () => {
    expect(titles('## Action Items', '- {{ fit a second fuse in the cellar }}')).toEqual([
      'fit a second fuse in the cellar',
    ]);
  });

  test('a sentence behind "Action:" gives way to a list of measures', () => {
    const sentence = ['## Feedback', '**Action:** Told the neighbours.'];
    expect(titles(...sentence)).toEqual(['Told the neighbours.']);
    expect(titles('## Recommendations', '1. Fit a fuse', ...sentence)).toEqual(['Fit a fuse']);
  });
});
