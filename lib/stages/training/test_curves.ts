import { type CalibrationBin, calibrationCurve } from "../../metrics/calibration_error.ts";
import {
  precisionRecallCurve,
  type PrecisionRecallPoint,
} from "../../metrics/precision_recall_curve.ts";

/** Two curves of the probabilities on the test weeks, short enough for a JSON file. */
export interface TestCurves {
  /** Recall ascending, about 200 points at most; empty if nothing was bought. */
  precision_recall: PrecisionRecallPoint[];
  /** Ten bins at most, of the pairs with a probability of at least 0.05, the lowest first. */
  calibration: CalibrationBin[];
}

/** Computes both curves; numbers have six significant digits. */
export function testCurves(
  { label, probability }: { label: Uint8Array; probability: Float64Array },
): TestCurves {
  return {
    precision_recall: precisionRecallCurve(label, probability).map(short),
    calibration: calibrationCurve(label, probability).map(short),
  };
}

function short<T extends object>(point: T): T {
  return Object.fromEntries(
    Object.entries(point).map(([name, value]) => [name, Number((value as number).toPrecision(6))]),
  ) as T;
}
