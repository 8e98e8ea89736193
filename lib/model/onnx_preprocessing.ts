import type { NumericPreprocessing, Preprocessing } from "../features/encoders/preprocessing.ts";
import { applyStandardScaler } from "../features/encoders/standard_scaler.ts";
import { applyWinsorizer } from "../features/encoders/winsorizer.ts";
import {
  ONNX,
  onnxAttribute,
  onnxDoubles,
  onnxFloats,
  onnxInt,
  onnxNode,
  onnxTensor,
} from "../forest/files/onnx_nodes.ts";
import type { Bytes } from "../forest/files/protobuf.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";

/** The encoders as graph steps before the trees, and trees that read the output of these steps. */
export interface OnnxEncoders {
  ensemble: TreeEnsemble;
  before: { inputs: Bytes[][]; nodes: Bytes[][] };
  constants: Bytes[][];
}

/**
 * The encoders as steps of an ONNX graph with one input per feature, rows × 1: 64-bit floats (NaN
 * if missing) or texts (`(missing)` if missing).
 *
 * A text, and the bin of a number with bins, becomes the index of its category. A number becomes
 * the count of the trees' thresholds below it, computed in 64 bits, and the trees compare that
 * count: their own comparisons have 32 bits, in which the coordinates of neighbours are equal.
 * Winsorizing and scaling keep the order of numbers, so they need no step: the thresholds are
 * converted to units of the input.
 */
export function onnxPreprocessing(
  { columns }: Preprocessing,
  ensemble: TreeEnsemble,
): OnnxEncoders {
  const inputs: Bytes[][] = [];
  const nodes: Bytes[][] = [];
  const constants = [onnxInt("columns", 1), onnxFloats("no number", [NaN])];
  const made: string[] = [], bins: string[] = [];
  const threshold = ensemble.nodes.threshold.slice();
  const step = (
    operator: string,
    from: string[],
    output: string,
    attributes: Bytes[][] = [],
    domain = "",
  ) => {
    nodes.push(onnxNode(operator, from, output, attributes, domain));
    return output;
  };

  for (const column of columns) {
    const { name } = column;
    if (column.kind === "categorical") {
      inputs.push(onnxTensor(name, ONNX.string, 1));
      made.push(codesOf(name, name, "keys_strings"));
      continue;
    }
    inputs.push(onnxTensor(name, ONNX.double, 1));
    const missing = step("IsNaN", [name], `${name} missing`);
    let value = name;
    if (column.median !== undefined) {
      constants.push(onnxDoubles(`${name} median`, [column.median]));
      value = step("Where", [missing, `${name} median`, name], `${name} known`);
    }
    const count = countOf(value, "Greater", `${name} thresholds`, ranked(column));
    const code = step("Cast", [count], `${name} code`, [onnxAttribute.int("to", ONNX.float)]);
    made.push(
      value === name ? step("Where", [missing, "no number", code], `${name} or none`) : code,
    );
    if (!column.kBins) continue;
    const bin = countOf(value, "GreaterOrEqual", `${name} edges`, column.kBins.edges);
    bins.push(codesOf(`${name}_bin`, bin, "keys_int64s"));
  }
  step("Concat", [...made, ...bins], "features", [onnxAttribute.int("axis", 1)]);
  return {
    ensemble: { ...ensemble, nodes: { ...ensemble.nodes, threshold } },
    before: { inputs, nodes },
    constants,
  };

  /** The index of each category, −1 for others. */
  function codesOf(name: string, from: string, keys: "keys_strings" | "keys_int64s"): string {
    const feature = ensemble.features.find((feature) => feature.name === name);
    const texts = feature?.kind === "categorical" ? feature.categories : [];
    return step("LabelEncoder", [from], `${name} code`, [
      keys === "keys_strings"
        ? onnxAttribute.strings(keys, texts)
        : onnxAttribute.ints(keys, texts.map(Number)),
      onnxAttribute.floats("values_floats", texts.map((_, code) => code)),
      onnxAttribute.float("default_float", -1),
    ], "ai.onnx.ml");
  }

  /** The number of limits that a value is above, or not below. */
  function countOf(
    value: string,
    operator: "Greater" | "GreaterOrEqual",
    name: string,
    limits: ArrayLike<number>,
  ): string {
    constants.push(onnxDoubles(name, limits));
    const beyond = step(operator, [value, name], `${name} beyond`);
    const steps = step("Cast", [beyond], `${name} steps`, [onnxAttribute.int("to", ONNX.int64)]);
    return step("ReduceSum", [steps, "columns"], `${name} count`);
  }

  /** The trees' thresholds for a column, ascending in units of the input; nodes get their rank. */
  function ranked(column: NumericPreprocessing): Float64Array {
    const { feature, threshold: before } = ensemble.nodes;
    const index = ensemble.features.findIndex(({ name }) => name === column.name);
    const ownNodes = [...feature.keys()].filter((node) => feature[node] === index);
    const distinct = Float64Array.from(new Set(ownNodes.map((node) => before[node]!))).sort();
    for (const node of ownNodes) threshold[node] = distinct.indexOf(before[node]!);
    return distinct.map((limit) => largestBelow(column, limit));
  }
}

/** The largest number that is at or below a threshold after winsorizing and scaling; or ±∞. */
function largestBelow({ winsorizer, scaler }: NumericPreprocessing, threshold: number): number {
  const goesLeft = (x: number) => {
    let values: Float64Array = Float64Array.of(x);
    if (winsorizer) values = applyWinsorizer(winsorizer, values);
    if (scaler) values = applyStandardScaler(scaler, values);
    return values[0]! <= threshold;
  };
  if (goesLeft(Infinity)) return Infinity;
  if (!goesLeft(-Infinity)) return -Infinity;
  // bisection over all doubles, until two neighbours are left
  let left = orderOf(-Infinity), right = orderOf(Infinity);
  while (right - left > 1n) {
    const middle = (left + right) / 2n;
    if (goesLeft(numberAt(middle))) left = middle;
    else right = middle;
  }
  return numberAt(left);
}

const single = new Float64Array(1);
const bits = new BigInt64Array(single.buffer);
const SIGN = 1n << 63n;

/** The rank of a number among all 64-bit floats, 0 for 0. */
function orderOf(x: number): bigint {
  single[0] = x;
  return bits[0]! >= 0n ? bits[0]! : -(bits[0]! + SIGN);
}

function numberAt(order: bigint): number {
  bits[0] = order >= 0n ? order : -order - SIGN;
  return single[0]!;
}
