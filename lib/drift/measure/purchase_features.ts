import type { ColumnTable } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import type { FeatureSource } from "../../features/feature_source.ts";
import { purchaseTable } from "../../features/purchases/purchase_table.ts";
import { samplePlaces } from "../../features/pairs/sample_places.ts";

/** Maximum number of purchases per week; the first data have about 4,000. */
const MOST = 5_000;

/**
 * The features of the pairs bought in each week, computed on its Monday: what a model knew about
 * the purchases that it had to predict. A week with more than `most` purchases is sampled with the
 * seed.
 *
 * @param weeks week indices, both ends included.
 * @returns numeric columns, one row per purchase, by week.
 */
export function purchaseFeatures(
  sales: SalesData,
  features: FeatureSource,
  { from, to }: { from: number; to: number },
  { seed = 0, most = MOST }: { seed?: number; most?: number } = {},
): ColumnTable {
  const bought = purchaseTable(sales, { from, to }, []);
  const weeks: ColumnTable[] = [];
  for (let week = from; week <= to; week++) {
    const start = bought.week.indexOf(week);
    if (start < 0) continue;
    const end = bought.week.lastIndexOf(week) + 1;
    const places = samplePlaces(end - start, most, seed);
    const pairs = {
      customer: places.map((place) => bought.customer[start + place]!),
      product: places.map((place) => bought.product[start + place]!),
    };
    weeks.push(features(week)(pairs));
  }
  const length = weeks.reduce((sum, week) => sum + week.length, 0);
  const names = weeks[0]?.columns.map(({ name }) => name) ?? [];
  return {
    length,
    columns: names.map((name, f) => {
      const values = new Float64Array(length);
      let at = 0;
      for (const week of weeks) {
        const column = week.columns[f]!;
        if (column.kind !== "numeric") throw new Error(`a feature is not a number: ${name}`);
        values.set(column.values, at);
        at += week.length;
      }
      return { kind: "numeric", name, values };
    }),
  };
}
