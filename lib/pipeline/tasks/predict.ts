import { decodeModelFile, usedThreshold } from "../../model/model.ts";
import { predict, predictionsCsv, probabilityFacts, scoresFrame } from "../../stages/predict.ts";
import { encodeParquet } from "../../table/parquet.ts";
import { weekName } from "../../table/time/week.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import { expectedItemsReport } from "../../stages/expected_items.ts";
import { json, type PipelineContext } from "../context.ts";

/** The ends of an interval as facts, if there is one. */
function ends(name: "purchases" | "items", { low, high }: Expected) {
  return low === undefined ? {} : { [`${name}_low`]: low, [`${name}_high`]: high };
}

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
    ...ends("purchases", volume.total.purchases),
    ...ends("items", volume.total.items),
    decision_threshold: threshold,
  });
}
