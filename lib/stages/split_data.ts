import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { boughtBefore } from "../features/pairs/bought_before.ts";
import {
  type Cross,
  crossBlocks,
  crossOfCustomers,
  crossPairs,
  crossSize,
} from "../features/pairs/cross.ts";
import {
  BLOCK_PAIRS,
  type LabelledPairs,
  labelPairs,
  pickPairs,
  rowRanges,
  rowsOfPairs,
  slicePairs,
} from "../features/pairs/labelled_pairs.ts";
import { frameFromRows } from "../features/pairs/labelled_rows.ts";
import { matrixCross } from "../features/pairs/matrix_pairs.ts";
import { type PairCounts, pairCounts } from "../features/pairs/pair_counts.ts";
import { sampleNegatives, sampleSize } from "../features/pairs/sample_negatives.ts";
import type { SamplingRates } from "../features/pairs/sampling_rates.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { Block } from "../table/block.ts";
import type { SalesData } from "../table/sales_data.ts";
import { weekName } from "../table/time/week.ts";
import { drawCustomers, HELD_PAIRS, shareOf } from "./some_customers.ts";

/**
 * Labelling a pair takes a tenth of the time of a row with features: 1.4 s for the 1.56 million pairs of
 * a week, 8 µs a row (simulated data with 15,000 customers).
 */
const LABELLED = 0.1;

/** Week indices, oldest first. */
export interface WeekSplit {
  /** To fit the model. */
  train: number[];
  /** To choose settings and the threshold. */
  val: number[];
  /** To evaluate the model. */
  test: number[];
}

/** The three splits as blocks of a part of a week each, so that memory holds one of them. */
export interface DataSplit {
  /** Which weeks each split has. */
  weeks: WeekSplit;
  /** A sample of the training weeks, of other customers of {@linkcode drawCustomers}. */
  train: Iterable<Block>;
  /** Every pair of the validation weeks, of the customers of {@linkcode drawCustomers}. */
  val: Iterable<Block>;
  /** Every pair of the test weeks, likewise. */
  test: Iterable<Block>;
  /** Shares of the negatives of each training week in `train`. */
  rates: SamplingRates;
  /** Shares of the customers: in `val` and `test`, and in `train`. */
  heldShare: number;
  learnedShare: number;
}

/**
 * Splits whole weeks 70/15/15, oldest first: validation and test get max(1, round(.15 n)) each.
 *
 * @param options.share share of the weeks for validation and for test; at most a third.
 *
 * @example
 * ```ts
 * import { splitWeeks } from "./split_data.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(splitWeeks([1, 2, 3, 4]), { train: [1, 2], val: [3], test: [4] });
 * ```
 */
export function splitWeeks(
  weeks: number[],
  { share = 0.15 }: { share?: number } = {},
): WeekSplit {
  const held = Math.max(1, Math.round(share * weeks.length));
  const train = weeks.length - 2 * held;
  return {
    train: weeks.slice(0, train),
    val: weeks.slice(train, train + held),
    test: weeks.slice(train + held),
  };
}

/**
 * Rows with features and `comprado`. Validation and test weeks have every pair, of a part of the
 * customers if they are many; training weeks have all purchases and a share of the other pairs,
 * lowered if there are more than `maxRows` rows, and of a part of the customers if the purchases alone
 * are more than half of them.
 *
 * @param weeks the included weeks, oldest first.
 * @param features see `featureSource`.
 * @param options.mostHeld pairs of validation, and of test, above which a part of the customers is
 *   taken.
 * @param options.blockPairs most rows of a block.
 */
