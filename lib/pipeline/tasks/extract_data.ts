import type { PipelineContext } from "../context.ts";

/** `extract_data`: the three tables, read and checked against their contracts. */
export async function extractDataTask(
  { reading, facts, warn }: PipelineContext<"extract_data">,
): Promise<void> {
  const { extracted } = await reading;
  facts({ ...extracted.quality });
  extracted.warnings.forEach(warn);
}
