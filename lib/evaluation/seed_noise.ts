import type { BacktestRecord } from "./backtest.ts";

/** How much the average precision of a model depends on its seed alone. */
export interface SeedNoise {
  model: string;
  /** Number of seeds. */
  seeds: number;
  /** Mean over the seeds of the mean average precision of the weeks. */
  mean: number;
  /** Its standard deviation over the seeds. */
  deviation: number;
  low: number;
  high: number;
}

const SEPARATOR = ", seed ";

/** The name of a model that is fitted once more, with another seed. */
export function nameWithSeed(model: string, seed: number): string {
  return `${model}${SEPARATOR}${seed}`;
}

/** Whether a name is that of a model with another seed. */
export function hasOtherSeed(name: string): boolean {
  return name.includes(SEPARATOR);
}

/**
 * The noise of every model that was evaluated with several seeds: a difference between two models
 * within it says nothing.
 *
 * @param records every week of every model; weeks that cannot be judged are left out.
 */
export function seedNoise(records: BacktestRecord[]): SeedNoise[] {
  const byName = Map.groupBy(records, ({ model }) => model);
  const means = Array.from(byName, ([name, weeks]) => ({
    model: name.split(SEPARATOR)[0]!,
    mean: meanOf(weeks.map(({ average_precision }) => average_precision)),
  }));
  return Array.from(Map.groupBy(means, ({ model }) => model), ([model, fits]) => {
    const values = fits.map(({ mean }) => mean), mean = meanOf(values);
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      model,
      seeds: values.length,
      mean,
      deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
      low: Math.min(...values),
      high: Math.max(...values),
    };
  }).filter(({ seeds }) => seeds > 1);
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
