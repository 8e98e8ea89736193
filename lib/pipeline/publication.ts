import { existsSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import { PRESETS } from "../config/presets/presets.ts";
import type { Config } from "../config/parameters.ts";
import type { Publication } from "../dag/run_options.ts";
import { runFolder } from "../dag/runs/run_folder.ts";
import type { RunRecord } from "../dag/runs/run_record.ts";
import { joined } from "../language/joined.ts";
import { judgeBaselines } from "../evaluation/judge_baselines.ts";
import { purchasesByWeek } from "../features/purchases/purchases_by_week.ts";
import {
  checkPublication,
  type ForecastFacts,
  type JudgedForecasts,
  USUAL_WEEKS,
} from "../stages/publication_check.ts";
import { factsOf } from "../stages/task_facts.ts";
import { idsOf } from "../table/id_column.ts";
import { positionsOf } from "../table/ids.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";
import type { SalesData } from "../table/sales_data.ts";
import { mondayOfWeek, weekName } from "../table/time/week.ts";
import { PAST_REPORT, PAST_TRAINING } from "./past_schemas.ts";
import { readJson } from "./read_json.ts";
import type { RunInputs } from "./run_inputs.ts";

/**
 * Decides whether a run whose tasks succeeded is published. Under a preset that publishes
 * everything, a doubtful forecast is only a warning. A back-run is never published.
 */
export function publication(config: Config, inputs: RunInputs, run: RunRecord): Publication {
  const { impossible, doubtful } = checkPublication(forecastFacts(config, inputs, run));
  const { sales, newestWeek } = inputs.extracted;
  const holds = PRESETS[config.preset].holdsDoubtful;
  return {
    held: [...impossible, ...holds ? doubtful : []],
    warnings: holds ? [] : doubtful,
    unpublished: sales.predictedWeek < newestWeek
      ? {
        key: "check.backRun",
        values: { week: weekName(sales.predictedWeek), newest: weekName(newestWeek) },
      }
      : undefined,
  };
}

function forecastFacts(config: Config, inputs: RunInputs, run: RunRecord): ForecastFacts {
  const { sales, quality } = inputs.extracted;
  const folder = runFolder(config.outputs_dir, run.run_id);
  const forecast = factsOf(run, "predict"), trained = factsOf(run, "train_model");
  // of the model that made the forecast
  const isNew = trained.test_average_precision !== undefined &&
    trained.champion_challenger?.promoted !== false;
  return {
    week: run.predicted_week,
    predictions: forecast.predictions!,
    threshold: forecast.decision_threshold!,
    pairs: forecast.pairs!,
    traded: quality.clientes.with_sales * quality.productos.with_sales,
    tied: forecast.tied!,
    invalid: forecast.invalid!,
    expected: PRESETS[config.preset].calibrated ? forecast.expected_purchases! : null,
    weekly: purchasesByWeek(sales).filter((purchases) => purchases > 0).slice(-USUAL_WEEKS),
    newest: newestWeekOf(sales),
    judged: isNew ? judgedOnTest(sales, folder) : judgedLastWeek(sales, folder, config),
    before: isNew && inputs.modelRun !== undefined
      ? before(config.outputs_dir, inputs.modelRun)
      : undefined,
  };
}

function newestWeekOf(sales: SalesData): ForecastFacts["newest"] {
  const newest = sales.predictedWeek - 1, monday = mondayOfWeek(newest);
  return {
    week: weekName(newest),
    lines: sales.lines.day.reduce((count, day) => count + (day >= monday ? 1 : 0), 0),
    purchases: purchasesByWeek(sales).at(-1)!,
  };
}

function judgedOnTest(sales: SalesData, folder: string): JudgedForecasts | undefined {
  const test = readJson(join(folder, "models", "training_results.json"), PAST_TRAINING)?.test;
  return test && {
    where: {
      key: "check.onTest",
      values: { count: test.weeks.length, weeks: joined("and", test.weeks) },
    },
    purchases: test.positives,
    average_precision: test.average_precision,
    baseline: bestBaseline(sales, test.weeks, customersIn(join(folder, "test.parquet"), sales)),
  };
}

/** The published forecast of the newest complete week, made with the model in use. */
function judgedLastWeek(
  sales: SalesData,
  folder: string,
  { preset }: Config,
): JudgedForecasts | undefined {
  const newest = weekName(sales.predictedWeek - 1);
  const found = readJson(join(folder, "drift_report.json"), PAST_REPORT)?.realised
    ?.find((entry) => entry.week === newest && entry.preset === preset);
  return found && {
    where: { key: "check.inWeek", values: { week: newest } },
    purchases: found.purchases,
    average_precision: found.average_precision,
    baseline: bestBaseline(sales, [newest]),
  };
}

/** The customers whose pairs tested the model; all if there is no such file any more. */
function customersIn(path: string, { customers: { ids } }: SalesData): Uint8Array | undefined {
  if (!existsSync(path)) return undefined;
  const found = scanParquet(path).select(pl.col("customer_id").unique()).collectSync();
  const flags = new Uint8Array(ids.length);
  for (const place of positionsOf(ids, idsOf(found, "customer_id"))) {
    if (place >= 0) flags[place] = 1;
  }
  return flags;
}

function bestBaseline(
  sales: SalesData,
  weeks: string[],
  some?: Uint8Array,
): JudgedForecasts["baseline"] {
  return judgeBaselines(sales, weeks, some)
    .toSorted((a, b) => b.average_precision - a.average_precision)[0]!;
}

function before(outputsDir: string, run: string): ForecastFacts["before"] {
  const path = join(runFolder(outputsDir, run), "models", "training_results.json");
  const found = readJson(path, PAST_TRAINING)?.test?.average_precision;
  return found === undefined ? undefined : { run, average_precision: found };
}