export function splitData(
  sales: SalesData,
  weeks: number[],
  features: FeatureSource,
  { preset, maxRows, seed, mostHeld = HELD_PAIRS, blockPairs = BLOCK_PAIRS }: {
    preset: PresetName;
    maxRows: number;
    seed: number;
    mostHeld?: number;
    blockPairs?: number;
  },
): DataSplit {
  const split = splitWeeks(weeks), { sampling } = PRESETS[preset];
  const weekly = weeklyPurchases(sales.lines);
  const crossOf = (week: number) => matrixCross(sales, week, preset);
  const labelled = (week: number, cross: Cross) => labelPairs(weekly, week, crossPairs(cross));
  const { held, learned } = drawCustomers(weekly, split, {
    customers: sales.customers.ids.length,
    crossOf,
    maxRows,
    mostHeld,
    seed,
  });
  const learnedOf = (week: number) => crossOfCustomers(crossOf(week), learned);
  const heldOf = (week: number) => crossOfCustomers(crossOf(week), held);
  const counts = pairCounts(weekly, split.train, learnedOf, sampling);
  const ofHeld = pairCounts(weekly, [...split.val, ...split.test], heldOf, sampling);
  const rates = affordableRates([...counts.values(), ...ofHeld.values()], sampling, maxRows);
  // what the pairs of a week share is computed for its first block that is made, and is in memory until
  // that of another week: .3 GB with 90,000 customers
  let shared: { week: number; of: ReturnType<FeatureSource> } | undefined;
  const frameOf = (pairs: LabelledPairs) => {
    const { week } = pairs;
    if (shared?.week !== week) {
      shared = undefined;
      shared = { week, of: features(week) };
    }
    return frameFromRows(rowsOfPairs(sales, pairs, shared.of(pairs)));
  };

  function* everyPair(part: string, of: number[]): Generator<Block> {
    for (const week of of) {
      const cross = heldOf(week);
      const blocks = [...crossBlocks(cross, blockPairs)];
      // a file without rows has columns too
      for (const block of blocks.length > 0 ? blocks : [{ ...cross, range: "0-0", rows: 0 }]) {
        const name = `${part}.${weekName(week)}.${block.range}`;
        yield { name, cost: block.rows, make: () => frameOf(labelled(week, block)) };
      }
    }
  }
  function sample(week: number): LabelledPairs {
    const pairs = labelled(week, learnedOf(week));
    const repeat = sampling.byRepeat ? boughtBefore(weekly, week, pairs) : undefined;
    return pickPairs(pairs, sampleNegatives(pairs.label, repeat, { ...rates, seed, week }));
  }
  function* sampled(part: string, of: number[]): Generator<Block> {
    for (const week of of) {
      let pairs: LabelledPairs | undefined;
      for (const [begin, end] of rowRanges(sampleSize(counts.get(week)!, rates), blockPairs)) {
        const name = `${part}.${weekName(week)}.${begin}-${end}`;
        // before the first block, all pairs of the week are labelled
        const cost = end - begin + (begin === 0 ? LABELLED * crossSize(learnedOf(week)) : 0);
        yield { name, cost, make: () => frameOf(slicePairs(pairs ??= sample(week), begin, end)) };
      }
    }
  }
  return {
    weeks: split,
    train: sampled("train", split.train),
    val: everyPair("val", split.val),
    test: everyPair("test", split.test),
    rates,
    heldShare: shareOf(held),
    learnedShare: shareOf(learned),
  };
}

/**
 * The shares, lowered by one factor if all weeks, on which the refit is trained, have too many
 * rows. At most half of `maxRows` are purchases, which are all kept.
 */
function affordableRates(
  weeks: PairCounts[],
  { repeatRate, newRate }: SamplingRates,
  maxRows: number,
): SamplingRates {
  const sum = (of: (counts: PairCounts) => number) =>
    weeks.reduce((sum, counts) => sum + of(counts), 0);
  const positives = sum(({ bought }) => bought);
  const negatives = repeatRate * sum(({ repeat }) => repeat) +
    newRate * sum(({ unbought }) => unbought);
  const shrink = Math.min(1, Math.max(0, maxRows - positives) / Math.max(1, negatives));
  return { repeatRate: repeatRate * shrink, newRate: newRate * shrink };
}
