import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { extractData, type RawTables } from "../../lib/stages/extract_data.ts";
import { simulate } from "../../lib/simulator/simulator.ts";
import { UserError } from "../../lib/user_error.ts";

/** Eight weeks of a small simulated distributor, extracted shortly after the last. */
export const today = new Date("2024-03-01T12:00:00Z");
const { transacciones, clientes, productos } = simulate({ customers: 120, products: 20, weeks: 8 });
export const tables: RawTables = { transacciones, clientes, productos };

/** The error message for the tables with some of them changed. */
export function messageOf(changed: Partial<RawTables>, week?: string): string {
  try {
    extractData({ ...tables, ...changed }, { today, week });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.exitStatus, 2);
    return error.message;
  }
  assert.fail("the tables were accepted");
}

/** Replaces the value of the first `count` rows. */
export function spoil(frame: pl.DataFrame, name: string, value: pl.Expr, count = 3): pl.DataFrame {
  const rows = pl.Series("row", Float64Array.from({ length: frame.height }, (_, i) => i) as never);
  return frame.withColumns(rows).withColumns(
    pl.when(pl.col("row").lt(pl.lit(count))).then(value).otherwise(pl.col(name)).alias(name),
  ).drop("row");
}

/** A timestamp in the format of the files. */
export const date = (text: string) =>
  pl.lit(Date.parse(text)).cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("ns"));
export const NULL = pl.lit(null);
