import { FEATURE_MEANINGS } from "../../features/feature_source.ts";
import { type LabelledRows, pickRows, repeatFlags } from "../../features/pairs/labelled_rows.ts";
import { rowsOf } from "../../features/pairs/row_source.ts";
import type { ScoringCache } from "../../forest/scoring/predict.ts";
import { decodeModelFile, modelInputs, predictProbability } from "../../model/model.ts";
import { parseWeek } from "../../table/time/week.ts";
import { weekNames } from "../../stages/training/learned_from.ts";
import { shapAnalysis } from "../../stages/shap_analysis.ts";
import { json, type PipelineContext, readSplit } from "../context.ts";

/**
 * `shap_analysis`: explains the predictions of the model, as it was before its refit, for test
 * weeks that it had not learned from: its trees know the weeks that they were fitted on too well.
 */
export async function shapAnalysisTask(context: PipelineContext<"shap_analysis">): Promise<void> {
  const { config, workers, publish, path, facts, progress } = context;
  const model = decodeModelFile(await Deno.readFile(path("models/judged.arrow")), "judged.arrow");
  const judged = weeksAfter(await rowsOf(await readSplit(context, "test")), model.facts.last_week);
  const repeat = repeatFlags(judged.features) ?? new Uint8Array(judged.length);
  const cache: ScoringCache = { codes: new WeakMap() };
  const { stats, figures } = await shapAnalysis({
    ensemble: model.ensemble,
    rows: modelInputs(model, judged.features),
    labels: judged.label,
    weeks: weekNames(judged),
    nameOf: (row) => `customer ${judged.customer[row]}, product ${judged.product[row]}`,
    featureMeanings: Object.fromEntries(FEATURE_MEANINGS),
    seed: config.seed,
    shapRows: config.shap_rows,
    // use the row's own flag: a shuffled pair_weeks_ever does not show how it was sampled
    predict: (table, places) =>
      predictProbability({ ...model, preprocessing: null }, table, {
        workers,
        cache,
        repeat: Float32Array.from(places, (place) => repeat[place]!),
      }),
    workers,
  }, progress);
  await publish("shap/interpretability_stats.json", json(stats));
  const pictures = await Promise.all(figures.map(({ figure }) => figure.png()));
  for (const [i, { name, figure }] of figures.entries()) {
    await publish(`shap/${name}.svg`, figure.svg);
    await publish(`shap/${name}.png`, pictures[i]!);
  }
  facts({ figures: figures.length });
}

/** The rows of later weeks than the one given: with other parameters a test week may be earlier. */
function weeksAfter(rows: LabelledRows, last: string): LabelledRows {
  const known = parseWeek(last)!;
  const places = Int32Array.from(rows.week.keys()).filter((row) => rows.week[row]! > known);
  return places.length === rows.length ? rows : pickRows(rows, places);
}
