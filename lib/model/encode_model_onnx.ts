import { MARGIN } from "./calibrate.ts";
import { encodeOnnx, type OnnxSteps } from "../forest/files/onnx.ts";
import {
  ONNX,
  onnxAttribute,
  onnxFloats,
  onnxInt,
  onnxNode,
  onnxTensor,
} from "../forest/files/onnx_nodes.ts";
import type { Bytes } from "../forest/files/protobuf.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { Model, ModelFacts } from "./model.ts";
import { onnxPreprocessing } from "./onnx_preprocessing.ts";

/**
 * The bytes of `model.onnx`: encoders, trees, the correction for the sampling of negatives and the
 * calibration in one graph. The second column of `probabilities` equals `predictProbability` within
 * 1e-6; `label` is 1 where it is above the model's own threshold.
 *
 * Each feature is an input with its name, rows × 1: without encoders a 32-bit float, NaN if missing;
 * with those of the original preset see {@linkcode onnxPreprocessing}. The version of the model is
 * the last week that it learned from: 202447 for 2024-W47. The metadata properties `features`, a
 * list of names, and `facts` hold JSON.
 */
export function encodeModelOnnx({ ensemble, preprocessing, facts }: Model): Uint8Array {
  const repeat = ensemble.features.findIndex(({ name }) => name === "pair_weeks_ever");
  const { after, constants } = probabilitySteps(facts, repeat);
  const encoders = preprocessing === null
    ? { ensemble, before: columnsAsFeatures(ensemble), constants: [] }
    : onnxPreprocessing(preprocessing, ensemble);
  return encodeOnnx(encoders.ensemble, {
    steps: { before: encoders.before, after, constants: [...encoders.constants, ...constants] },
    metadata: { features: JSON.stringify(facts.features), facts: JSON.stringify(facts) },
    modelVersion: Number(facts.last_week.replace("-W", "")),
  });
}

/** An input for each feature, and the node that joins them in the order of the ensemble. */
function columnsAsFeatures({ features }: TreeEnsemble): Required<OnnxSteps>["before"] {
  const names = features.map(({ name }) => name);
  return {
    inputs: names.map((name) => onnxTensor(name, ONNX.float, 1)),
    nodes: [onnxNode("Concat", names, "features", [onnxAttribute.int("axis", 1)])],
  };
}

/** The steps from the trees' probabilities to the model's, in the order of `predictProbability`. */
function probabilitySteps(
  { sampling, calibration, decision_threshold }: ModelFacts,
  repeatFeature: number,
): Required<Pick<OnnxSteps, "after" | "constants">> {
  const after: Bytes[][] = [];
  const constants = [onnxFloats("one", [1]), onnxInt("second", 1)];
  const step = (
    operator: string,
    inputs: string[],
    output: string,
    attributes: Record<string, number> = {},
  ) => {
    const encoded = Object.entries(attributes).map(([name, value]) =>
      onnxAttribute.int(name, value)
    );
    after.push(onnxNode(operator, inputs, output, encoded));
    return output;
  };
  const constant = (name: string, value: number) => {
    constants.push(onnxFloats(name, [value]));
    return name;
  };

  const raw = step("Gather", ["tree_probabilities", "second"], "raw", { axis: 1 });
  let rate = constant("new_rate", sampling.newRate);
  if (repeatFeature >= 0) {
    constants.push(onnxInt("repeat_feature", repeatFeature));
    const weeks = step("Gather", ["features", "repeat_feature"], "weeks_bought", { axis: 1 });
    const isRepeat = step("Greater", [weeks, constant("zero", 0)], "is_repeat");
    const repeatRate = constant("repeat_rate", sampling.repeatRate);
    rate = step("Where", [isRepeat, repeatRate, rate], "rate");
  }
  const bought = step("Mul", [rate, raw], "bought");
  const notBought = step("Sub", ["one", raw], "not_bought");
  let probability = step("Div", [bought, step("Add", [bought, notBought], "all")], "corrected");
  if (calibration) {
    const { a, b, c } = calibration;
    const inner = step("Mul", [probability, constant("width", 1 - 2 * MARGIN)], "inner");
    const inside = step("Add", [inner, constant("margin", MARGIN)], "inside");
    const logOf = step("Log", [inside], "log_of");
    const logNot = step("Log", [step("Sub", ["one", inside], "outside")], "log_not");
    const rise = step("Mul", [logOf, constant("a", a)], "rise");
    const fall = step("Mul", [logNot, constant("b", b)], "fall");
    const slope = step("Sub", [rise, fall], "slope");
    probability = step("Sigmoid", [step("Add", [slope, constant("c", c)], "logit")], "calibrated");
  }
  const other = step("Sub", ["one", probability], "other");
  step("Concat", [other, probability], "probabilities", { axis: 1 });
  const limit = constant("decision_threshold", decision_threshold);
  const isChosen = step("Greater", [probability, limit], "is_chosen");
  const column = step("Cast", [isChosen], "label_column", { to: ONNX.int64 });
  step("Squeeze", [column, "second"], "label");
  return { after, constants };
}
