import { FEATURE_MEANINGS } from "../../features/feature_source.ts";
import { repeatFlags } from "../../features/pairs/labelled_rows.ts";
import type { ScoringCache } from "../../forest/scoring/predict.ts";
import { decodeModelFile, modelInputs, predictProbability } from "../../model/model.ts";
import { shapAnalysis } from "../../stages/shap_analysis.ts";
import { json, type PipelineContext, readSplit } from "../context.ts";

/** `shap_analysis`: explains the predictions of the model. */
export async function shapAnalysisTask(context: PipelineContext<"shap_analysis">): Promise<void> {
  const { config, workers, publish, path, facts, progress } = context;
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const val = await readSplit(context, "val");
  const repeat = repeatFlags(val.features) ?? new Uint8Array(val.length);
  const cache: ScoringCache = { codes: new WeakMap() };
  const { stats, figures } = await shapAnalysis({
    ensemble: model.ensemble,
    rows: modelInputs(model, val.features),
    labels: val.label,
    nameOf: (row) => `customer ${val.customer[row]}, product ${val.product[row]}`,
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
