import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../../lib/forest/boosting/gradient_boosting.ts";
import { encodeOnnx } from "../../../lib/forest/files/onnx.ts";
import { ONNX, onnxAttribute } from "../../../lib/forest/files/onnx_nodes.ts";
import { type Bytes, join } from "../../../lib/forest/files/protobuf.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { readFloats, readInts, readMessage } from "../read_protobuf.ts";
import { simulateTable } from "../simulate_table.ts";

const { table, labels } = simulateTable(1500, 11);
const binned = await binTable(table);
const rounded: ColumnTable = {
  length: table.length,
  columns: table.columns.map((column) =>
    column.kind === "numeric" ? { ...column, values: Float32Array.from(column.values) } : column
  ),
};
/** The input of the ONNX model: categories as their index, here that of the table. */
const input = Array.from(
  { length: table.length },
  (_, row) =>
    rounded.columns.map((column) =>
      column.kind === "numeric" ? column.values[row]! : column.codes[row]!
    ),
);

const text = (bytes: number | Uint8Array) => new TextDecoder().decode(bytes as Uint8Array);

/** The attributes of the only node of an ONNX model. */
function nodeAttributes(model: Uint8Array): Map<string, (string | number)[]> {
  const graph = readMessage(readMessage(model).get(7)![0] as Uint8Array);
  const node = readMessage(graph.get(1)![0] as Uint8Array);
  assert.equal(text(node.get(4)![0]!), "TreeEnsembleClassifier");
  return new Map(node.get(5)!.map((bytes) => {
    const attribute = readMessage(bytes as Uint8Array);
    const values = attribute.has(8)
      ? readInts(attribute.get(8)![0] as Uint8Array)
      : attribute.has(7)
      ? readFloats(attribute.get(7)![0] as Uint8Array)
      : attribute.has(9)
      ? attribute.get(9)!.map(text)
      : [text(attribute.get(4)![0]!)];
    return [text(attribute.get(1)![0]!), values];
  }));
}

/** Scores of the rows by the operator's specification, with 32-bit comparisons. */
function score(attributes: Map<string, (string | number)[]>, rows: number[][]): number[] {
  const list = (name: string) => attributes.get(name) as number[];
  const [trees, ids, features] = ["treeids", "nodeids", "featureids"].map((n) =>
    list(`nodes_${n}`)
  );
  const modes = attributes.get("nodes_modes")!;
  const place = new Map(trees!.map((tree, i) => [`${tree} ${ids![i]}`, i]));
  const weights = new Map(
    list("class_treeids").map((tree, i) =>
      [`${tree} ${list("class_nodeids")[i]}`, list("class_weights")[i]!] as const
    ),
  );
  const count = Math.max(...trees!) + 1;
  return rows.map((row) => {
    let sum = attributes.has("base_values") ? list("base_values")[0]! : 0;
    for (let tree = 0; tree < count; tree++) {
      let node = place.get(`${tree} 0`)!;
      while (modes[node] !== "LEAF") {
        const value = row[features![node]!]!;
        const threshold = list("nodes_values")[node]!;
        const isTrue = Number.isNaN(value)
          ? list("nodes_missing_value_tracks_true")[node] === 1
          : modes[node] === "BRANCH_EQ"
          ? value === threshold
          : value <= threshold;
        const next = list(isTrue ? "nodes_truenodeids" : "nodes_falsenodeids")[node];
        node = place.get(`${tree} ${next}`)!;
      }
      sum += weights.get(`${tree} ${ids![node]}`)!;
    }
    return attributes.get("post_transform")![0] === "LOGISTIC" ? 1 / (1 + Math.exp(-sum)) : sum;
  });
}

for (
  const [name, ensemble] of [
    ["a forest", await trainRandomForest(binned, labels, { trees: 5 })],
    ["boosted trees", await trainGradientBoosting(binned, labels, { rounds: 5 })],
  ] as const
) {
  Deno.test(`the ONNX model of ${name} gives the ensemble's probabilities`, async () => {
    const expected = await predictEnsemble(ensemble, rounded);
    const actual = score(nodeAttributes(encodeOnnx(ensemble)), input);
    expected.forEach((p, i) => assert.ok(Math.abs(p - actual[i]!) < 1e-6, `${i}: ${actual[i]}`));
  });
}

Deno.test("every attribute has the ONNX code of its type", async () => {
  const forest = await trainRandomForest(binned, labels, { trees: 2 });
  const graph = readMessage(readMessage(encodeOnnx(forest)).get(7)![0] as Uint8Array);
  const node = readMessage(graph.get(1)![0] as Uint8Array);
  const types = new Map(node.get(5)!.map((bytes) => {
    const attribute = readMessage(bytes as Uint8Array);
    return [text(attribute.get(1)![0]!), attribute.get(20)![0]];
  }));
  assert.equal(types.get("post_transform"), 3); // string
  assert.equal(types.get("nodes_values"), 6); // floats
  assert.equal(types.get("nodes_treeids"), 7); // ints
  assert.equal(types.get("nodes_modes"), 8); // strings
  const names = ["int", "float", "string", "ints", "floats", "strings"] as const;
  for (const name of names) {
    const value =
      { int: 1, float: 0.5, string: "a", ints: [1], floats: [0.5], strings: ["a"] }[name];
    const attribute = onnxAttribute[name]("its name", value as never);
    assert.equal(text(readMessage(join(attribute)).get(1)![0]!), "its name", name);
  }
  const [input] = graph.get(11)!.map((bytes) => readMessage(bytes as Uint8Array));
  assert.deepEqual([...input!.keys()], [1, 2]); // name and type
  // TypeProto.tensor_type.shape.dim[0].dim_param
  const inside = (message: Uint8Array, ...fields: number[]) =>
    fields.reduce((at, field) => readMessage(at).get(field)![0] as Uint8Array, message);
  assert.equal(text(inside(input!.get(2)![0] as Uint8Array, 1, 2, 1, 2)), "rows");
  assert.deepEqual(ONNX, { float: 1, int64: 7, string: 8, double: 11 }); // TensorProto.DataType
  const single = (attribute: Bytes[]) => readMessage(join(attribute)).get(20)![0];
  assert.equal(single(onnxAttribute.int("axis", 1)), 2);
  assert.equal(single(onnxAttribute.float("alpha", 0.5)), 1);
  assert.equal(readMessage(join(onnxAttribute.float("alpha", 0.5))).get(2)![0], 0.5);
});
