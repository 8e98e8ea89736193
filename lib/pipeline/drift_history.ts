import { join } from "node:path";
import pl from "nodejs-polars";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord } from "../dag/runs/run_record.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { realisedPrecision } from "../evaluation/realised_precision.ts";
import type { PipelineContext } from "./context.ts";
import type {
  DriftDecision,
  DriftReport,
  InputShape,
  RealisedPrecision,
} from "../drift/describe/drift_report.ts";
import type { TrainingResults } from "../stages/training/training_results.ts";
import { readParquet } from "../table/parquet.ts";
import { parseWeek } from "../table/week.ts";

/** Results of earlier runs for the drift check. */
export interface DriftHistory {
  shape?: InputShape | undefined;
  /** Forecasts whose weeks are now known, oldest first. */
  realised: RealisedPrecision[];
  /** Decisions of earlier runs. */
  decisions: DriftDecision[];
  /** Average precision of the model in use on its test weeks. */
  promised?: number | undefined;
}

/**
 * Reads the shape of the inputs of the last successful run, and the precision of its forecast and
 * of earlier ones. Each report includes the earlier entries, so only one run is read. A missing or
 * damaged report is a gap in the history, not an error.
 */
export async function driftHistory(
  { config, inputs, warn }: Pick<PipelineContext, "config" | "inputs" | "warn">,
): Promise<DriftHistory> {
  if (inputs.modelRun === undefined) return { realised: [], decisions: [] };
  const folder = runFolder(config.outputs_dir, inputs.modelRun);
  const { sales } = inputs.extracted;
  const report = readJson<DriftReport>(join(folder, "drift_report.json"));
  const list = <T>(entries: T[] | undefined) => Array.isArray(entries) ? entries : [];
  const earlier = list(report?.realised).filter(({ week }) =>
    (parseWeek(week) ?? Infinity) < sales.predictedWeek
  );
  const history = {
    shape: report?.inputs,
    realised: earlier,
    decisions: list(report?.history),
    promised: readJson<TrainingResults>(join(folder, "models", "training_results.json"))
      ?.test?.average_precision,
  };
  try {
    const run = readRunRecord(folder);
    const week = parseWeek(run.predicted_week);
    const known = week !== undefined && week < sales.predictedWeek &&
      !earlier.some((entry) => entry.week === run.predicted_week);
    if (!known) return history;
    const { frame } = await readParquet(join(folder, "scores.parquet"));
    const numbers = (name: string) =>
      frame.getColumn(name).cast(pl.Float64).toTypedArray() as Float64Array;
    const found = realisedPrecision(sales, week, {
      customer: numbers("customer_id"),
      product: numbers("product_id"),
      probability: numbers("probability"),
    });
    const preset = run.parameters["preset"] as PresetName;
    history.realised = [...earlier, { week: run.predicted_week, preset, ...found }];
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : error;
    warn(`the forecast of run ${inputs.modelRun} could not be evaluated: ${reason}`);
  }
  return history;
}

function readJson<T>(path: string): Partial<T> | undefined {
  try {
    const content = JSON.parse(Deno.readTextFileSync(path));
    return typeof content === "object" && content !== null ? content : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
