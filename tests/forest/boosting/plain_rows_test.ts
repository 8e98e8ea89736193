import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { plainRowsLast } from "../../../lib/forest/boosting/plain_rows.ts";
import { random } from "../../../lib/stats/random.ts";
import { numericTable } from "../numeric_table.ts";

Deno.test("plain rows have the shared bins, and no other row has all of them", async () => {
  const { uniform, below } = random(5);
  const length = 3000;
  const bought = Array.from({ length }, () => uniform() < 0.25);
  const binned = await binTable(numericTable([
    Array.from({ length }, () => below(50)),
    bought.map((yes) => yes ? 1 + below(5) : 0),
    bought.map((yes) => yes ? below(9) : NaN),
    bought.map((yes) => yes ? uniform() : -1),
  ]));
  const { order, plain, sharedBin } = plainRowsLast(binned);
  assert.deepEqual([...sharedBin].map((bin) => bin >= 0), [false, true, true, true]);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length }, (_, row) => row));
  order.forEach((row, i) => {
    const isPlain = [1, 2, 3].every((f) => binned.bins[f * length + row] === sharedBin[f]);
    assert.equal(isPlain, i >= plain);
    assert.equal(isPlain, !bought[row]);
    // both parts are in the order of the table
    if (i !== 0 && i !== plain) assert.ok(row > order[i - 1]!);
  });
});

Deno.test("an additional feature is shared only if that saves additions", async () => {
  const length = 1000;
  const rows = Array.from({ length }, (_, row) => row);
  const first = rows.map((row) => row % 10 === 0 ? 1 : 0);
  const others = (row: number) => row % 3;
  // 900 rows share the first; 500 both: 2 × 500 > 900
  const second = rows.map((row) => row % 10 < 6 ? 7 : others(row));
  const { sharedBin, plain } = plainRowsLast(await binTable(numericTable([first, second])));
  assert.deepEqual([...sharedBin].map((bin) => bin >= 0), [true, true]);
  assert.equal(plain, 500);
  // 300 both: 2 × 300 < 900
  const third = rows.map((row) => row % 10 < 4 ? 7 : others(row));
  const fewer = plainRowsLast(await binTable(numericTable([first, third])));
  assert.deepEqual([...fewer.sharedBin].map((bin) => bin >= 0), [true, false]);
  assert.equal(fewer.plain, 100);
});
