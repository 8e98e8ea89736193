import { csvRows } from "../table/csv.ts";
import { type Measure, mlflowName, numbersOf } from "./numbers_of.ts";

type Json = Record<string, unknown>;

/** The fields read from `drift_report.json`; other fields are ignored. */
interface ReadDrift extends Json {
  variables?:
    (Json & { name: string; tested?: boolean; largest_move?: { score: number | null } })[];
  drifted_variables?: string[];
  largest_move?: (Json & { moves?: { score: number | null }[] }) | null;
  notices?: (Json & { name: string })[];
  realised?: Json[];
}

/** The fields read from `training_results.json`. */
interface ReadTraining extends Json {
  search?: { trials?: ReadTrial[] };
  alternatives?: (ReadTraining & { model: string })[];
  champion_challenger?: (Json & { champion?: Json; challenger?: Json; difference?: Json }) | null;
}

interface ReadTrial {
  number: number;
  settings: Json;
  value: number | null;
  /** Only in searches that prune; absent means complete. */
  state?: string;
}

/** Drift from `drift_report.json`: for each tested variable, and overall. */
export function driftMeasures(report: Json): Measure[] {
  const { drift_judged, share_drifted, charts_read, drifted_variables, largest_move } =
    report as ReadDrift;
  // "no drift" is not said where nothing was compared
  const drift_detected = drift_judged === false ? undefined : report["drift_detected"];
  const { variables = [], notices = [], realised = [] } = report as ReadDrift;
  const tested = variables.filter((variable) => variable.tested);
  const score = largest_move?.moves?.[0]?.score;
  return [
    ...numbersOf({
      drift_detected,
      tested_variables: tested.length,
      drifted_variables: drifted_variables?.length,
      share_drifted,
      charts_read,
    }, "drift"),
    ...numbersOf({ ...largest_move, score }, "drift", "largest_move"),
    ...tested.flatMap(({ name, tested: _, largest_move, ...variable }) => [
      ...numbersOf(variable, "drift", name),
      ...numbersOf({ score: largest_move?.score }, "drift", name),
    ]),
    ...notices.flatMap((notice) => numbersOf(notice, "drift", "notice", notice.name)),
    // forecasts of earlier runs whose weeks are now known, oldest first
    ...realised.flatMap((forecast, step) =>
      numbersOf(forecast, "realised").map((measure) => ({ ...measure, step }))
    ),
  ];
}

/** Quality and search of the trained model, from `training_results.json`. */
export function trainingMeasures(results: Json): Measure[] {
  const { search, alternatives = [], champion_challenger: contest } = results as ReadTraining;
  return [
    ...["test", "validation", "train", "refit", "calibration"].flatMap((part) =>
      numbersOf(results[part], part)
    ),
    ...searchMeasures(search?.trials ?? []),
    ...alternatives.flatMap((other) => numbersOf(other["validation"], other.model, "validation")),
    ...numbersOf(contest, "champion_challenger"),
    ...(["champion", "challenger", "difference"] as const).flatMap((part) =>
      numbersOf(contest?.[part], "champion_challenger", part)
    ),
  ];
}

/** One step per trial: its value, the best so far, and its numeric settings. */
function searchMeasures(trials: ReadTrial[]): Measure[] {
  let best = -Infinity;
  return trials.flatMap(({ number, settings, value, state = "complete" }) => {
    const complete = state === "complete" && value !== null;
    if (complete) best = Math.max(best, value);
    return [
      ...numbersOf(complete ? { average_precision: value } : {}, "search"),
      ...numbersOf({ best_average_precision: best }, "search"),
      ...numbersOf(settings, "search", "settings"),
    ].map((measure) => ({ ...measure, step: number }));
  });
}

/** The forecast: the facts of `predict` and a summary of `predicciones.csv`. */
export function forecastMeasures(facts: Json, csv: string): Measure[] {
  const rows = csvRows(csv).slice(1);
  const probability = rows.map((row) => Number(row[3]));
  const distinct = (column: number) => new Set(rows.map((row) => row[column])).size;
  return [
    ...numbersOf(facts, "forecast"),
    ...numbersOf({ customers: distinct(0), products: distinct(1) }, "forecast"),
    // the file is sorted by probability, highest first
    ...numbersOf(
      {
        highest: probability[0],
        median: probability[Math.floor(probability.length / 2)],
        lowest: probability.at(-1),
        mean: probability.reduce((sum, p) => sum + p, 0) / probability.length,
      },
      "forecast",
      "probability",
    ),
  ];
}

/** Rows read, dropped and kept per table: the facts of `extract_data`. */
export function dataMeasures(facts: Json): Measure[] {
  return Object.entries(facts).flatMap(([table, counts]) => numbersOf(counts, "data", table));
}

/** Settings of the trained model, as parameters. */
export function trainedSettings(results: Json): Record<string, unknown> {
  const settings = { model: results["model"], ...(results["settings"] as Json) };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [mlflowName("trained", name), value]),
  );
}
