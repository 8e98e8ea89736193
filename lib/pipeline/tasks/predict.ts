import pl from "nodejs-polars";
import { decodeModelFile, usedThreshold } from "../../model/model.ts";
import { chosenLanguage } from "../../language/language.ts";
import { translator } from "../../language/messages.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import { makeCallList } from "../../stages/calls/make_call_list.ts";
import { visitsCsv } from "../../stages/calls/visits_csv.ts";
import { visibleText } from "../../dag/terminal/visible_text.ts";
import { predict, predictionsCsv, probabilityFacts, scoresFrames } from "../../stages/predict.ts";
import { scoreBlocks } from "../../stages/score_blocks.ts";
import type { Block } from "../../table/block.ts";
import { writeParquetParts } from "../../table/parquet_file/parquet_parts.ts";
import { scanParquet } from "../../table/parquet_file/scan_parquet.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { weekName } from "../../table/time/week.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import { expectedItemsReport } from "../../stages/expected_items.ts";
import { json, type PipelineContext } from "../context.ts";
import { knownParts } from "../shards/known_parts.ts";
import { writeTexts } from "../write_texts.ts";

const PROBABILITY = "probability";

/** The probabilities of a block that a shard has made. */
function knownScores(context: PipelineContext): (name: string) => Float64Array | undefined {
  const known = knownParts(context);
  return (name) => {
    const part = known(name);
    return part &&
      scanParquet(part.path).collectSync().getColumn(PROBABILITY).toTypedArray() as Float64Array;
  };
}

/** The ends of an interval as facts, if there is one. */
function ends(name: "purchases" | "items", { low, high }: Expected) {
  return low === undefined ? {} : { [`${name}_low`]: low, [`${name}_high`]: high };
}

/** A line for each shop is shorter than one for every value: 1 MB for the real data, not 3. */
function* oneShopALine({ shops, ...rest }: CallList): Generator<string> {
  const visible = (part: unknown) => visibleText(JSON.stringify(part));
  yield `${visible(rest).slice(0, -1)},"shops":[\n`;
  for (const [i, shop] of shops.entries()) yield (i === 0 ? "" : ",\n") + visible(shop);
  yield "\n]}\n";
}

/** Writes `visitas.csv`, which depends on the language, from the call list, which does not. */
export async function visitsTask(
  { config, path, publish }: PipelineContext<"predict">,
): Promise<void> {
  const environment = (name: string) => Deno.env.get(name);
  const language = chosenLanguage(config.language, environment);
  const locale = config.csv_locale === "auto" ? language : config.csv_locale;
  await releaseMemory();
  const list: CallList = JSON.parse(await Deno.readTextFile(path("call_list.json")));
  const texts = visitsCsv(list, translator(language), locale);
  await publish("visitas.csv", (target) => writeTexts(target, texts));
}

/** The probabilities that the model gives, in blocks; each as the one column of a frame. */
export async function scoresOf(
  { config, inputs, features, workers, path, blockPairs }: PipelineContext,
): Promise<Iterable<Block<Promise<pl.DataFrame>>>> {
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const options = { workers, launches: config.launches, blockPairs: blockPairs() };
  return scoreBlocks({ sales: inputs.extracted.sales, model, features }, options)
    .map(({ name, cost, make }) => ({
      name,
      cost,
      make: async () => pl.DataFrame([pl.Series(PROBABILITY, await make() as unknown as number[])]),
    }));
}

/** `predict`: every customer × product of the coming week, best first. */
export async function predictTask(context: PipelineContext<"predict">): Promise<void> {
  const { config, inputs, features, workers, publish, path, facts, progress } = context;
  const blockPairs = context.blockPairs();
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const { sales } = inputs.extracted;
  const forecast = await predict({ sales, model, features }, {
    workers,
    launches: config.launches,
    blockPairs,
    found: knownScores(context),
    onProgress: (fraction, text) => progress(0.5 * fraction, text),
  });
  const threshold = usedThreshold(model.facts, config.decision_threshold);
  const { csv, rows } = predictionsCsv(forecast, threshold);
  await publish("scores.parquet", async (target) => {
    await writeParquetParts(target, scoresFrames(forecast, blockPairs));
  });
  const volume = expectedItemsReport(sales, forecast);
  await publish("expected_items.json", json(volume));
  await publish("predicciones.csv", csv);
  await releaseMemory();
  const calls = await makeCallList({ sales, model, features }, forecast, {
    decisionThreshold: threshold,
    workers,
    onProgress: (fraction) => progress(0.5 + 0.5 * fraction, "reasons"),
  });
  await publish("call_list.json", (target) => writeTexts(target, oneShopALine(calls)));
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
