import fc from "fast-check";
import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { allocateNodes, joinTrees, type TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";
import { EXPLAINED_ROWS } from "../../../lib/forest/explaining/explain_block.ts";
import { treeShap } from "../../../lib/forest/explaining/tree_shap.ts";
import { random } from "../../../lib/stats/random.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import oracle from "../../oracles/forest_shap.json" with { type: "json" };
import { goesLeft } from "../goes_left.ts";
import { numericTable } from "../numeric_table.ts";
import { simulateTable } from "../simulate_table.ts";

const largestGap = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  assert.equal(actual.length, expected.length);
  return Math.max(0, ...Array.from(expected, (value, i) => Math.abs(value - actual[i]!)));
};

/** Base value plus contributions, by row. */
const totals = ({ baseValue, values }: { baseValue: number; values: Float64Array }, rows: number) =>
  Float64Array.from({ length: rows }, (_, row) => {
    const width = values.length / rows;
    return values.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, baseValue);
  });

Deno.test("treeShap() gives the values of Python's shap", async () => {
  const trees = oracle.trees.map((tree) => {
    const nodes = allocateNodes(tree.feature.length);
    for (const field of ["feature", "threshold", "left", "right", "value", "cover"] as const) {
      nodes[field].set(tree[field]);
    }
    return nodes;
  });
  const table = numericTable(oracle.rows[0]!.map((_, f) => oracle.rows.map((row) => row[f]!)));
  const ensemble: TreeEnsemble = {
    features: table.columns.map(({ name }) => ({ kind: "numeric", name })),
    ...joinTrees(trees),
    link: "mean",
    baseScore: 0,
  };
  assert.ok(largestGap(await predictEnsemble(ensemble, table), oracle.probabilities) < 1e-12);
  const { baseValue, values } = await treeShap(ensemble, table);
  assert.ok(Math.abs(baseValue - oracle.base_value) < 1e-12);
  assert.ok(largestGap(values, oracle.values.flat()) < 1e-12);
});

Deno.test("treeShap() is the average over all orders in which features become known", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), fc.integer({ min: 1, max: 6 }), async (seed, maxDepth) => {
      const { table, labels } = simulateTable(120, seed);
      const options = { trees: 2, minSamplesLeaf: 2, maxFeatures: 0.5, maxDepth, seed };
      const ensemble = await trainRandomForest(await binTable(table), labels, options);
      const { values } = await treeShap(ensemble, table);
      const width = ensemble.features.length;
      for (const row of [0, 1, 2]) {
        const expected = shapleyByDefinition(ensemble, table, row);
        const actual = values.subarray(row * width, (row + 1) * width);
        assert.ok(largestGap(actual, expected) < 1e-12, `${actual} ${expected}`);
      }
    }),
    { seed: 1, numRuns: 25 },
  );
});

Deno.test("contributions on paths of 1 to 31 features are those of a sum over subsets by size", async () => {
  const { uniform, normal } = random(3);
  const ensemble = chain(31, uniform), { nodes } = ensemble;
  const rows = 300;
  const columns = ensemble.features.map(() => Float64Array.from({ length: rows }, () => normal()));
  const table: ColumnTable = {
    length: rows,
    columns: columns.map((values, f) => ({ kind: "numeric", name: `x${f}`, values })),
  };
  const expected = new Float64Array(rows * 31);
  for (let depth = 1; depth <= 32; depth++) {
    // the path goes right at every split before the last, left at the last; the deepest goes right
    const length = Math.min(depth, 31), leaf = depth === 32 ? 62 : 2 * depth - 1;
    const left = (j: number) => j === depth - 1;
    const child = (j: number) => left(j) ? nodes.left[2 * j]! : nodes.right[2 * j]!;
    const covers = Array.from({ length }, (_, j) => nodes.cover[child(j)]! / nodes.cover[2 * j]!);
    for (let row = 0; row < rows; row++) {
      const met = covers.map((_, j) => Number((columns[j]![row]! <= 0) === left(j)));
      leafByDefinition(nodes.value[leaf]!, covers, met)
        .forEach((share, j) => (expected[row * 31 + j]! += share));
    }
  }
  assert.ok(largestGap((await treeShap(ensemble, table)).values, expected) < 1e-12);
});

