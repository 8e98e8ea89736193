import assert from "node:assert/strict";
import { gaussLegendre } from "../../../lib/forest/explaining/gauss_legendre.ts";
import { leafShares } from "../../../lib/forest/explaining/leaf_shares.ts";
import { MAX_PATH_FEATURES, MAX_ROWS } from "../../../lib/forest/explaining/share_layout.ts";
import { random } from "../../../lib/stats/random.ts";
import { type LeafTable, plainShares } from "../plain_shares.ts";

Deno.test("the kernel gives the same bits as its TypeScript twin, for paths of any length", () => {
  const { uniform, below } = random(1);
  const width = 40;
  const kernel = leafShares(width);
  const sums = new Float64Array(width * MAX_ROWS);
  for (let length = 1; length <= MAX_PATH_FEATURES; length++) {
    const rows = length === 1 ? 1 : 1 + below(MAX_ROWS);
    const leaf = makeLeaf(length, rows);
    const { value, covers, patterns, columns } = leaf;
    kernel.patterns.set(patterns);
    leaf.rows.forEach((pattern, row) => kernel.setPattern(row, pattern));
    const path = { features: Int32Array.from(columns), covers: Float64Array.from(covers) };
    kernel.add({ value, length, ...path }, patterns.length, rows);
    plainShares(leaf, width, sums);
    assert.deepEqual(kernel.sums, sums, `${length} features`);
  }
  assert(sums.some((sum) => sum !== 0));

  function makeLeaf(length: number, rows: number): LeafTable & { value: number; covers: number[] } {
    const make = <T>(count: number, value: (i: number) => T) =>
      Array.from({ length: count }, (_, i) => value(i));
    const value = uniform() - 0.5, covers = make(length, uniform);
    const rule = gaussLegendre(Math.ceil(length / 2));
    const nodes = [...rule.nodes], weights = Array.from(rule.weights, (weight) => weight * value);
    // an odd number of nodes is padded with one of weight 0
    if (nodes.length % 2 === 1) nodes.push(nodes[0]!), weights.push(0);
    const patterns = make(1 + below(rows), () => Math.floor(uniform() * 2 ** length));
    return {
      value,
      covers,
      weights,
      factors: covers.map((
        z,
      ) => [nodes.map((t) => (1 - t) * z), nodes.map((t) => t + (1 - t) * z)]),
      shares: covers.map((z) => [
        nodes.map((t) => -1 / (1 - t)),
        nodes.map((t) => (1 - z) / (t + (1 - t) * z)),
      ]),
      patterns,
      rows: make(rows, () => below(patterns.length)),
      columns: make(length, (j) => 7 * (j + length) % width),
    };
  }
});
