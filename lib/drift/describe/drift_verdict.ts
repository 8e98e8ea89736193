import type { DriftVariable } from "./drift_report.ts";
import { finiteOrNull } from "./drift_report.ts";
import type { PurchaseDrift } from "../purchase_drift.ts";
import type { MeasuredVariable } from "../measure/variable_drift.ts";
import { oneLine } from "../../table/contracts/one_line.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";
import { pValueText } from "./p_value_text.ts";

/**
 * The variable with its result as a sentence; under the default preset with its part in the
 * decision.
 */
export function withVerdict(
  variable: MeasuredVariable,
  { threshold, drifted, purchases }: {
    threshold: number;
    drifted: boolean;
    purchases: PurchaseDrift | null;
  },
): DriftVariable {
  const cluster = purchases?.clusterPValues.get(variable.name);
  const largest = purchases?.largest.moves.find((move) => move.variable === variable.name);
  const parts = [];
  if (!variable.tested) parts.push(`Not tested: ${variable.why_not_tested}`);
  else {
    const differs = variable.p_value! < threshold;
    const symbol = variable.kind === "numeric" ? "D" : "Cramér's V";
    const p = `p ${pValueText(variable.p_value!)}`;
    const effect = `${symbol} = ${twoDigits(variable.effect_size!)}`;
    parts.push(
      `${drifted && !purchases ? "Drifted: " : ""}${
        differs
          ? `different (${p}), with a ${magnitude(variable.effect_size!)} effect (${effect})`
          : `no difference found (${p}, ${effect})`
      }`,
    );
  }
  if (cluster !== undefined) {
    parts.push(`p ${pValueText(cluster)} when purchases of one customer count as one cluster`);
  }
  if (largest && purchases!.largest.judged) {
    const limit = purchases!.largest.limit;
    parts.push(
      `${oneLine(withUnit(variable.name, largest.category))} moved ${
        largest.score.toFixed(1)
      } times its usual weekly move: ` +
        (largest.score > limit ? "unusual" : "usual"),
    );
  }
  if (purchases && drifted) parts.push("it counts as drift");
  const verdict = parts.join("; ");
  return {
    ...variable,
    ...(cluster === undefined ? {} : { cluster_p_value: cluster }),
    ...(largest
      ? { largest_move: { category: largest.category, score: finiteOrNull(largest.score) } }
      : {}),
    drifted,
    verdict: `${verdict[0]!.toUpperCase()}${verdict.slice(1)}.`,
  };
}

/** Cohen (1988), "Statistical Power Analysis for the Behavioral Sciences": 0.1, 0.3, 0.5. */
function magnitude(effect: number): string {
  return effect < 0.1 ? "negligible" : effect < 0.3 ? "small" : effect < 0.5 ? "medium" : "large";
}

/** An effect size with two significant digits. */
function twoDigits(value: number): string {
  return value === 0 || value >= 0.001
    ? String(Number(value.toPrecision(2)))
    : value.toExponential(1);
}