Deno.test("contributions and base value sum to the prediction, or for boosting to log-odds", async () => {
  const { table, labels } = simulateTable(700, 8);
  const forest = await trainRandomForest(await binTable(table), labels, {
    trees: 20,
    minSamplesLeaf: 1,
    maxDepth: 30,
  });
  const probabilities = await predictEnsemble(forest, table);
  assert.ok(largestGap(totals(await treeShap(forest, table), 700), probabilities) < 1e-9);
  const boosted: TreeEnsemble = { ...forest, link: "logistic", baseScore: -8 };
  const logOdds = (await predictEnsemble(boosted, table)).map((p) => Math.log(p / (1 - p)));
  assert.ok(largestGap(totals(await treeShap(boosted, table), 700), logOdds) < 1e-9);
});

Deno.test("any number of workers gives the same explanation", async () => {
  // many blocks, so that each thread has some
  const { table, labels } = simulateTable(40 * EXPLAINED_ROWS, 9);
  const forest = await trainRandomForest(await binTable(table), labels, { trees: 5 });
  const alone = await treeShap(forest, table);
  const shared = await treeShap(forest, table, { workers: 2 });
  assert.deepEqual(shared.values, alone.values.slice());
});

/** A tree that splits on one feature after the other: left is a leaf, splits are even nodes. */
function chain(length: number, uniform: () => number): TreeEnsemble {
  const nodes = allocateNodes(2 * length + 1);
  nodes.feature.fill(-1);
  nodes.cover[0] = 1;
  for (let j = 0; j < length; j++) {
    const split = 2 * j, share = 0.1 + 0.8 * uniform();
    nodes.feature[split] = j;
    nodes.left[split] = split + 1;
    nodes.right[split] = split + 2;
    nodes.cover[split + 1] = nodes.cover[split]! * share;
    nodes.cover[split + 2] = nodes.cover[split]! * (1 - share);
    nodes.value[split + 1] = uniform();
  }
  nodes.value[2 * length] = uniform();
  const features = Array.from({ length }, (_, f) => ({ kind: "numeric" as const, name: `x${f}` }));
  return { features, ...joinTrees([nodes]), link: "mean", baseScore: 0 };
}

/** Shapley values of one leaf, from subsets of the other features; every size has equal weight. */
function leafByDefinition(value: number, covers: number[], met: number[]): number[] {
  const d = covers.length;
  return covers.map((cover, i) => {
    let bySize = [1];
    for (let j = 0; j < d; j++) {
      if (j === i) continue;
      const next = new Array<number>(bySize.length + 1).fill(0);
      bySize.forEach((worth, size) => {
        next[size]! += worth * covers[j]!;
        next[size + 1]! += worth * met[j]!;
      });
      bySize = next;
    }
    let weight = 1 / d, mean = 0; // size! (d − 1 − size)! / d!
    bySize.forEach((worth, size) => {
      mean += weight * worth;
      weight *= (size + 1) / (d - 1 - size);
    });
    return value * (met[i]! - cover) * mean;
  });
}

/** Shapley values by their definition, over all subsets of the features. */
function shapleyByDefinition(ensemble: TreeEnsemble, table: ColumnTable, row: number): number[] {
  const { nodes, offsets, features } = ensemble;
  const width = features.length;
  const trees = offsets.length - 1;
  const worth = Array.from({ length: 2 ** width }, (_, subset) => {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) sum += expectation(offsets[tree]!, subset);
    return sum / trees;
  });
  const factorial = (n: number): number => n < 2 ? 1 : n * factorial(n - 1);
  return features.map((_, feature) => {
    let value = 0;
    worth.forEach((without, subset) => {
      if (subset >> feature & 1) return;
      const size = subset.toString(2).replaceAll("0", "").length;
      const weight = factorial(size) * factorial(width - size - 1) / factorial(width);
      value += weight * (worth[subset | 1 << feature]! - without);
    });
    return value;
  });

  function expectation(node: number, known: number): number {
    const f = nodes.feature[node]!;
    if (f < 0) return nodes.value[node]!;
    const left = nodes.left[node]!;
    const right = nodes.right[node]!;
    if (known >> f & 1) {
      return expectation(goesLeft(ensemble, table, node, row) ? left : right, known);
    }
    return (expectation(left, known) * nodes.cover[left]! +
      expectation(right, known) * nodes.cover[right]!) / nodes.cover[node]!;
  }
}
