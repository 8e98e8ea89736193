import { quantiles } from "../stats/quantile.ts";
import type { Pruner } from "./trial.ts";

/**
 * Prunes a trial if its best report so far is below the median of the reports of the earlier
 * complete trials at the same step. Rules and defaults are those of Optuna's `MedianPruner`.
 *
 * @param options.startupTrials complete trials before pruning starts.
 * @param options.warmupSteps steps without pruning.
 */
export function medianPruner(
  { startupTrials = 5, warmupSteps = 0 }: { startupTrials?: number; warmupSteps?: number } = {},
): Pruner {
  return (reported, trials) => {
    const complete = trials.filter(({ state }) => state === "complete");
    const step = reported.at(-1)!.step;
    if (complete.length === 0 || complete.length < startupTrials || step < warmupSteps) {
      return false;
    }
    const values = reported.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    if (values.length === 0) return true;
    const others = complete.flatMap((trial) =>
      trial.reported.filter((other) => other.step === step).map(({ value }) => value)
    );
    const [median] = quantiles(Float64Array.from(others), [0.5]);
    return Math.max(...values) < median!;
  };
}
