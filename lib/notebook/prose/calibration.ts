import { calibrate } from "../../model/calibrate.ts";
import { counted, percent, points, weekSpan } from "../in_words.ts";

/** How far probabilities are off in some weeks. */
export interface CalibrationQuality {
  /** ISO names of the weeks. */
  weeks: string[];
  /** Pairs that were bought. */
  positives: number;
  /** Mean distance between probabilities and observed shares. */
  calibration_error: number;
  /** Sum of the probabilities; older results omit it. */
  expected?: number;
}

/**
 * What calibration changed, and how far the probabilities are off on the test weeks.
 *
 * @param options.validation the weeks that calibration was fitted on.
 */
export function calibrationProse(
  calibration: { a: number; b: number; c: number } | null,
  { test, validation }: Record<"test" | "validation", CalibrationQuality>,
): string {
  const { calibration_error: error, weeks } = test;
  const fitted = calibration === null ? "" : ` (in ${weekSpan(validation.weeks)}, on which the ` +
    `calibration was fitted, by ${points(validation.calibration_error)})`;
  return `${fittedProse(calibration)} In ${weekSpan(weeks)} the probabilities are off by ` +
    `${points(error)} on average, among pairs with at least 5%${fitted}. ${sumProse(test)}` +
    (error < 0.03
      ? "Whole weeks vary more than single probabilities: the forecast has a range."
      : "Read them as a ranking first, and their sums with care.");
}

/** Expected and bought, over all pairs: small errors in one direction add up. */
function sumProse({ expected, positives }: CalibrationQuality): string {
  if (expected === undefined) return "";
  const off = expected / positives - 1;
  return `Over all pairs they add up to **${counted(expected)}** expected purchases, and ` +
    `**${counted(positives)}** were made: the sum is ${percent(Math.abs(off), 1)} too ` +
    `${off < 0 ? "low" : "high"}. `;
}

function fittedProse(calibration: { a: number; b: number; c: number } | null): string {
  if (calibration === null) return "This preset does not calibrate its probabilities.";
  const { a, b, c } = calibration;
  const examples = [0.01, 0.1, 0.5];
  const after = calibrate(Float64Array.from(examples), calibration);
  const moved = examples.map((before, i) =>
    `${percent(before)} becomes ${(100 * after[i]!).toFixed(1)}%`
  );
  return `Calibration fitted $a = ${a.toFixed(2)}$, $b = ${b.toFixed(2)}$, $c = ${c.toFixed(2)}$: ${
    moved.join(", ")
  }.`;
}
