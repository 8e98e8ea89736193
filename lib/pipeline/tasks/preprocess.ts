import { type CleanDataset, preprocess } from "../../stages/preprocess.ts";
import { writeParquetParts } from "../../table/parquet_file/parquet_parts.ts";
import { weekName } from "../../table/time/week.ts";
import type { PipelineContext } from "../context.ts";
import { partsOf } from "../shards/known_parts.ts";

/** The matrix in blocks. */
export function matrixOf({ config, inputs, blockPairs }: PipelineContext): CleanDataset {
  return preprocess(inputs.extracted.sales, {
    preset: config.preset,
    weeksToInclude: config.weeks_to_include,
    blockPairs: blockPairs(),
  });
}

/** `preprocess`: the weekly customer × product matrix. */
export async function preprocessTask(context: PipelineContext<"preprocess">): Promise<void> {
  const { publish, facts } = context, { weeks, blocks } = matrixOf(context);
  let rows = 0;
  await publish("dataset_limpio.parquet", async (path) => {
    rows = await writeParquetParts(path, partsOf(context, blocks));
  });
  facts({ weeks: weeks.length, first_week: weekName(weeks[0]!), rows });
}
