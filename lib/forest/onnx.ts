import { type Bytes, bytesField, floatsField, intField, intsField, join } from "./protobuf.ts";
import type { TreeEnsemble } from "./tree_ensemble.ts";

/** Numbers of AttributeProto.type. */
const STRING = 3;
const FLOATS = 6;
const INTS = 7;
const STRINGS = 8;

const FLOAT_TENSOR = 1;
const INT64_TENSOR = 7;

/** What follows the trees in an ONNX graph. */
export interface OnnxSteps {
  /** Messages as `onnx_nodes.ts` makes them. They read `features` and `tree_probabilities`. */
  nodes: Bytes[][];
  constants: Bytes[][];
}

/**
 * The ensemble as an ONNX model (`.onnx`): one `TreeEnsembleClassifier` of `ai.onnx.ml` version 3, for
 * onnxruntime in any language (1.x gave the same probabilities within 2e-7).
 *
 * Input `features`, 32-bit floats, rows × features in the ensemble's order: NaN for missing numbers,
 * the category's index for texts (−1 for others). Outputs `label` and `probabilities`, rows × 2:
 * those of the trees, or what `steps` make of them. `metadata` stands in the model's properties.
 *
 * ONNX compares in 32 bits: thresholds are rounded down to a 32-bit float. No 32-bit value lies
 * between that and the threshold, so no row changes sides.
 * https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html
 */
export function encodeOnnx(
  ensemble: TreeEnsemble,
  { steps, metadata = {} }: { steps?: OnnxSteps; metadata?: Record<string, string> } = {},
): Uint8Array {
  const { features } = ensemble;
  const node = [
    bytesField(1, "features"),
    bytesField(2, steps ? "tree_label" : "label"),
    bytesField(2, steps ? "tree_probabilities" : "probabilities"),
    bytesField(4, "TreeEnsembleClassifier"),
    ...attributes(ensemble).map((attribute) => bytesField(5, attribute)),
    bytesField(7, "ai.onnx.ml"),
  ];
  const graph = [
    bytesField(1, node),
    ...(steps?.nodes ?? []).map((step) => bytesField(1, step)),
    bytesField(2, "trees"),
    ...(steps?.constants ?? []).map((constant) => bytesField(5, constant)),
    bytesField(11, tensor("features", FLOAT_TENSOR, features.length)),
    bytesField(12, tensor("label", INT64_TENSOR)),
    bytesField(12, tensor("probabilities", FLOAT_TENSOR, 2)),
  ];
  const properties = { features: JSON.stringify(features), ...metadata };
  return join([
    intField(1, 8), // ir_version
    bytesField(2, "sodai"),
    bytesField(7, graph),
    bytesField(8, [bytesField(1, ""), intField(2, 15)]),
    bytesField(8, [bytesField(1, "ai.onnx.ml"), intField(2, 3)]),
    ...Object.entries(properties).map(([key, value]) =>
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
  // scores of one class only: onnxruntime's two-class case, which completes them to 1 and labels
  // what is above a half; a forest's leaf has its share of the mean
  const scale = link === "mean" ? 1 / trees : 1;
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
    [
      bytesField(1, "post_transform"),
      bytesField(4, link === "logistic" ? "LOGISTIC" : "NONE"),
      intField(20, STRING),
    ],
  ];
}

const ints = (name: string, values: ArrayLike<number>) => [
  bytesField(1, name),
  intsField(8, values),
  intField(20, INTS),
];
const floats = (name: string, values: ArrayLike<number>) => [
  bytesField(1, name),
  floatsField(7, values),
  intField(20, FLOATS),
];
const strings = (name: string, values: string[]) => [
  bytesField(1, name),
  ...values.map((value) => bytesField(9, value)),
  intField(20, STRINGS),
];

/** A ValueInfoProto: rows of any number, × `width` where given. */
function tensor(name: string, elementType: number, width?: number): Bytes[] {
  const dimensions = [
    bytesField(1, bytesField(2, "rows")),
    ...(width === undefined ? [] : [bytesField(1, intField(1, width))]),
  ];
  const type = bytesField(1, [intField(1, elementType), bytesField(2, dimensions)]);
  return [bytesField(1, name), bytesField(2, type)];
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
