import { isDeepStrictEqual } from "node:util";
import type { RunRecord } from "../../dag/runs/run_record.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import { modelKind } from "./model_kind.ts";
import { modelPrecision } from "./model_precision.ts";
import { runDurationMs } from "./run_duration.ts";
import { driftShare, runFacts } from "./run_facts.ts";
import { shownState } from "./shown_state.ts";

/** One thing in which two runs differ; null where a run does not have it. */
export interface Difference<Value = unknown> {
  name: string;
  from: Value | null;
  to: Value | null;
}

/** The figures of a run that are compared, in order. */
export const FIGURES = [
  "week",
  "state",
  "decision",
  "drift_share",
  "model",
  "average_precision",
  "test_weeks",
  "expected_purchases",
  "expected_units",
  "pairs_listed",
  "threshold",
  "order_lines",
  "last_date",
  "shops",
  "products",
  "training_rows",
  "duration_seconds",
] as const;

/** The name of a compared figure. */
export type FigureName = (typeof FIGURES)[number];

/** How two runs differ; plain JSON. Lists hold only what is not the same. */
export interface RunDifferences {
  from: string;
  to: string;
  figures: (Difference<string | number> & { name: FigureName })[];
  parameters: Difference[];
  /** SHA-256 of the input files. */
  inputs: Difference[];
  /** Versions of this program and its libraries, and the SHA-256 of its code. */
  versions: Difference[];
}

/** A run that can be read. */
export type ReadableRun = ListedRun & { run: RunRecord };

/**
 * Compares two runs by what their records say.
 *
 * @param runs every run, newest start first.
 */
export function runDifferences(
  from: ReadableRun,
  to: ReadableRun,
  runs: readonly ListedRun[],
): RunDifferences {
  const [before, after] = [figuresOf(from, runs), figuresOf(to, runs)];
  const code = (run: RunRecord) => run.code === undefined ? {} : { code: run.code };
  return {
    from: from.runId,
    to: to.runId,
    figures: FIGURES.map((name) => ({
      name,
      from: before[name] ?? null,
      to: after[name] ?? null,
    })).filter((one) => one.from !== one.to),
    parameters: different(
      { ...from.run.parameters, seed: from.run.seed },
      { ...to.run.parameters, seed: to.run.seed },
    ),
    inputs: different(from.run.inputs, to.run.inputs),
    versions: different(
      { ...from.run.versions, ...code(from.run) },
      { ...to.run.versions, ...code(to.run) },
    ),
  };
}

/** The compared figures of a run. */
function figuresOf(
  listed: ReadableRun,
  runs: readonly ListedRun[],
): Partial<Record<FigureName, string | number | undefined>> {
  const { run, runId, alive } = listed;
  const facts = runFacts(run), { predict, extract_data: data, train_model: trained } = facts;
  const precision = modelPrecision(runId, runs);
  const durationMs = runDurationMs(run, { alive, now: Date.now() });
  return {
    week: run.predicted_week,
    state: shownState(listed),
    decision: facts.drift_check.decision,
    drift_share: driftShare(facts),
    model: modelKind(runId, runs),
    average_precision: precision?.averagePrecision,
    test_weeks: precision?.weeks.join(", "),
    expected_purchases: predict.expected_purchases,
    expected_units: predict.expected_items,
    pairs_listed: predict.predictions,
    threshold: predict.decision_threshold,
    order_lines: data.transacciones.rows_kept,
    last_date: data.transacciones.last_date,
    shops: data.clientes.with_sales,
    products: data.productos.with_sales,
    training_rows: trained.rows,
    duration_seconds: durationMs > 0 ? durationMs / 1000 : undefined,
  };
}

function different(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): Difference[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => !isDeepStrictEqual(from[name], to[name]))
    .map((name) => ({ name, from: from[name] ?? null, to: to[name] ?? null }));
}
