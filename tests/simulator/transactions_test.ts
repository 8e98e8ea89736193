import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { linesByDay } from "../../lib/simulator/day_lines.ts";
import { simulatedWorld } from "../../lib/simulator/simulator.ts";
import { transactionFrames } from "../../lib/simulator/transactions.ts";

const { lines, ...world } = simulatedWorld({ customers: 40, products: 20, weeks: 10 });

Deno.test("transactionFrames() gives the same rows in frames of any size", () => {
  const [whole, ...others] = transactionFrames(lines, { seed: 0, ...world });
  assert.equal(others.length, 0);
  assert(whole!.height > lines.length, "some rows are duplicated");
  for (const rowsPerFrame of [7, 100, whole!.height]) {
    const frames = [...transactionFrames(lines, { seed: 0, ...world, rowsPerFrame })];
    assert.equal(frames.length, Math.ceil(whole!.height / rowsPerFrame));
    assert(frames.every(({ height }) => height <= rowsPerFrame));
    assert.deepEqual(pl.concat(frames).toRecords(), whole!.toRecords());
  }
});

Deno.test("transactionFrames() gives a frame without rows if nothing was bought", () => {
  const frames = [...transactionFrames(linesByDay(7), { seed: 0, ...world })];
  assert.deepEqual(frames.map(({ height, width }) => [height, width]), [[0, 6]]);
});
