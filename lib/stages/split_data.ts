import { PRESETS } from "../config/presets/presets.ts";
import type pl from "nodejs-polars";
import type { PresetName } from "../config/presets/preset.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { boughtBefore } from "../features/pairs/bought_before.ts";
import {
  type LabelledPairs,
  labelPairs,
  pairBlocks,
  pickPairs,
  rowsOfPairs,
} from "../features/pairs/labelled_pairs.ts";
import { frameFromRows } from "../features/pairs/labelled_rows.ts";
import { matrixPairs } from "../features/pairs/matrix_pairs.ts";
import { sampleNegatives } from "../features/pairs/sample_negatives.ts";
import type { SamplingRates } from "../features/pairs/sampling_rates.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";
import { HELD_PAIRS, heldCustomers } from "./held_customers.ts";

/** Week indices, oldest first. */
export interface WeekSplit {
  /** To fit the model. */
  train: number[];
  /** To choose settings and the threshold. */
  val: number[];
  /** To evaluate the model. */
  test: number[];
}

/** The three splits as frames of a part of a week each, so that memory holds one of them. */
export interface DataSplit {
  /** Which weeks each split has. */
  weeks: WeekSplit;
  /** A sample of the training weeks. */
  train: Iterable<pl.DataFrame>;
  /** Every pair of the validation weeks, of the customers of {@linkcode heldCustomers}. */
  val: Iterable<pl.DataFrame>;
  /** Every pair of the test weeks, likewise. */
  test: Iterable<pl.DataFrame>;
  /** Shares of the negatives of each training week in `train`. */
  rates: SamplingRates;
  /** Share of the customers in `val` and `test`. */
  heldShare: number;
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
 * lowered if there are more than `maxRows` rows.
 *
 * @param weeks the included weeks, oldest first.
 * @param features see `featureSource`.
 * @param options.mostHeld pairs of validation, and of test, above which a part of the customers is
 *   taken.
 * @param options.blockPairs most rows of a frame.
 */
export function splitData(
  sales: SalesData,
  weeks: number[],
  features: FeatureSource,
  { preset, maxRows, seed, mostHeld = HELD_PAIRS, blockPairs }: {
    preset: PresetName;
    maxRows: number;
    seed: number;
    mostHeld?: number;
    blockPairs?: number;
  },
): DataSplit {
  const split = splitWeeks(weeks), { sampling } = PRESETS[preset];
  const weekly = weeklyPurchases(sales.lines);
  const labelled = (week: number) => {
    const pairs = labelPairs(weekly, week, matrixPairs(sales, week, preset));
    return { pairs, repeat: sampling.byRepeat ? boughtBefore(weekly, week, pairs) : undefined };
  };
  const rates = affordableRates(weeks.values().map(labelled), sampling, maxRows);
  const customers = sales.customers.ids.length;
  const pairsOf = (week: number) => matrixPairs(sales, week, preset).customer.length;
  const held = heldCustomers(
    customers,
    Math.max(...[split.val, split.test].map((of) => of.reduce((sum, w) => sum + pairsOf(w), 0))),
    { most: mostHeld, seed },
  );

  function* framesOf(pairs: LabelledPairs) {
    for (const block of pairBlocks(pairs, blockPairs)) {
      yield frameFromRows(rowsOfPairs(sales, block, features(block.week, block)));
    }
  }
  function* everyPair(of: number[]) {
    for (const week of of) {
      const { pairs } = labelled(week);
      const places = Int32Array.from(pairs.customer.keys()).filter((i) => held[pairs.customer[i]!]);
      yield* framesOf(places.length < pairs.label.length ? pickPairs(pairs, places) : pairs);
    }
  }
  function* sampled(of: number[]) {
    for (const week of of) {
      const { pairs, repeat } = labelled(week);
      const places = sampleNegatives(pairs.label, repeat, { ...rates, seed, week });
      yield* framesOf(pickPairs(pairs, places));
    }
  }
  return {
    weeks: split,
    train: sampled(split.train),
    val: everyPair(split.val),
    test: everyPair(split.test),
    rates,
    heldShare: held.reduce((sum, one) => sum + one, 0) / customers,
  };
}

/**
 * The shares, lowered by one factor if all weeks, on which the refit is trained, have too many
 * rows.
 */
function affordableRates(
  weeks: Iterable<{ pairs: LabelledPairs; repeat: Uint8Array | undefined }>,
  { repeatRate, newRate }: SamplingRates,
  maxRows: number,
): SamplingRates {
  let positives = 0, negatives = 0;
  for (const { pairs: { label }, repeat } of weeks) {
    for (let row = 0; row < label.length; row++) {
      if (label[row]) positives++;
      else negatives += repeat?.[row] ? repeatRate : newRate;
    }
  }
  // all purchases are kept; negatives get the remaining rows, at least half of `maxRows`
  const room = Math.max(maxRows - positives, maxRows / 2);
  const shrink = Math.min(1, room / Math.max(1, negatives));
  return { repeatRate: repeatRate * shrink, newRate: newRate * shrink };
}
