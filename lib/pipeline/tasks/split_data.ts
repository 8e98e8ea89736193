import { includedWeeks } from "../../features/pairs/included_weeks.ts";
import { type DataSplit, splitData } from "../../stages/split_data.ts";
import { writeParquetParts } from "../../table/parquet_file/parquet_parts.ts";
import { weekName } from "../../table/time/week.ts";
import type { PipelineContext } from "../context.ts";
import { partsOf } from "../shards/known_parts.ts";

/** The three splits in blocks. */
export function splitOf({ config, inputs, features, blockPairs }: PipelineContext): DataSplit {
  const { sales } = inputs.extracted;
  const weeks = includedWeeks(sales, config.weeks_to_include);
  return splitData(sales, weeks, features, {
    preset: config.preset,
    maxRows: config.max_rows,
    seed: config.seed,
    blockPairs: blockPairs(),
  });
}

/** `split_data`: rows with features, of whole weeks, for training and evaluation. */
export async function splitDataTask(context: PipelineContext<"split_data">): Promise<void> {
  const { publish, facts } = context, split = splitOf(context);
  facts({
    sampling: split.rates,
    held_customers: split.heldShare,
    learned_customers: split.learnedShare,
  });
  for (const part of ["train", "val", "test"] as const) {
    let rows = 0;
    await publish(`${part}.parquet`, async (path) => {
      rows = await writeParquetParts(path, partsOf(context, split[part]));
    });
    facts({ [part]: { weeks: split.weeks[part].map(weekName), rows } });
  }
}
