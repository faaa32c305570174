/** One thing that is measured, always against something else that runs in the same process at the same time. */
export interface Figure {
  /** What is measured. */
  readonly figure: string;
  /** What is typical of all rounds: the lower quartile, or of few the median. */
  readonly value: number;
  readonly unit: Unit;
  /** What it is measured against. */
  readonly baseline: string;
  /** Of two such values, or of all rounds; of what to what, the goal's own file says. */
  readonly ratio: number;
  /** `<= 1` or `>= 15`. */
  readonly goal: string;
  readonly holds: boolean;
}

/** What is counted. */
export type Unit = 'ms' | 'requests';

/** The figures of one file. */
export type Bench = () => readonly Figure[] | Promise<readonly Figure[]>;

/** A figure from its measurement; `goal` bounds the ratio from above, or from below where it says `>=`. */
export function figureOf(
  figure: string,
  baseline: string,
  value: number,
  ratio: number,
  goal: { readonly atMost: number } | { readonly atLeast: number },
  unit: Unit = 'ms',
): Figure {
  const holds = 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast;
  const text = 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
  return { figure, value: round(value), unit, baseline, ratio: round(ratio), goal: text, holds };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** Figures as a table for people, or as JSON for programs. */
export function printFigures(figures: readonly Figure[], format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(figures, null, 2)}\n`;
  const rows = [
    ['', 'figure', 'takes', 'against', 'ratio', 'goal'],
    ...figures.map(({ figure, value, unit, baseline, ratio, goal, holds }) => [
      holds ? 'ok' : 'NO',
      figure,
      `${value} ${unit}`,
      baseline,
      String(ratio),
      goal,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
