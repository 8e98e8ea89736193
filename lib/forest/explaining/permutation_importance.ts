import { type Random, random } from "../../stats/random.ts";
import { studentTQuantile } from "../../stats/student_t_quantile.ts";
import type { ColumnTable } from "../../table/column_table.ts";
import { takeRows } from "../../table/take_rows.ts";

/** How much the score drops when one feature is shuffled. */
export interface PermutedFeature {
  name: string;
  /** Score before minus score after, per repeat; negative if shuffling helped by chance. */
  drops: number[];
  mean: number;
  /** Standard deviation of the drops (n − 1). */
  std: number;
  /** 95 % Student-t interval of the mean: for the chance of shuffling, not that of the rows. */
  low: number;
  high: number;
}

export interface PermutationImportance {
  /** The score on the unchanged rows. */
  score: number;
  features: PermutedFeature[];
}

/**
 * Permutation importance: the drop of a score when the values of one feature are shuffled among the
 * rows, while labels and all other features stay. Correlated features replace each other, so each
 * of them looks less important than both together. Every repeat of a feature has its own random
 * stream. All repeats are predicted in one call, because a call to workers costs more than scoring
 * a few thousand rows.
 *
 * Source: Breiman (2001), "Random forests"; Fisher, Rudin & Dominici (2019), "All models are wrong,
 * but many are useful".
 *
 * @param options.features names of columns of `table`.
 * @param options.weights number of rows of the population that each row represents. Shuffled values
 *   are drawn with these weights, so that they are as frequent as in the population.
 * @param options.predict scores the rows of a table. `rows` are their rows in `table`, for models
 *   that read more than the features: only the feature is shuffled.
 * @param options.score measures a prediction; higher is better.
 * @param options.onFeature called after each feature with the number of features done.
 */
export async function permutationImportance(
  table: ColumnTable,
  labels: Uint8Array,
  { features, weights, repeats = 5, seed = 0, predict, score, onFeature }: {
    features: string[];
    weights?: Float64Array;
    repeats?: number;
    seed?: number;
    predict: (table: ColumnTable, rows: Int32Array) => Promise<Float64Array>;
    score: (labels: Uint8Array, scores: Float64Array, weights?: Float64Array) => number;
    onFeature?: (done: number) => void;
  },
): Promise<PermutationImportance> {
  const { length } = table;
  const rows = Int32Array.from({ length: length * repeats }, (_, i) => i % length);
  const before = score(labels, await predict(table, rows.subarray(0, length)), weights);
  const repeated = takeRows(table, rows);
  const t = repeats > 1 ? studentTQuantile(0.975, repeats - 1) : 0;

  const result: PermutedFeature[] = [];
  for (const name of features) {
    const at = table.columns.findIndex((column) => column.name === name);
    if (at < 0) throw new Error(`unknown feature: ${name}`);
    const donors = new Int32Array(length * repeats);
    for (let repeat = 0; repeat < repeats; repeat++) {
      donors.set(dealRows(length, weights, random(seed, at, repeat)), repeat * length);
    }
    const dealt = takeRows({ length, columns: [table.columns[at]!] }, donors).columns[0]!;
    const columns = repeated.columns.with(at, dealt);
    const scores = await predict({ length: length * repeats, columns }, rows);
    const drops = Array.from({ length: repeats }, (_, repeat) => {
      const own = scores.subarray(repeat * length, (repeat + 1) * length);
      return before - score(labels, own, weights);
    });
    const mean = drops.reduce((sum, drop) => sum + drop, 0) / repeats;
    const squares = drops.reduce((sum, drop) => sum + (drop - mean) ** 2, 0);
    const std = repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
    const half = t * std / Math.sqrt(repeats);
    result.push({ name, drops, mean, std, low: mean - half, high: mean + half });
    onFeature?.(result.length);
  }
  return { score: before, features: result };
}

/**
 * The row from which each row takes its value: rows in proportion to their weights, by systematic
 * sampling (without weights every row once), then shuffled.
 */
function dealRows(length: number, weights: Float64Array | undefined, dice: Random): Int32Array {
  const rows = new Int32Array(length);
  const weightOf = (row: number) => weights ? weights[row]! : 1;
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : length;
  const offset = dice.uniform();
  for (let i = 0, row = 0, upTo = weightOf(0); i < length; i++) {
    const target = (i + offset) * total / length;
    while (upTo <= target && row < length - 1) upTo += weightOf(++row);
    rows[i] = row;
  }
  for (let i = length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return rows;
}
