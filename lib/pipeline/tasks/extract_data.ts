import type { PipelineContext } from "../context.ts";

/** `extract_data`: the three tables, read and checked against their contracts. */
export async function extractDataTask(
  { reading, tooOld, facts, warn, warnUnusual }: PipelineContext<"extract_data">,
): Promise<void> {
  const { extracted } = await reading;
  facts({ ...extracted.quality });
  if (tooOld) warnUnusual(tooOld);
  extracted.unusual.forEach(warnUnusual);
  extracted.warnings.forEach(warn);
}
