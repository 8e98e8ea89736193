import { join } from "node:path";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord } from "../dag/runs/run_record.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { TestedModel } from "../drift/describe/drift_notices.ts";
import { type Realised, realisedPrecision } from "../evaluation/realised_precision.ts";
import type { PipelineContext } from "./context.ts";
import type {
  DriftDecision,
  ForecastOutcome,
  InputShape,
  RealisedPrecision,
} from "../drift/describe/drift_report.ts";
import { factsOf, type TaskFacts } from "../stages/task_facts.ts";
import { idsOf } from "../table/id_column.ts";
import { openParquet } from "../table/parquet.ts";
import { parseWeek } from "../table/time/week.ts";
import { PAST_REPORT, PAST_TRAINING } from "./past_schemas.ts";
import { readJson } from "./read_json.ts";
import { isRefusedRead } from "../dag/tries/refused_read.ts";

/** What the drift check takes from earlier runs. */
export interface PastRuns {
  shape?: InputShape | undefined;
  /** Past forecasts whose weeks are complete, oldest first. */
  realised: RealisedPrecision[];
  /** Decisions of earlier runs. */
  decisions: DriftDecision[];
  /** Quality of the model in use on its test weeks. */
  tested?: TestedModel | undefined;
}

/** A forecast in sum, and what happened; nothing if the record of the run is incomplete. */
function outcomeOf(
  forecast: Partial<TaskFacts["predict"]>,
  { items_bought, ...found }: Pick<Realised, "bought" | "listed_bought" | "items_bought">,
): { outcome?: ForecastOutcome } {
  const { expected_purchases: expected, purchases_low, purchases_high, predictions } = forecast;
  const { expected_items, items_low, items_high } = forecast;
  if (expected === undefined || predictions === undefined) return {};
  return {
    outcome: {
      expected,
      ...ends(purchases_low, purchases_high),
      listed: predictions,
      ...found,
      ...expected_items === undefined ? {} : {
        items: { expected: expected_items, ...ends(items_low, items_high), bought: items_bought },
      },
    },
  };
}

function ends(low?: number, high?: number): { low?: number; high?: number } {
  return { ...low === undefined ? {} : { low }, ...high === undefined ? {} : { high } };
}

/**
 * The inputs and decisions of the last published run and the realised precision of its forecast.
 * Each report repeats those of earlier runs, so only one run is read. A missing or damaged report
 * or scores file leaves a gap; the run does not fail.
 */
export async function pastRuns(
  { config, inputs, warn }: Pick<PipelineContext, "config" | "inputs" | "warn">,
): Promise<PastRuns> {
  if (inputs.modelRun === undefined) return { realised: [], decisions: [] };
  const folder = runFolder(config.outputs_dir, inputs.modelRun);
  const { sales } = inputs.extracted;
  const report = readJson(join(folder, "drift_report.json"), PAST_REPORT, warn);
  const training = readJson(join(folder, "models", "training_results.json"), PAST_TRAINING, warn);
  const earlier = (report?.realised ?? []).filter(({ week, purchases }) =>
    (parseWeek(week) ?? Infinity) < sales.predictedWeek && purchases > 0
  );
  const past = {
    shape: report?.inputs,
    realised: earlier,
    decisions: report?.history ?? [],
    tested: training?.test,
  };
  try {
    const run = readRunRecord(folder);
    const week = parseWeek(run.predicted_week);
    const known = week !== undefined && week < sales.predictedWeek &&
      !earlier.some((entry) => entry.week === run.predicted_week);
    if (!known) return past;
    const scores = await openParquet(join(folder, "scores.parquet"));
    const frame = scores.read(["customer_id", "product_id", "probability"]);
    const forecast = factsOf(run, "predict");
    const found = realisedPrecision(sales, week, {
      customer: idsOf(frame, "customer_id"),
      product: idsOf(frame, "product_id"),
      probability: frame.getColumn("probability").toTypedArray() as Float64Array,
    }, forecast.decision_threshold ?? 1);
    if (found.pairs === 0) throw new Error("none of its pairs is in the data, by their ids");
    if (found.purchases === 0) return past; // a week without purchases judges no forecast
    const preset = run.parameters["preset"] as PresetName;
    const { average_precision, pairs, purchases, ...rest } = found;
    past.realised = [...earlier, {
      week: run.predicted_week,
      preset,
      ...{ average_precision, pairs, purchases },
      ...outcomeOf(forecast, rest),
    }];
  } catch (error) {
    if (isRefusedRead(error)) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : error;
    warn(`the forecast of run ${inputs.modelRun} could not be evaluated: ${reason}`);
  }
  return past;
}
