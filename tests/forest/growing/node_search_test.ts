import assert from "node:assert/strict";
import type { BinnedTable } from "../../../lib/forest/binning/binned_table.ts";
import { ROW_BITS } from "../../../lib/forest/growing/entry_layout.ts";
import { growMemory, threadMemory } from "../../../lib/forest/growing/grow_memory.ts";
import { splitCandidates, splitFinder } from "../../../lib/forest/growing/node_search.ts";
import { openArena } from "../../../lib/forest/kernels/arena.ts";
import { type Random, random } from "../../../lib/stats/random.ts";
import { type NodeRow, plainSplit } from "./plain_split.ts";

const NUMERIC_BINS = [2, 7, 64, 250];
const CATEGORIES = ["a", "b", "c"];

Deno.test("a node's split is that of the definition, bit for bit", () => {
  let found = 0, constant = 0, missing = 0;
  for (let seed = 0; seed < 400; seed++) {
    const chance = random(seed);
    const rows = someRows(chance);
    const rules = {
      minSamplesLeaf: 1 + chance.below(4),
      criterion: chance.below(3) === 0 ? "entropy" as const : "gini" as const,
      classWeight: chance.below(2) === 0 ? [1, 1] as [number, number] : [1, 2] as [number, number],
    };
    const { split, expected, candidates } = bothSplits(rows, rules, 1 + chance.below(9), seed);
    if (!expected) {
      assert.equal(split, undefined);
      constant++;
      continue;
    }
    assert(split);
    const [feature, category] = candidates[expected.candidate]!;
    assert.equal(split.impurity, expected.impurity);
    assert.equal(split.feature, feature);
    const goesLeft = (bin: number) =>
      category >= 0 ? bin === split.bin : bin === 255 ? split.missingLeft : bin <= split.bin;
    for (const { bins } of rows) {
      assert.equal(goesLeft(bins[feature]!), expected.goesLeft(bins[feature]!));
    }
    const onLeft = rows.filter(({ bins }) => goesLeft(bins[feature]!));
    const draws = (label: number) =>
      onLeft.filter((row) => row.label === label).reduce((sum, row) => sum + row.draws, 0);
    assert.deepEqual([split.leftPositives, split.leftNegatives], [draws(1), draws(0)]);
    found++;
    missing += Number(split.missingLeft && rows.some(({ bins }) => bins[feature] === 255));
  }
  assert(found > 250 && constant > 10 && missing > 10, `${found} ${constant} ${missing}`);
});

/** Up to 60 rows of numeric features and a categorical one; few differ in some nodes. */
function someRows(chance: Random): NodeRow[] {
  const values = 1 + chance.below(6), holes = chance.below(2) * 0.3;
  return Array.from({ length: 1 + chance.below(60) }, () => ({
    bins: [
      ...NUMERIC_BINS.map((bins) =>
        chance.uniform() < holes ? 255 : chance.below(Math.min(values, bins))
      ),
      chance.uniform() < holes ? 255 : chance.below(Math.min(values, CATEGORIES.length)),
    ],
    label: chance.below(2),
    draws: 1 + chance.below(4),
  }));
}

/** The split that the kernel finds, and that of the definition among the same candidates. */
function bothSplits(
  rows: NodeRow[],
  rules: Parameters<typeof plainSplit>[2],
  perNode: number,
  seed: number,
) {
  const binned: BinnedTable = {
    length: rows.length,
    features: [
      ...NUMERIC_BINS.map((bins, f) => ({
        name: `n${f}`,
        kind: "numeric" as const,
        edges: Float64Array.from({ length: bins - 1 }, (_, edge) => edge),
      })),
      { name: "c", kind: "categorical", categories: CATEGORIES },
    ],
    bins: new Uint8Array(new SharedArrayBuffer(5 * rows.length)),
  };
  binned.bins.set(binned.features.flatMap((_, f) => rows.map(({ bins }) => bins[f]!)));
  const arena = openArena();
  const task = growMemory(arena, binned, perNode, 1);
  const memory = threadMemory(task);
  const lists = [0, 1].map((label) => {
    const entries = rows.flatMap((row, i) =>
      row.label === label ? [i | (row.draws << ROW_BITS)] : []
    );
    (label === 1 ? memory.positive : memory.negative).set(Uint32Array.from(entries));
    const draws = rows.reduce((sum, row) => sum + (row.label === label ? row.draws : 0), 0);
    return { length: entries.length, draws };
  });
  const split = splitFinder(binned.features, perNode, rules, memory)({
    positiveBegin: 0,
    positiveEnd: lists[1]!.length,
    negativeBegin: 0,
    negativeEnd: lists[0]!.length,
    positives: lists[1]!.draws,
    negatives: lists[0]!.draws,
    bins: seed % 2 === 0 ? task.columns : task.rows,
  }, random(seed, 1));
  arena.close();

  // draws again by the rule: perNode of them, then one more while none varies
  const order = splitCandidates(binned.features).slice(), chance = random(seed, 1);
  for (let drawn = 0; drawn < order.length;) {
    const begin = drawn;
    drawn = drawn === 0 ? Math.min(perNode, order.length) : drawn + 1;
    for (let d = begin; d < drawn; d++) {
      const other = d + chance.below(order.length - d);
      [order[d], order[other]] = [order[other]!, order[d]!];
    }
    const candidates = order.slice(begin, drawn);
    const { best, varies } = plainSplit(rows, candidates, rules);
    if (varies) return { split, expected: best, candidates };
  }
  return { split, expected: undefined, candidates: [] };
}
