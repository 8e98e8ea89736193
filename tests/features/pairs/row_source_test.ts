import assert from "node:assert/strict";
import { pickRows } from "../../../lib/features/pairs/labelled_rows.ts";
import {
  featureGroups,
  keepingRows,
  rowsOf,
  sourceOf,
} from "../../../lib/features/pairs/row_source.ts";

const NAMES = Array.from({ length: 20 }, (_, f) => `feature_${f}`);
const ROWS = {
  length: 4,
  customer: Float64Array.of(1, 1, 2, 2),
  product: Float64Array.of(7, 8, 7, 8),
  week: Int32Array.of(5, 5, 6, 6),
  label: Uint8Array.of(0, 1, 0, 1),
  features: {
    length: 4,
    columns: NAMES.map((name, f) => ({
      kind: "numeric" as const,
      name,
      values: Float64Array.from({ length: 4 }, (_, row) => 10 * f + row),
    })),
  },
};

Deno.test("keepingRows() gives every feature of its rows after one pass, and changes none", async () => {
  const places = Int32Array.of(3, 0);
  const { source, rows } = keepingRows(sourceOf(ROWS), places);
  // one feature is read before the others, as the one that shows repeat pairs is
  source.read(["feature_3"]);
  const seen: unknown[] = [];
  for await (const { columns } of featureGroups(source)) seen.push(...columns);
  assert.deepEqual(seen, ROWS.features.columns);
  assert.deepEqual(rows(), pickRows(ROWS, places));
});

Deno.test("rowsOf() gives back the rows of a source", async () => {
  assert.deepEqual(await rowsOf(sourceOf(ROWS)), ROWS);
});
