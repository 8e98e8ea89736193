import { type Bytes, bytesField, intField, join } from "./protobuf.ts";
import { ONNX, onnxAttribute, onnxTensor } from "./onnx_nodes.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { VERSION } from "../../version.ts";

/** Steps before and after the trees in an ONNX graph: messages of onnx_nodes.ts. */
export interface OnnxSteps {
  /** Inputs of the graph instead of `features`, and nodes that compute `features` from them. */
  before?: { inputs: Bytes[][]; nodes: Bytes[][] };
  /** Nodes that compute `label` and `probabilities` from `features` and `tree_probabilities`. */
  after?: Bytes[][];
  constants?: Bytes[][];
}

/**
 * Encodes the ensemble as an ONNX model (`.onnx`): one `TreeEnsembleClassifier` of `ai.onnx.ml`
 * version 3, for onnxruntime in any language (tested with 1.32 in Python, 1.30 on WebAssembly).
 *
 * Input: `features`, 32-bit floats, rows × features in the ensemble's order; NaN for missing
 * numbers, for text the index of the category (−1 for unknown ones). Outputs: `label` and
 * `probabilities`, rows × 2, of the trees or after `steps`. `metadata` becomes properties of the
 * model; `modelVersion` is any integer from 0.
 *
 * ONNX compares in 32 bits, so thresholds are rounded down to a 32-bit float. No 32-bit value lies
 * between that and the threshold, so no row changes sides.
 * https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html
 */
export function encodeOnnx(
  ensemble: TreeEnsemble,
  { steps = {}, metadata = {}, modelVersion = 0 }: {
    steps?: OnnxSteps;
    metadata?: Record<string, string>;
    modelVersion?: number;
  } = {},
): Uint8Array {
  const { features } = ensemble;
  const { before, after, constants = [] } = steps;
  const trees = [
    bytesField(1, "features"),
    bytesField(2, after ? "tree_label" : "label"),
    bytesField(2, after ? "tree_probabilities" : "probabilities"),
    bytesField(4, "TreeEnsembleClassifier"),
    ...attributes(ensemble).map((attribute) => bytesField(5, attribute)),
    bytesField(7, "ai.onnx.ml"),
  ];
  const inputs = before?.inputs ?? [onnxTensor("features", ONNX.float, features.length)];
  const graph = [
    ...[...(before?.nodes ?? []), trees, ...(after ?? [])].map((node) => bytesField(1, node)),
    bytesField(2, "trees"),
    ...constants.map((constant) => bytesField(5, constant)),
    ...inputs.map((input) => bytesField(11, input)),
    bytesField(12, onnxTensor("label", ONNX.int64)),
    bytesField(12, onnxTensor("probabilities", ONNX.float, 2)),
  ];
  return join([
    intField(1, 8), // ir_version
    bytesField(2, "sodai"), // producer_name
    bytesField(3, VERSION), // producer_version
    intField(5, modelVersion),
    bytesField(7, graph),
    bytesField(8, [bytesField(1, ""), intField(2, 15)]),
    bytesField(8, [bytesField(1, "ai.onnx.ml"), intField(2, 3)]),
    ...Object.entries(metadata).map(([key, value]) =>
      bytesField(14, [bytesField(1, key), bytesField(2, value)])
    ),
  ]);
}

function attributes({ nodes, offsets, features, link, baseScore }: TreeEnsemble): Bytes[][] {
  const count = nodes.feature.length;
  const trees = offsets.length - 1;
  const tree = new Int32Array(count);
  for (let t = 0; t < trees; t++) tree.fill(t, offsets[t]!, offsets[t + 1]!);
  const inTree = (node: number, i: number) => node < 0 ? 0 : node - offsets[tree[i]!]!;
  const isLeaf = (i: number) => nodes.feature[i]! < 0;
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const modes = Array.from(
    all,
    (i) =>
      isLeaf(i)
        ? "LEAF"
        : features[nodes.feature[i]!]!.kind === "numeric"
        ? "BRANCH_LEQ"
        : "BRANCH_EQ",
  );
  const leaves = all.filter(isLeaf);
  // scores of class 1 only: onnxruntime then adds the score of class 0, and the label is 1 above a
  // half; the leaves of a forest are divided by the number of trees
  const scale = link === "mean" ? 1 / trees : 1;
  const { ints, floats, strings, string } = onnxAttribute;
  return [
    ints("nodes_treeids", tree),
    ints("nodes_nodeids", all.map((i) => inTree(i, i))),
    ints("nodes_featureids", nodes.feature.map((feature) => Math.max(0, feature))),
    strings("nodes_modes", modes),
    floats("nodes_values", Float64Array.from(nodes.threshold, floatBelow)),
    ints("nodes_truenodeids", nodes.left.map(inTree)),
    ints("nodes_falsenodeids", nodes.right.map(inTree)),
    ints("nodes_missing_value_tracks_true", nodes.missingLeft),
    ints("class_treeids", leaves.map((leaf) => tree[leaf]!)),
    ints("class_nodeids", leaves.map((leaf) => inTree(leaf, leaf))),
    ints("class_ids", leaves.map(() => 0)),
    floats("class_weights", Float64Array.from(leaves, (leaf) => nodes.value[leaf]! * scale)),
    ints("classlabels_int64s", [0, 1]),
    ...(link === "logistic" ? [floats("base_values", [baseScore])] : []),
    string("post_transform", link === "logistic" ? "LOGISTIC" : "NONE"),
  ];
}

/** The largest 32-bit float that is not above `x`. */
function floatBelow(x: number): number {
  const nearest = Math.fround(x);
  if (nearest <= x) return nearest;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, nearest);
  if (nearest === 0) return -1.401298464324817e-45; // x is a denormal below 0
  view.setInt32(0, view.getInt32(0) + (nearest > 0 ? -1 : 1));
  return view.getFloat32(0);
}
