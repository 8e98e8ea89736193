import assert from "node:assert/strict";
import { affordableBlock, memoryEstimate, type RunSize } from "../../lib/stages/memory_estimate.ts";

const GIB = 2 ** 30;
const thin: RunSize = {
  lines: 30_000,
  pairs: 900_000,
  bought: 29_000,
  catalogue: 900_000,
  weeks: 12,
  heldWeeks: 2,
  maxRows: 1_000_000,
  matrices: 1,
  preset: "default",
};
const bytes = (changes: Partial<RunSize> = {}) => memoryEstimate({ ...thin, ...changes }).bytes;

Deno.test("the estimate is that of the measured runs, or up to a third more", () => {
  const original = { preset: "original", weeks: 4, heldWeeks: 1 } as const;
  const wide = {
    lines: 3000,
    pairs: 30_000,
    bought: 2900,
    catalogue: 20_000_000,
  };
  const real = { lines: 178_318, bought: 33_000, pairs: 155_000, catalogue: 195_000 };
  const tenfold = {
    lines: 1_814_470,
    bought: 320_000,
    pairs: 1_550_000,
    catalogue: 1_950_000,
  };
  const cases: [changes: Partial<RunSize>, measuredGib: number][] = [
    [real, 0.76],
    [{ lines: 116_329 }, 1.29],
    [wide, 1.06],
    [tenfold, 1.35],
    [original, 1.99],
  ];
  for (const [changes, measured] of cases) {
    const ratio = bytes(changes) / GIB / measured;
    assert(ratio > 0.95 && ratio < 1.35, `${JSON.stringify(changes)}: ${ratio}`);
  }
});

Deno.test("169 million pairs need more than 7 GiB, and no count makes a run smaller", () => {
  const catalogue = 169_000_000;
  assert(bytes({ catalogue, pairs: 0, bought: 0 }) > 7 * GIB);
  for (
    const name of [
      "lines",
      "pairs",
      "catalogue",
      "weeks",
      "heldWeeks",
      "maxRows",
    ] as const
  ) {
    assert(bytes({ [name]: 2 * thin[name] }) >= bytes(), name);
  }
});

Deno.test("rows are those of the sample, at most max_rows, and at most a million of held weeks", () => {
  assert.equal(memoryEstimate(thin).rows, 1_000_000 + 1_000_000);
  const wanted = Math.round(12 * (29_000 + 0.15 * (900_000 - 29_000)));
  assert.equal(memoryEstimate({ ...thin, maxRows: 19_000_000 }).rows, 1_000_000 + wanted);
  assert.equal(memoryEstimate({ ...thin, maxRows: 1000 }).rows, 1_000_000 + 1000);
});

Deno.test("less memory makes smaller blocks, with which the run needs no more than allowed", () => {
  const size = { ...thin, maxRows: 1000, heldWeeks: 1, lines: 300_000, catalogue: 5_000_000 };
  assert.equal(affordableBlock(size, 8 * GIB), 400_000);
  assert.equal(affordableBlock(size, 0), 50_000);
  assert.equal(affordableBlock(size, 0, 100), 9_000, "a hundred shards of 900,000 pairs");
  let last = 400_000;
  for (const gib of [1.4, 1.2, 1]) {
    const block = affordableBlock(size, gib * GIB);
    assert(block < last, `${gib} GiB: ${block}`);
    assert(memoryEstimate(size, block).bytes <= gib * GIB);
    last = block;
  }
});
