import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { decodeModel, encodeModel } from "../../../lib/forest/files/model_file.ts";
import { treeFault } from "../../../lib/forest/files/tree_fault.ts";
import { trainGradientBoosting } from "../../../lib/forest/boosting/gradient_boosting.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import type { TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";
import { simulateTable } from "../simulate_table.ts";

const { table, labels } = simulateTable(500, 1);
const binned = await binTable(table);
const forest = await trainRandomForest(binned, labels, { trees: 3 });
const { nodes: trained, offsets, features } = forest;

const isSplit = (node: number) => trained.feature[node]! >= 0;
const isText = (node: number) =>
  isSplit(node) && features[trained.feature[node]!]!.kind !== "numeric";
const all = [...trained.feature.keys()];
const split = all.find((node) => node > 0 && isSplit(node))!;
const leaf = all.find((node) => !isSplit(node))!;
const text = all.find(isText)!;
const number = all.find((node) => isSplit(node) && !isText(node))!;

/** What was done to a sound ensemble, and what is said of it. */
const CRAFTED: [string, (crafted: TreeEnsemble) => void, RegExp][] = [
  ["a split that is its own child", ({ nodes }) => nodes.left[split] = split, /has the child/],
  ["a child before its parent", ({ nodes }) => nodes.right[split] = 0, /has the child 0, expected/],
  ["a child that does not exist", ({ nodes }) => nodes.left[split] = 1e6, /has the child 1000000/],
  ["a negative child", ({ nodes }) => nodes.left[split] = -1, /has the child -1/],
  ["a child in another tree", ({ nodes }) => nodes.left[0] = offsets[1]! + 1, /has the child/],
  ["one child twice", ({ nodes }) => nodes.left[0] = nodes.right[0]!, /which another node has too/],
  ["a leaf with a child", ({ nodes }) => nodes.right[leaf] = leaf + 1, /is a leaf with the child/],
  ["a second root", ({ nodes }) => {
    nodes.feature[0] = nodes.left[0] = nodes.right[0] = -1;
  }, /node 1 has no parent, and tree 0 one root already/],
  ["a feature that does not exist", ({ nodes }) => nodes.feature[split] = 99, /on feature 99 of/],
  ["a negative feature", ({ nodes }) => nodes.feature[split] = -2, /on feature -2 of/],
  ["no such category", ({ nodes }) => nodes.threshold[text] = 500, /splits on category 500 of/],
  ["half a category", ({ nodes }) => nodes.threshold[text] = 0.5, /splits on category 0\.5 of/],
  ["a negative category", ({ nodes }) => nodes.threshold[text] = -1, /splits on category -1 of/],
  ["no threshold", ({ nodes }) => nodes.threshold[number] = NaN, /threshold that is not a number/],
  ["no value", ({ nodes }) => nodes.value[leaf] = NaN, /has a value that is not finite/],
  ["an endless value", ({ nodes }) => nodes.value[leaf] = Infinity, /value that is not finite/],
  ["a negative cover", ({ nodes }) => nodes.cover[split] = -1, /has the cover -1/],
  ["no cover", ({ nodes }) => nodes.cover[split] = NaN, /has the cover NaN/],
  ["no gain", ({ nodes }) => nodes.gain[split] = NaN, /has a gain that is not finite/],
  ["an odd flag", ({ nodes }) => nodes.missingLeft[split] = 7, /has the flag missing_left 7/],
  ["no base score", (crafted) => crafted.baseScore = NaN, /base score is not a finite number/],
  ["fewer features", (crafted) => crafted.features = [], /splits on feature \d+ of 0/],
];

for (const [what, change, message] of CRAFTED) {
  Deno.test(`a crafted model file is refused: ${what}`, () => {
    const crafted = structuredClone(forest);
    change(crafted);
    assert.throws(() => decodeModel(encodeModel(crafted, {})), { name: "UserError", message });
  });
}

Deno.test("a crafted model file is refused: nodes of a tree that are apart, or a tree missing", () => {
  for (const offsets of [[0, 2, 2], [1, 3]]) {
    const crafted = { ...structuredClone(forest), offsets: Int32Array.from(offsets) };
    assert.throws(
      () => decodeModel(encodeModel(crafted, {})),
      /is of tree|has no parent|the child/,
    );
  }
});

