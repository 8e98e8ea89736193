import { preprocess } from "../../stages/preprocess.ts";
import { framesOf } from "../../table/block.ts";
import { writeParquetParts } from "../../table/parquet_file/parquet_parts.ts";
import { weekName } from "../../table/time/week.ts";
import type { PipelineContext } from "../context.ts";

/** `preprocess`: the weekly customer × product matrix. */
export async function preprocessTask(
  { config, inputs, publish, facts, blockPairs }: PipelineContext<"preprocess">,
): Promise<void> {
  const { weeks, blocks } = preprocess(inputs.extracted.sales, {
    preset: config.preset,
    weeksToInclude: config.weeks_to_include,
    blockPairs: blockPairs(),
  });
  let rows = 0;
  await publish("dataset_limpio.parquet", async (path) => {
    rows = await writeParquetParts(path, framesOf(blocks));
  });
  facts({ weeks: weeks.length, first_week: weekName(weeks[0]!), rows });
}
