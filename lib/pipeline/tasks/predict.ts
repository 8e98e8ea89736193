import { decodeModelFile, usedThreshold } from "../../model/model.ts";
import { predict, predictionsCsv, probabilityFacts, scoresFrame } from "../../stages/predict.ts";
import { encodeParquet } from "../../table/parquet.ts";
import { weekName } from "../../table/time/week.ts";
import { expectedItemsReport } from "../../stages/expected_items.ts";
import { json, type PipelineContext } from "../context.ts";

/** `predict`: every customer × product of the coming week, best first. */
export async function predictTask(context: PipelineContext<"predict">): Promise<void> {
  const { config, inputs, features, workers, publish, path, facts, progress } = context;
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const { sales } = inputs.extracted;
  const forecast = await predict({ sales, model, features }, {
    workers,
    launches: config.launches,
    onProgress: progress,
  });
  const threshold = usedThreshold(model.facts, config.decision_threshold);
  const { csv, rows } = predictionsCsv(forecast, threshold);
  await publish("scores.parquet", encodeParquet(scoresFrame(forecast)));
  const volume = expectedItemsReport(sales, forecast);
  await publish("expected_items.json", json(volume));
  await publish("predicciones.csv", csv);
  facts({
    week: weekName(forecast.week),
    pairs: forecast.probability.length,
    predictions: rows,
    ...probabilityFacts(forecast.probability),
    expected_items: volume.total.items.expected,
    decision_threshold: threshold,
  });
}
