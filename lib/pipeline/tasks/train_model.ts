import { PRESETS } from "../../config/presets/presets.ts";
import pl from "nodejs-polars";
import { copyModelInUse } from "../copy_model.ts";
import { json, type PipelineContext, readSplit } from "../context.ts";
import { partsFolder } from "../shards/known_parts.ts";
import { storedUnits } from "../shards/stored_units.ts";
import { contestReason } from "../../stages/training/contest_reason.ts";
import { trainModel } from "../../stages/train_model.ts";
import { DAY_MS, mondayOfWeek, weekName } from "../../table/time/week.ts";
import { encodeModelOnnx } from "../../model/encode_model_onnx.ts";
import { encodeModelFile } from "../../model/model.ts";
import { studyJournal } from "../../tuning/study_journal.ts";
import { nativeWrite } from "../../table/parquet_file/native_write.ts";
import { scanParquet } from "../../table/parquet_file/scan_parquet.ts";

/** The splits of a run, and how they were sampled. */
export function trainingInput(context: PipelineContext) {
  return {
    train: () => readSplit(context, "train"),
    val: () => readSplit(context, "val"),
    test: () => readSplit(context, "test"),
    rates: context.factsOf("split_data").sampling,
  };
}

/** `train_model`: trains a model, and selects the better of it and the model in use. */
export async function trainModelTask(context: PipelineContext<"train_model">): Promise<void> {
  const { config, inputs, workers, path, publish, lines } = context;
  const { facts, outputsOf, warn, progress } = context;
  const { predictedWeek } = inputs.extracted.sales;
  const journal = lines("models/study.journal"), preset = PRESETS[config.preset];
  // the original preset always replaces its model; a model that does not fit cannot be compared
  const { model: inUse, fault } = preset.contest ? await context.modelInUse() : {};
  const { model, judged, results, warnings } = await trainModel(
    {
      ...trainingInput(context),
      champion: fault === undefined ? inUse : undefined,
    },
    {
      ...config,
      workers,
      units: storedUnits(partsFolder(context)),
      study: studyJournal(journal, {
        start: new Date(DAY_MS * mondayOfWeek(predictedWeek)),
        attributes: {
          predicted_week: weekName(predictedWeek),
          learns_from: outputsOf("split_data"),
        },
        onDamage: (line) =>
          warn(
            `models/study.journal cannot be read from line ${line} on; the search continues from ` +
              "the last trial before it",
          ),
      }),
      onProgress: progress,
    },
  );
  warnings.forEach(warn);
  const contest = results.champion_challenger;
  const folder = contest?.promoted === false ? "models/challenger" : "models";
  await publish(`${folder}/model.arrow`, encodeModelFile(model));
  await publish(`${folder}/model.onnx`, encodeModelOnnx(model));
  await publish(`${folder}/judged.arrow`, encodeModelFile(judged));
  await publish(`${folder}/training_results.json`, json(results));
  const dataset = scanParquet(path("dataset_limpio.parquet"));
  await publish(`${folder}/reference.parquet`, async (target) => {
    const kept = preset.drift.compares === "purchases"
      ? dataset.filter(pl.col("comprado").eq(1))
      : dataset;
    const written = kept.sinkParquet(target, { compression: "zstd", maintainOrder: true });
    await nativeWrite(target, () => written.collect());
  });
  if (contest?.promoted) await copyModelInUse(context, "models/challenger");
  // publish the journal last: a killed task's outputs are deleted when it restarts
  journal.keep();
  if (contest?.promoted === false) {
    await publish(`${folder}/study.journal`, await Deno.readFile(path("models/study.journal")));
    await copyModelInUse(context, "models", contest);
  }
  if (contest) context.say(contestReason(contest));
  facts({
    model: model.facts.model,
    test_average_precision: results.test.average_precision,
    validation_average_precision: results.validation.average_precision,
    decision_threshold: results.decision_threshold,
    rows: results.refit.rows,
    champion_run: contest ? context.inputs.modelRun! : null,
    champion_challenger: contest,
  });
}
