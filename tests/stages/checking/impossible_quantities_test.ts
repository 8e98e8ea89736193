import assert from "node:assert/strict";
import { impossibleQuantities } from "../../../lib/stages/checking/impossible_quantities.ts";
import type { OrderLines } from "../../../lib/table/sales_data.ts";
import { mondayOfWeek, parseWeek } from "../../../lib/table/time/week.ts";

const PREDICTED = parseWeek("2024-W48")!;

/** Ten lines a week, of the weeks 2024-W36 to W47. */
function lines(items: (week: number, line: number) => number | undefined): OrderLines {
  const kept: { day: number; items: number }[] = [];
  for (let week = PREDICTED - 12; week < PREDICTED; week++) {
    for (let line = 0; line < 10; line++) {
      const value = items(week, line);
      if (value !== undefined) kept.push({ day: mondayOfWeek(week), items: value });
    }
  }
  return {
    length: kept.length,
    day: Int32Array.from(kept, ({ day }) => day),
    customer: new Int32Array(kept.length),
    product: new Int32Array(kept.length),
    order: new Float64Array(kept.length),
    items: Float64Array.from(kept, ({ items }) => items),
  };
}

const found = (items: Parameters<typeof lines>[0]) =>
  impossibleQuantities(lines(items), { predictedWeek: PREDICTED, count: 4 });

Deno.test("ordinary quantities are possible, also with many returns, and whatever was before", () => {
  assert.equal(found((_, line) => line === 0 ? -1 : 2), undefined);
  assert.equal(found((_, line) => line < 5 ? -1 : 2), undefined);
  assert.equal(found((week) => week < PREDICTED - 4 ? -1 : 2), undefined);
  assert.equal(found((week) => week === PREDICTED - 1 ? -1 : 2), undefined);
});

Deno.test("a flipped sign is named, although returns became purchases", () => {
  assert.equal(
    found((_, line) => line === 0 ? 1 : -2),
    "transacciones.parquet, column items: expected mostly quantities above 0 in the weeks " +
      "2024-W44 to 2024-W47, found 36 negative of 40 lines; the sign was probably flipped: " +
      "sold quantities are positive, returns negative.",
  );
});

Deno.test("zeros are named", () => {
  assert.match(found(() => 0)!, /found all zero of 40 lines; .* probably lost .* \(all zero\)/);
  assert.match(found((_, line) => line < 4 ? -1 : 0)!, /found 16 negative and 24 zero of 40 lines/);
});

Deno.test("lines of the predicted week, and weeks without lines, say nothing", () => {
  const later = { predictedWeek: PREDICTED - 1, count: 4 };
  assert.equal(
    impossibleQuantities(lines((week) => week === PREDICTED - 1 ? -1 : 1), later),
    undefined,
  );
  assert.equal(found((week) => week < PREDICTED - 6 ? -1 : undefined), undefined);
});
