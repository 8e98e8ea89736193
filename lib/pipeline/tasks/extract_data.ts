import { checkMemory } from "../../stages/check_memory.ts";
import type { PipelineContext } from "../context.ts";
import { machineMemory } from "../machine_memory.ts";

/** `extract_data`: the three tables, read and checked, and whether the machine is large enough. */
export async function extractDataTask(
  { reading, config, tooOld, facts, warn, warnUnusual, note }: PipelineContext<"extract_data">,
): Promise<void> {
  const { extracted, modelRun, historyPath } = await reading;
  const hasReference = (historyPath ?? modelRun) !== undefined;
  facts({ ...extracted.quality });
  if (tooOld) warnUnusual(tooOld);
  extracted.unusual.forEach(warnUnusual);
  extracted.warnings.forEach(warn);
  const memory = checkMemory(extracted.sales, { ...config, hasReference }, machineMemory());
  facts({ memory });
  note(`needs ${memory.needs}`);
}
