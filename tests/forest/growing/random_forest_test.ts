import fc from "fast-check";
import assert from "node:assert/strict";
import { rowStepOf } from "../../../lib/forest/binning/bin_layouts.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { drawRows } from "../../../lib/forest/growing/grow_tree.ts";
import { featureImportance } from "../../../lib/forest/explaining/importance.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import type { TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";
import { random } from "../../../lib/stats/random.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { UserError } from "../../../lib/user_error.ts";
import oracle from "../../oracles/forest_tree.json" with { type: "json" };
import { averageLeaves } from "../average_leaves.ts";
import { numericTable } from "../numeric_table.ts";
import { simulateTable } from "../simulate_table.ts";

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= tolerance,
      `${i}: ${actual[i]}, expected ${expected[i]}`,
    );
  }
};

/** One tree of an ensemble, as an ensemble. */
function oneTree(ensemble: TreeEnsemble, tree: number): TreeEnsemble {
  const begin = ensemble.offsets[tree]!, end = ensemble.offsets[tree + 1]!;
  const nodes = Object.fromEntries(
    Object.entries(ensemble.nodes).map(([name, values]) => [name, values.slice(begin, end)]),
  ) as unknown as TreeEnsemble["nodes"];
  for (const side of [nodes.left, nodes.right]) {
    side.forEach((child, node) => (side[node] = child < 0 ? child : child - begin));
  }
  return { ...ensemble, nodes, offsets: Int32Array.of(0, end - begin) };
}

for (const known of oracle.cases) {
  Deno.test(`a single tree is scikit-learn's: ${known.name}`, async () => {
    const table = numericTable(known.missing ? oracle.holes : oracle.x);
    const tree = await trainRandomForest(await binTable(table), Uint8Array.from(oracle.y), {
      trees: 1,
      bootstrap: false,
      maxFeatures: "all",
      maxDepth: known.max_depth,
      minSamplesLeaf: known.min_samples_leaf,
      minSamplesSplit: known.min_samples_split,
      criterion: known.criterion as "gini" | "entropy",
      classWeight: known.class_weight as [number, number],
    });
    assert.deepEqual([...tree.nodes.feature], known.feature);
    assert.equal(tree.nodes.threshold[0], known.root_threshold);
    near(tree.nodes.cover, known.cover, 1e-9);
    near(tree.nodes.value, known.value, 1e-12);
    near(await predictEnsemble(tree, table), known.probability, 1e-12);
    near(featureImportance(tree), known.importance, 1e-12);
  });
}

Deno.test("every tree keeps to the given depth and distinct rows per leaf", async () => {
  const { table, labels } = simulateTable(3000, 1);
  const binned = await binTable(table);
  const forest = await trainRandomForest(binned, labels, {
    trees: 5,
    minSamplesLeaf: 40,
    maxDepth: 4,
  });
  const { nodes, offsets } = forest;
  for (let tree = 0; tree < 5; tree++) {
    const depth = (node: number): number =>
      nodes.feature[node]! < 0
        ? 0
        : 1 + Math.max(depth(nodes.left[node]!), depth(nodes.right[node]!));
    assert.ok(depth(offsets[tree]!) <= 4);
    assert.equal(nodes.cover[offsets[tree]!], 3000);
  }
  nodes.cover.forEach((cover) => assert.ok(cover >= 40, `${cover}`));
});

Deno.test("the same seed gives the same forest, another seed another", async () => {
  const { table, labels } = simulateTable(800, 2);
  const binned = await binTable(table);
  const [a, b, c] = await Promise.all(
    [7, 7, 8].map((seed) => trainRandomForest(binned, labels, { trees: 4, seed })),
  );
  assert.deepEqual(a, b);
  assert.notDeepEqual(a!.nodes.feature, c!.nodes.feature);
});

Deno.test("training on some rows gives the forest of a table of those rows", async () => {
  const { table, labels } = simulateTable(600, 3);
  const binned = await binTable(table);
  const rows = Uint32Array.from({ length: 200 }, (_, i) => 3 * i);
  const bins = new Uint8Array(new SharedArrayBuffer(200 * binned.features.length));
  binned.features.forEach((_, f) =>
    rows.forEach((row, i) => (bins[f * 200 + i] = binned.bins[f * 600 + row]!))
  );
  const alone = await trainRandomForest(
    { length: 200, features: binned.features, bins },
    Uint8Array.from(rows, (row) => labels[row]!),
    { trees: 3 },
  );
  assert.deepEqual(await trainRandomForest(binned, labels, { trees: 3, rows }), alone);
});

