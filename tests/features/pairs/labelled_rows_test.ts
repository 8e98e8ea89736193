import assert from "node:assert/strict";
import {
  concatRows,
  frameFromRows,
  type LabelledRows,
  pickRows,
  rowsFromFrame,
} from "../../../lib/features/pairs/labelled_rows.ts";
import { parseWeek } from "../../../lib/table/time/week.ts";

function rows(week: string, brands: string[]): LabelledRows {
  const length = brands.length;
  const categories = [...new Set(brands.filter((brand) => brand !== ""))].sort();
  return {
    length,
    customer: Float64Array.from(brands, (_, i) => 2 ** 40 + i),
    product: Float64Array.from(brands, (_, i) => 7 * i),
    week: new Int32Array(length).fill(parseWeek(week)!),
    label: Uint8Array.from(brands, (_, i) => i % 2),
    features: {
      length,
      columns: [
        { kind: "numeric", name: "recency", values: Float32Array.from(brands, (_, i) => i / 3) },
        {
          kind: "categorical",
          name: "brand",
          codes: Int32Array.from(brands, (brand) => categories.indexOf(brand)),
          categories,
        },
      ],
    },
  };
}

Deno.test("rowsFromFrame() restores the rows of frameFromRows(), missing values included", () => {
  const given = rows("2024-W52", ["Andes", "", "Cuyo"]);
  assert.deepEqual(rowsFromFrame(frameFromRows(given), ["brand"]), given);
});

Deno.test("rows with text ids are restored, joined and picked like others", () => {
  const withTexts = (week: string, ids: string[]): LabelledRows => ({
    ...rows(week, ids),
    customer: ids,
    product: ids.map((id) => `P ${id}`),
  });
  const both = concatRows([withTexts("2024-W01", ["C2", "00123"]), withTexts("2024-W02", ["é"])]);
  assert.deepEqual(both.customer, ["C2", "00123", "é"]);
  const frame = frameFromRows(both);
  assert.deepEqual(frame.dtypes.slice(0, 2).map(({ variant }) => variant), ["String", "String"]);
  assert.deepEqual(rowsFromFrame(frame, ["brand"]), both);
  assert.deepEqual(pickRows(both, Int32Array.of(2, 0)).product, ["P é", "P C2"]);
});

Deno.test("frameFromRows() keeps ids as integers and names weeks", () => {
  const frame = frameFromRows(rows("2025-W01", ["Andes"]));
  assert.deepEqual(frame.columns, [
    "customer_id",
    "product_id",
    "week",
    "recency",
    "brand",
    "comprado",
  ]);
  assert.equal(frame.dtypes[0]!.variant, "Int64");
  assert.equal(frame.getColumn("week").get(0), "2025-W01");
});

Deno.test("concatRows() merges the categories of its parts", () => {
  const both = concatRows([rows("2024-W01", ["Cuyo", "Andes"]), rows("2024-W02", ["Pampa", ""])]);
  assert.deepEqual(rowsFromFrame(frameFromRows(both), ["brand"]), both);
  const [, brand] = both.features.columns;
  assert(brand?.kind === "categorical");
  assert.deepEqual([...brand.codes].map((code) => brand.categories[code]), [
    "Cuyo",
    "Andes",
    "Pampa",
    undefined,
  ]);
});

Deno.test("concatRows() rejects rows with different features", () => {
  const other = rows("2024-W01", ["Andes"]);
  other.features.columns.reverse();
  assert.throws(() => concatRows([rows("2024-W01", ["Andes"]), other]), /features differ/);
});

Deno.test("pickRows() takes every column at the positions", () => {
  const given = rows("2024-W07", ["Andes", "Cuyo", "Andes"]);
  const twice = pickRows(given, Int32Array.of(2, 0));
  assert.deepEqual([...twice.customer], [2 ** 40 + 2, 2 ** 40]);
  assert.deepEqual([...twice.label], [0, 0]);
  assert.deepEqual(pickRows(twice, Int32Array.of(1)), pickRows(given, Int32Array.of(0)));
});