/** One tree whose right child splits again, `levels` times. */
function chain(levels: number): TreeEnsemble {
  const length = 2 * levels + 1;
  const isLeaf = (node: number) => node % 2 === 1 || node === length - 1;
  const child = (step: number) =>
    Int32Array.from({ length }, (_, node) => isLeaf(node) ? -1 : node + step);
  return {
    features: [{ kind: "numeric", name: "size" }],
    offsets: Int32Array.of(0, length),
    nodes: {
      feature: Int32Array.from({ length }, (_, node) => isLeaf(node) ? -1 : 0),
      threshold: new Float64Array(length),
      missingLeft: new Uint8Array(length),
      left: child(1),
      right: child(2),
      value: new Float64Array(length),
      cover: new Float64Array(length).fill(1),
      gain: new Float64Array(length),
    },
    link: "mean",
    baseScore: 0,
  };
}

Deno.test("a tree too deep for recursive functions is refused", () => {
  assert.equal(treeFault(chain(499)), undefined);
  assert.match(treeFault(chain(100_000))!, /is more than 500 levels below its root/);
});

Deno.test("any other number in a column of a model file is refused or harmless", async () => {
  const boosted = await trainGradientBoosting(binned, labels, { rounds: 3 });
  for (const ensemble of [forest, boosted]) {
    assert.equal(treeFault(ensemble), undefined);
    for (const odd of [-1, 0, 1, 2 ** 31 - 1]) {
      for (const field of ["feature", "left", "right"] as const) {
        for (const node of all.slice(0, 40)) {
          const crafted = structuredClone(ensemble);
          crafted.nodes[field][node] = odd;
          if (treeFault(crafted) === undefined) {
            assert.equal(walked(crafted), crafted.nodes.left.length);
          }
        }
      }
    }
  }
});

/** Number of nodes reached from the roots; a node that is reached twice fails. */
function walked({ nodes, offsets }: TreeEnsemble): number {
  const seen = new Set<number>();
  const waiting = [...offsets.subarray(0, -1)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    assert(!seen.has(node));
    seen.add(node);
    if (nodes.feature[node]! >= 0) waiting.push(nodes.left[node]!, nodes.right[node]!);
  }
  return seen.size;
}

Deno.test("a file with columns of other types, nulls or another link is refused", async () => {
  const { tableFromArrays, tableFromIPC, tableToIPC } = await import("apache-arrow");
  const sound = tableFromIPC(encodeModel(forest, {}));
  const columns = Object.fromEntries(
    sound.schema.fields.map(({ name }) => [name, sound.getChild(name)!.toArray()]),
  );
  const craft = (changed: Record<string, unknown>, metadata: Record<string, string> = {}) => {
    // deno-lint-ignore no-explicit-any -- odd columns on purpose
    const table = tableFromArrays({ ...columns, ...changed } as any);
    for (const [key, value] of sound.schema.metadata) table.schema.metadata.set(key, value);
    for (const [key, value] of Object.entries(metadata)) table.schema.metadata.set(key, value);
    return tableToIPC(table, "file");
  };
  decodeModel(craft({}));
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeModel(bytes), { name: "UserError", message });
  refused(craft({ left: Float64Array.from(columns["left"]) }), /column left has another type/);
  refused(craft({ value: Float32Array.from(columns["value"]) }), /column value has another type/);
  refused(
    craft({ gain: [...columns["gain"]].map((gain, i) => i === 3 ? null : gain) }),
    /or nulls/,
  );
  refused(craft({ tree: [...columns["tree"]].map(String) }), /column tree has another type/);
  refused(craft({}, { link: "both" }), /its link is both/);
  refused(craft({}, { base_score: "high" }), /base score is not a finite number/);
  for (const text of ["{}", "[1]", "no JSON", '[{"kind":"categorical","name":"x"}]']) {
    refused(craft({}, { features: text }), /check sum|no list of features/);
  }
});
