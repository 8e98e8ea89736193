import type { SalesData } from "../table/sales_data.ts";
import { volumeInterval, type VolumeSpread, volumeSpread } from "./volume_spread.ts";
import { recentMean, weeklyVolume } from "./weekly_volume.ts";

/** A number to expect, and the interval that should hold four weeks in five. */
export interface Expected {
  /** The forecast. */
  expected: number;
  /** Ends of the interval. Absent if there are too few weeks to learn from, or too few purchases of the product. */
  low?: number;
  /** See `low`. */
  high?: number;
  /** Mean of the last four weeks, the last one included. */
  usual: number;
  /** The last week. */
  last: number;
}

/** What to expect of the predicted week. */
export interface VolumeForecast {
  /** Past weeks that the intervals are learned from; 0 if there are too few for any. */
  pastWeeks: number;
  /** Over all products: pairs bought, and units. */
  total: { purchases: Expected; items: Expected };
  /** By product index. */
  products: { purchases: Expected; items: Expected }[];
}

/** Products with fewer expected purchases have no interval: its ends would be 10 times apart. */
const FEWEST = 5;

/** What to expect of every customer × product; that of customer `c` and product `p` is `c * products + p`. */
export interface ExpectedPairs {
  probability: Float64Array;
  /** Units if the pair is bought. */
  quantity: Float64Array;
}

/**
 * Sums the pairs of a forecast by product and in all, with intervals from how far past weeks were
 * off (see volume_spread.ts), and the mean of the last four weeks to compare with.
 */
export function volumeForecast(sales: SalesData, pairs: ExpectedPairs): VolumeForecast {
  const history = weeklyVolume(sales);
  const { probability, quantity } = pairs;
  const counts = new Float64Array(sales.products.ids.length), units = counts.slice();
  for (let row = 0; row < probability.length; row++) {
    const product = row % counts.length;
    counts[product]! += probability[row]!;
    units[product]! += probability[row]! * quantity[row]!;
  }
  const forecastOf = (byProduct: Float64Array, past: Float64Array[]) => {
    const spread = volumeSpread(history.purchases, past);
    const usual = recentMean(past), last = recentMean(past, 1);
    return {
      pastWeeks: spread?.weeks ?? 0,
      total: {
        ...expected(sumOf(byProduct), Infinity, spread),
        usual: sumOf(usual),
        last: sumOf(last),
      },
      products: Array.from(byProduct, (sum, p) => ({
        ...expected(sum, counts[p]!, spread),
        usual: usual[p]!,
        last: last[p]!,
      })),
    };
  };
  const purchases = forecastOf(counts, history.purchases);
  const inItems = forecastOf(units, history.items);
  return {
    pastWeeks: purchases.pastWeeks,
    total: { purchases: purchases.total, items: inItems.total },
    products: purchases.products.map((count, p) => ({
      purchases: count,
      items: inItems.products[p]!,
    })),
  };
}

function expected(
  value: number,
  purchases: number,
  spread: VolumeSpread | undefined,
): Omit<Expected, "usual" | "last"> {
  return {
    expected: value,
    ...(spread && purchases >= FEWEST ? volumeInterval(value, purchases, spread) : {}),
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
