import fc from "fast-check";
import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../../lib/forest/boosting/gradient_boosting.ts";
import { numberGroups } from "../../../lib/forest/boosting/number_groups.ts";
import { random } from "../../../lib/stats/random.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { plainBoosting, plainExp } from "./plain_boosting.ts";

/** Rows of shops and products: columns by row, by shop and by product, sparse, missing, constant. */
function worldTable(
  length: number,
  seed: number,
): { table: ColumnTable; labels: Uint8Array; groups: Uint32Array[] } {
  const { below, uniform, normal } = random(seed, length);
  const shops = 2 + below(5), products = 2 + below(7);
  const shop = Uint32Array.from({ length }, (_, row) => Math.floor(row * shops / length));
  const product = Uint32Array.from({ length }, () => below(products));
  const byShop = Array.from({ length: shops }, normal),
    byProduct = Array.from({ length: products }, normal);
  const bought = Array.from({ length }, () => uniform() < 0.3);
  const numeric = (name: string, value: (row: number) => number) => ({
    kind: "numeric" as const,
    name,
    values: Float64Array.from({ length }, (_, row) => value(row)),
  });
  const table: ColumnTable = {
    length,
    columns: [
      numeric("noise", () => below(6)),
      numeric("shop", (row) => byShop[shop[row]!]!),
      numeric("times", (row) => bought[row] ? 1 + below(4) : 0),
      numeric("since", (row) => bought[row] ? below(9) : NaN),
      numeric("product", (row) => byProduct[product[row]!]!),
      numeric("constant", () => 3),
      numeric("share", (row) => bought[row] ? uniform() : 0),
      {
        kind: "categorical",
        name: "brand",
        categories: ["a", "b", "c"],
        codes: Int32Array.from(product, (p) => p % 4 - 1),
      },
      numeric("holes", () => uniform() < 0.2 ? NaN : normal()),
    ],
  };
  const labels = Uint8Array.from(
    { length },
    (_, row) => Number(uniform() < (bought[row] ? 0.7 : 0.1 + 0.1 * (product[row]! % 2))),
  );
  return { table, labels, groups: [numberGroups(shop), numberGroups(product)] };
}

Deno.test("trees are those of a plain twin, with any groups and threads", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 120 }),
      fc.integer({ min: 0, max: 1e6 }),
      fc.record({
        maxDepth: fc.integer({ min: 0, max: 4 }),
        minChildWeight: fc.constantFrom(0, 0.5, 2),
        l2: fc.constantFrom(0, 1, 3),
        learningRate: fc.constantFrom(0.1, 0.9),
        maxBins: fc.constantFrom(3, 16, 255),
      }),
      async (length, seed, { maxBins, ...rules }) => {
        const { table, labels, groups } = worldTable(length, seed);
        const binned = await binTable(table, { maxBins });
        const options = { ...rules, rounds: 3, seed };
        const expected = plainBoosting(binned, labels, options);
        for (const groupings of [[], [groups[0]!], groups, groups.toReversed()]) {
          for (const workers of [1, 2]) {
            const { nodes, offsets, features } = await trainGradientBoosting(binned, labels, {
              ...options,
              groupings,
              workers,
            });
            const actual = expected.map((_, tree) => {
              const begin = offsets[tree]!;
              return Array.from({ length: offsets[tree + 1]! - begin }, (_, i) => ({
                feature: nodes.feature[begin + i]!,
                threshold: nodes.threshold[begin + i]!,
                missingLeft: nodes.missingLeft[begin + i] === 1,
                gain: nodes.gain[begin + i]!,
                value: nodes.value[begin + i]!,
                cover: nodes.cover[begin + i]!,
                left: Math.max(-1, nodes.left[begin + i]! - begin),
                right: Math.max(-1, nodes.right[begin + i]! - begin),
              }));
            });
            assert.deepEqual(
              actual,
              expected.map((tree) =>
                tree.map(({ bin, ...node }) => {
                  const feature = binned.features[node.feature];
                  const threshold = !feature
                    ? 0
                    : feature.kind === "numeric"
                    ? feature.edges[bin] ?? Infinity
                    : bin;
                  return { ...node, threshold };
                })
              ),
            );
            assert.equal(features.length, 9);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("the exponential function is exact to a billionth", () => {
  for (let x = -40; x <= 40; x += 0.0173) {
    assert.ok(Math.abs(plainExp(x) / Math.exp(x) - 1) < 1e-9, `${x}`);
  }
});

Deno.test("groups of rows change nothing in large nodes and samples either", async () => {
  const { table, labels, groups } = worldTable(30_000, 3);
  const binned = await binTable(table, { maxBins: 64 });
  const options = { rounds: 8, subsample: 0.7, colsample: 0.6, maxDepth: 5 };
  const alone = await trainGradientBoosting(binned, labels, options);
  const grouped = await trainGradientBoosting(binned, labels, {
    ...options,
    groupings: groups,
    workers: 2,
  });
  assert.deepEqual(grouped, alone);
  assert.ok(alone.nodes.feature.length > 8 * 20);
});
