import assert from "node:assert/strict";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { trainGradientBoosting } from "../../lib/forest/boosting/gradient_boosting.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { random } from "../../lib/stats/random.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { encodeModelOnnx } from "../../lib/model/encode_model_onnx.ts";
import { type ModelFacts, predictProbability } from "../../lib/model/model.ts";
import { VERSION } from "../../lib/version.ts";
import { readFloats, readInts, readMessage } from "../forest/read_protobuf.ts";

const FACTS: ModelFacts = {
  preset: "default",
  model: "random_forest",
  engine: "forest",
  features: ["recency", "pair_weeks_ever"],
  sampling: { repeatRate: 0.8, newRate: 0.05 },
  calibration: { a: 0.9, b: 1.2, c: -0.3 },
  decision_threshold: 0.2,
  settings: {},
  first_week: "2024-W30",
  last_week: "2024-W47",
  rows: 600,
  purchases: 80,
  seed: 0,
};

const { uniform } = random(5);
const table: ColumnTable = {
  length: 600,
  columns: ["recency", "pair_weeks_ever"].map((name) => ({
    kind: "numeric",
    name,
    values: Float32Array.from({ length: 600 }, () => Math.floor(6 * uniform()) - 3),
  })),
};
const [recency, weeks] = table.columns.map((column) => (column as { values: Float32Array }).values);
const labels = Uint8Array.from(recency!, (value) => uniform() < 0.4 + value / 10 ? 1 : 0);
const binned = await binTable(table);
const FOREST = await trainRandomForest(binned, labels, { trees: 9, maxDepth: 3 });
const BOOSTED = await trainGradientBoosting(binned, labels, { rounds: 9, maxDepth: 3 });

const text = (bytes: unknown) => new TextDecoder().decode(bytes as Uint8Array);

/** Runs the steps after the trees on one row. */
function runSteps(onnx: Uint8Array, features: number[], raw: number): Map<string, number[]> {
  const graph = readMessage(readMessage(onnx).get(7)![0] as Uint8Array);
  const values = new Map<string, number[]>([
    ...table.columns.map(({ name }, i): [string, number[]] => [name, [features[i]!]]),
    ["tree_probabilities", [1 - raw, raw]],
  ]);
  for (const bytes of graph.get(5)!) {
    const constant = readMessage(bytes as Uint8Array);
    const content = (constant.get(4) ?? constant.get(7))![0] as Uint8Array;
    values.set(
      text(constant.get(8)![0]),
      constant.has(4) ? readFloats(content) : readInts(content),
    );
  }
  const operators: Record<string, (...inputs: number[][]) => number[]> = {
    Gather: ([...from], [at]) => [from[at!]!],
    Greater: ([x], [y]) => [Number(x! > y!)],
    Where: ([condition], x, y) => condition ? x : y,
    Mul: ([x], [y]) => [x! * y!],
    Add: ([x], [y]) => [x! + y!],
    Sub: ([x], [y]) => [x! - y!],
    Div: ([x], [y]) => [x! / y!],
    Log: ([x]) => [Math.log(x!)],
    Sigmoid: ([x]) => [1 / (1 + Math.exp(-x!))],
    Concat: (...columns) => columns.flat(),
    Cast: (x) => x,
    Squeeze: (x) => x,
  };
  for (const bytes of graph.get(1)!) {
    const node = readMessage(bytes as Uint8Array);
    if (text(node.get(4)![0]) === "TreeEnsembleClassifier") continue;
    const inputs = node.get(1)!.map((name) => values.get(text(name))!);
    values.set(text(node.get(2)![0]), operators[text(node.get(4)![0])]!(...inputs));
  }
  return values;
}

for (const [name, ensemble] of Object.entries({ "a forest": FOREST, "boosted trees": BOOSTED })) {
  for (const calibration of [FACTS.calibration, null]) {
    Deno.test(`the graph of ${name} equals predictProbability(), ${calibration ? "" : "un"}calibrated`, async () => {
      const facts = { ...FACTS, calibration };
      const model = { ensemble, preprocessing: null, facts };
      const expected = await predictProbability(model, table);
      const raw = await predictEnsemble(ensemble, table);
      const onnx = encodeModelOnnx(model);
      for (let row = 0; row < table.length; row++) {
        const values = runSteps(onnx, [recency![row]!, weeks![row]!], raw[row]!);
        const [not, bought] = values.get("probabilities")!;
        assert(Math.abs(bought! - expected[row]!) < 1e-6, `${row}: ${bought} ${expected[row]}`);
        assert(Math.abs(not! + bought! - 1) < 1e-9);
        assert.deepEqual(values.get("label"), [Number(expected[row]! > facts.decision_threshold)]);
      }
    });
  }
}

Deno.test("the file declares its inputs and metadata", () => {
  const onnx = readMessage(
    encodeModelOnnx({ ensemble: FOREST, preprocessing: null, facts: FACTS }),
  );
  const properties = onnx.get(14)!.map((bytes) => readMessage(bytes as Uint8Array))
    .map((entry) => [text(entry.get(1)![0]), text(entry.get(2)![0])] as const);
  const { features, facts } = Object.fromEntries(properties);
  assert.deepEqual(JSON.parse(features!), FACTS.features);
  assert.deepEqual(JSON.parse(facts!), FACTS);
  const graph = readMessage(onnx.get(7)![0] as Uint8Array);
  const inputs = graph.get(11)!.map((input) => text(readMessage(input as Uint8Array).get(1)![0]));
  assert.deepEqual(inputs, FACTS.features);
  assert.equal(onnx.get(5)![0], 202447); // model_version: the last week
  assert.equal(text(onnx.get(3)![0]), VERSION); // producer_version
});