Deno.test("probabilities are those of the leaves that the rows reach", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(1000),
      fc.constantFrom<"sqrt" | "log2" | "all" | number>("sqrt", "log2", "all", 0.5),
      async (length, seed, maxFeatures) => {
        const { table, labels } = simulateTable(length, seed);
        const options = { trees: 3, minSamplesLeaf: 2, maxFeatures, seed };
        const forest = await trainRandomForest(await binTable(table), labels, options);
        const probabilities = await predictEnsemble(forest, table);
        probabilities.forEach((p) => assert.ok(p >= 0 && p <= 1));
        near(probabilities, averageLeaves(forest, table), 1e-12);
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("the cover of a node without bootstrap is the number of rows that reach it", async () => {
  const { table, labels } = simulateTable(2000, 4);
  const forest = await trainRandomForest(await binTable(table), labels, {
    trees: 3,
    bootstrap: false,
  });
  const reached = new Float64Array(forest.nodes.cover.length);
  averageLeaves(forest, table, (node) => reached[node]!++);
  assert.deepEqual(reached, forest.nodes.cover);
});

Deno.test("any number of workers gives the same forest and the same probabilities", async () => {
  const { table, labels } = simulateTable(5000, 5);
  const binned = await binTable(table);
  const alone = await trainRandomForest(binned, labels, { trees: 7 });
  const done: number[] = [];
  const shared = await trainRandomForest(binned, labels, {
    trees: 7,
    workers: 3,
    onProgress: (trees) => done.push(trees),
  });
  assert.deepEqual(shared, alone);
  assert.deepEqual(done, [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(
    await predictEnsemble(alone, table, { workers: 2 }),
    await predictEnsemble(alone, table),
  );
});

Deno.test("trees are the same wherever the rows of a node are stored", async () => {
  const { table: { length, columns }, labels } = simulateTable(8_000, 4);
  // no categories: those of a pair give the same split, and the order of draws would decide
  const table = { length, columns: columns.slice(0, 3) };
  // with so many columns, the larger store holds nodes of up to 500 rows, the smaller of 262
  const constant = { kind: "numeric" as const, values: new Float32Array(8_000).fill(1) };
  const constants = Array.from(
    { length: 1_990 },
    (_, i) => ({ ...constant, name: `constant ${i}` }),
  );
  const wide = { ...table, columns: [...table.columns, ...constants] };
  const grow = async (table: ColumnTable) =>
    await trainRandomForest(await binTable(table), labels, {
      trees: 1,
      minSamplesLeaf: 30,
      maxFeatures: "all",
    });
  const forest = await grow(wide), { nodes, offsets } = await grow(table);
  assert.deepEqual(forest.nodes, nodes);
  assert.deepEqual(forest.offsets, offsets);
});

Deno.test("out-of-bag probabilities are of the trees that did not draw the row", async () => {
  const { table, labels } = simulateTable(900, 6);
  const binned = await binTable(table);
  const options = { trees: 12, minSamplesLeaf: 1, maxDepth: 30, oobScore: true, seed: 3 };
  const forest = await trainRandomForest(binned, labels, options);
  const sums = new Float64Array(900), counts = new Float64Array(900);
  for (let tree = 0; tree < 12; tree++) {
    const drawn = drawRows(900, 900, true, random(3, tree));
    const predicted = await predictEnsemble(oneTree(forest, tree), table);
    predicted.forEach((probability, row) => {
      if (drawn[row] !== 0) return;
      sums[row]! += probability;
      counts[row]!++;
    });
  }
  const { oobProbabilities, oobScore } = forest;
  assert.deepEqual(oobProbabilities, sums.map((sum, row) => sum / counts[row]!));
  const judged = [...labels.keys()].filter((row) => counts[row]! > 0);
  assert.ok(judged.length < 900 && judged.length > 870, `${judged.length} rows`);
  // a tie is class 0, as with argmax
  const right = judged.filter((row) => labels[row] === (oobProbabilities![row]! <= 0.5 ? 0 : 1));
  assert.equal(oobScore, right.length / judged.length);
  const shared = await trainRandomForest(binned, labels, { ...options, workers: 2 });
  assert.deepEqual(shared, forest);
});

Deno.test("a tree draws the given share of rows", async () => {
  const { table, labels } = simulateTable(1000, 9);
  const binned = await binTable(table);
  for (const bootstrap of [false, true]) {
    for (const [maxSamples, draws] of [[0.25, 250], [0.333, 333], [1, 1000]] as const) {
      const options = { trees: 4, maxSamples, bootstrap };
      const { nodes, offsets } = await trainRandomForest(binned, labels, options);
      const roots = Array.from({ length: 4 }, (_, tree) => nodes.cover[offsets[tree]!]);
      assert.deepEqual(roots, Array(4).fill(draws));
    }
  }
});

Deno.test("a node draws the given number of candidates", async () => {
  // sixteen columns, each better than the one before: a root splits on the best drawn column
  const { normal } = random(4);
  const labels = Uint8Array.from({ length: 6000 }, (_, i) => i % 2);
  const columns = Array.from(
    { length: 16 },
    (_, f) => Array.from(labels, (label) => label * f / 5 + normal()),
  );
  const binned = await binTable(numericTable(columns));
  for (
    const [maxFeatures, drawn] of [["sqrt", 4], ["log2", 4], ["all", 16], [0.5, 8], [
      0.07,
      1,
    ]] as const
  ) {
    const trees = 400;
    const options = { trees, maxDepth: 1, maxFeatures, bootstrap: false };
    const { nodes, offsets } = await trainRandomForest(binned, labels, options);
    const rank = binned.features.map(() => 0);
    for (const root of offsets.subarray(0, trees)) rank[nodes.feature[root]!]!++;
    // the best of `drawn` out of 16 is the best of all in drawn / 16 of the trees: 4 standard errors
    const share = drawn / 16;
    const slack = 4 * Math.sqrt(share * (1 - share) / trees);
    const best = rank[15]! / trees;
    assert.ok(
      Math.abs(best - share) <= slack,
      `${maxFeatures}: best in ${best}, expected ${share}`,
    );
  }
});

Deno.test("a forest without features predicts the share of class 1", async () => {
  const { labels } = simulateTable(200, 7);
  const table = { length: 200, columns: [] };
  const options = { trees: 1, bootstrap: false };
  const forest = await trainRandomForest(await binTable(table), labels, options);
  const share = labels.reduce((a, b) => a + b, 0) / 200;
  near(await predictEnsemble(forest, table), new Float64Array(200).fill(share), 1e-12);
});

Deno.test("more rows than can be addressed are refused before memory is allocated", () => {
  const bins = new Uint8Array(new SharedArrayBuffer(0));
  const binned = (length: number, features: number) => ({
    length,
    features: Array.from(
      { length: features },
      () => ({ kind: "numeric" as const, name: "x", edges: new Float64Array(0) }),
    ),
    bins,
  });
  assert.throws(
    () => rowStepOf(binned(20_000_000, 110)),
    (error) => error instanceof UserError && /at most 19173961 rows of 110/.test(error.message),
  );
  assert.throws(() => rowStepOf(binned(2 ** 26 + 1, 4)), UserError);
});

Deno.test("no rows, or more bins than a byte can hold, are refused", async () => {
  const { table, labels } = simulateTable(10, 8);
  const rows = new Uint32Array(0);
  await assert.rejects(trainRandomForest(await binTable(table), labels, { rows }), RangeError);
  await assert.rejects(binTable(table, { maxBins: 256 }), RangeError);
});

Deno.test("out-of-bag votes are right in trees of thousands of nodes", async () => {
  // 4,000 bands of four rows each, which two features with many values distinguish
  const length = 16_000;
  const band = (i: number) => i % 4000;
  const columns = [(b: number) => b % 64, (b: number) => Math.floor(b / 64)].map((value, f) => ({
    kind: "numeric" as const,
    name: `x${f}`,
    values: Float64Array.from({ length }, (_, i) => value(band(i))),
  }));
  const labels = Uint8Array.from({ length }, (_, i) => (Math.imul(band(i), 0x9e3779b1) >>> 16) & 1);
  const binned = await binTable({ length, columns });
  const options = { trees: 1, maxDepth: 500, maxFeatures: 1, oobScore: true, seed: 1 }; // the node arrays grow in the first tree
  const { oobScore, offsets } = await trainRandomForest(binned, labels, options);
  assert(offsets[1]! > 1100, `${offsets[1]}`);
  assert(oobScore! > 0.65, `${oobScore}`);
});
