import { includedWeeks } from "../../features/pairs/included_weeks.ts";
import { splitData } from "../../stages/split_data.ts";
import { framesOf } from "../../table/block.ts";
import { writeParquetParts } from "../../table/parquet_file/parquet_parts.ts";
import { weekName } from "../../table/time/week.ts";
import type { PipelineContext } from "../context.ts";

/** `split_data`: rows with features, of whole weeks, for training and evaluation. */
export async function splitDataTask(
  { config, inputs, features, publish, facts, blockPairs }: PipelineContext<"split_data">,
): Promise<void> {
  const { sales } = inputs.extracted;
  const weeks = includedWeeks(sales, config.weeks_to_include);
  const split = splitData(sales, weeks, features, {
    preset: config.preset,
    maxRows: config.max_rows,
    seed: config.seed,
    blockPairs: blockPairs(),
  });
  facts({ sampling: split.rates, held_customers: split.heldShare });
  for (const part of ["train", "val", "test"] as const) {
    let rows = 0;
    await publish(`${part}.parquet`, async (path) => {
      rows = await writeParquetParts(path, framesOf(split[part]));
    });
    facts({ [part]: { weeks: split.weeks[part].map(weekName), rows } });
  }
}
