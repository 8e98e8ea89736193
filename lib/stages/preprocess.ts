import pl from "nodejs-polars";
import type { PresetName } from "../config/presets/preset.ts";
import { type Cross, crossBlocks, crossPairs } from "../features/pairs/cross.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import { BLOCK_PAIRS } from "../features/pairs/labelled_pairs.ts";
import { KEYS, TARGET } from "../features/pairs/labelled_rows.ts";
import { matrixCross } from "../features/pairs/matrix_pairs.ts";
import { purchased } from "../features/pairs/purchased.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { NUMERIC_FEATURES, TEXT_FEATURES } from "../features/static_features.ts";
import type { Block } from "../table/block.ts";
import type { Column, ColumnTable } from "../table/column_table.ts";
import { idSeries } from "../table/id_column.ts";
import { type Ids, idsAt } from "../table/ids.ts";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities, SalesData } from "../table/sales_data.ts";
import { takeRows } from "../table/take_rows.ts";
import { weekName } from "../table/time/week.ts";

/** The weekly customer × product matrix in blocks of a part of a week, so that memory holds one. */
export interface CleanDataset {
  /** Week indices, oldest first. */
  weeks: number[];
  blocks: Iterable<Block>;
}

/**
 * Builds `dataset_limpio`: keys, static features and `comprado` of every pair in each included
 * week.
 *
 * @param options.weeksToInclude number of complete weeks, the newest before the predicted one.
 * @param options.blockPairs most rows of a block.
 */
export function preprocess(
  sales: SalesData,
  { preset, weeksToInclude, blockPairs = BLOCK_PAIRS }: {
    preset: PresetName;
    weeksToInclude: number;
    blockPairs?: number;
  },
): CleanDataset {
  const weeks = includedWeeks(sales, weeksToInclude);
  const weekly = weeklyPurchases(sales.lines);
  const { customers, products } = sales;
  const [ofCustomers, ofProducts] = [attributesOf(customers), attributesOf(products)];
  const names = attributeNames([...ofCustomers.columns, ...ofProducts.columns]);
  const frameOf = (week: number, cross: Cross) => {
    const label = purchased(weekly, week, crossPairs(cross));
    return someOf("customer_id", customers.ids, ofCustomers, cross.customers)
      .join(someOf("product_id", products.ids, ofProducts, cross.products), { how: "cross" })
      .withColumns(
        pl.lit(weekName(week)).alias("week"),
        pl.Series(TARGET, label as unknown as number[]),
      )
      .select(...KEYS, ...names, TARGET);
  };
  function* blocks() {
    for (const week of weeks) {
      for (const block of crossBlocks(matrixCross(sales, week, preset), blockPairs)) {
        const { range, rows } = block;
        yield { name: `${weekName(week)}.${range}`, cost: rows, make: () => frameOf(week, block) };
      }
    }
  }
  return { weeks, blocks: blocks() };
}

/** The static attributes of customers or products. */
function attributesOf({ ids, columns }: Entities): ColumnTable {
  const wanted = new Set(attributeNames(columns));
  return { length: ids.length, columns: columns.filter(({ name }) => wanted.has(name)) };
}

/** The names among those of static features, in their order. */
function attributeNames(columns: Column[]): string[] {
  const given = new Set(columns.map(({ name }) => name));
  return [...NUMERIC_FEATURES, ...TEXT_FEATURES].filter((name) => given.has(name));
}

function someOf(key: string, ids: Ids, attributes: ColumnTable, rows: Int32Array): pl.DataFrame {
  const { columns } = takeRows(attributes, rows);
  return pl.DataFrame([
    idSeries(key, idsAt(ids, rows)),
    ...frameFromTable({ length: rows.length, columns }).getColumns(),
  ]);
}
