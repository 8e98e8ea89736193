import { PRESETS } from "../config/presets/presets.ts";
import { join } from "node:path";
import pl from "nodejs-polars";
import { runFolder } from "../dag/runs/run_folder.ts";
import type { SamplingRates } from "../features/pairs/training_rows.ts";
import { json, MODEL_FILES, type PipelineContext, readLot } from "./context.ts";
import { modelInUse } from "./model.ts";
import type { ChampionChallenger } from "../stages/training/champion_challenger.ts";
import { trainModel } from "../stages/train_model.ts";
import { DAY_MS, mondayOfWeek, weekName } from "../table/week.ts";
import { encodeModelOnnx } from "../model/encode_model_onnx.ts";
import { encodeModelFile } from "../model/model.ts";
import { studyJournal } from "../tuning/study_journal.ts";

/** `train_model`: trains, and lets the better of the new model and the one in use predict. */
export async function trainModelTask(context: PipelineContext) {
  const { config, inputs, workers, path, publish, lines } = context;
  const { facts, factsOf, outputsOf, warn, progress } = context;
  const { predictedWeek } = inputs.extracted.sales;
  const journal = lines("models/study.journal"), preset = PRESETS[config.preset];
  // the original always replaces its model; one that does not fit this run cannot be scored
  const { model: inUse, fault } = preset.contest ? await modelInUse(context) : {};
  const { model, results, warnings } = await trainModel(
    {
      train: await readLot(context, "train"),
      val: () => readLot(context, "val"),
      test: () => readLot(context, "test"),
      rates: factsOf("split_data")["sampling"] as SamplingRates,
      champion: fault === undefined ? inUse : undefined,
    },
    {
      preset: config.preset,
      model: config.model,
      engine: config.engine,
      nTrials: config.n_trials,
      decisionThreshold: config.decision_threshold,
      seed: config.seed,
      workers,
      study: studyJournal(journal, {
        start: new Date(DAY_MS * mondayOfWeek(predictedWeek)),
        attributes: {
          predicted_week: weekName(predictedWeek),
          learns_from: outputsOf("split_data"),
        },
      }),
      onProgress: progress,
    },
  );
  warnings.forEach(warn);
  const contest = results.champion_challenger;
  const folder = contest?.promoted === false ? "models/challenger" : "models";
  await publish(`${folder}/model.arrow`, encodeModelFile(model));
  await publish(`${folder}/model.onnx`, encodeModelOnnx(model));
  await publish(`${folder}/training_results.json`, json(results));
  await publish(`${folder}/reference.parquet`, async (target) => {
    const dataset = pl.scanParquet(path("dataset_limpio.parquet"));
    const kept = preset.drift.rule === "largest_move"
      ? dataset.filter(pl.col("comprado").eq(1))
      : dataset;
    await kept.sinkParquet(target, { compression: "zstd", maintainOrder: true }).collect();
  });
  if (contest?.promoted) await copyModelInUse(context, "models/challenger");
  // last, for what a task that is killed has published is taken away when it begins again
  journal.keep();
  if (contest?.promoted === false) {
    await publish(`${folder}/study.journal`, await Deno.readFile(path("models/study.journal")));
    await copyModelInUse(context, "models", contest);
  }
  facts({
    model: model.facts.model,
    test_average_precision: results.test.average_precision,
    validation_average_precision: results.validation.average_precision,
    decision_threshold: results.decision_threshold,
    rows: results.refit.rows,
    champion_run: contest ? context.inputs.latest : null,
    champion_challenger: contest,
  });
}

/** `skip_training`: the model in use becomes this run's. */
export async function skipTrainingTask(context: PipelineContext) {
  await copyModelInUse(context, "models");
  context.facts({ model_of_run: context.inputs.latest });
}

/**
 * Copies the model in use into a folder of this run.
 *
 * @param contest how it was chosen, for its `training_results.json`.
 */
async function copyModelInUse(
  { config, inputs, publish }: PipelineContext,
  folder: string,
  contest?: ChampionChallenger,
) {
  const models = join(runFolder(config.outputs_dir, inputs.latest!), "models");
  for (const name of MODEL_FILES) {
    const bytes = await Deno.readFile(join(models, name));
    const content = contest && name === "training_results.json"
      ? json({
        ...JSON.parse(new TextDecoder().decode(bytes)),
        champion_challenger: contest,
      })
      : bytes;
    await publish(`${folder}/${name}`, content);
  }
}
