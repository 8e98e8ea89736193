import { purchasesByWeek } from "../../features/purchases/purchases_by_week.ts";
import { allowedMemory, checkMemory } from "../../stages/check_memory.ts";
import type { TaskFacts } from "../../stages/task_facts.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekName } from "../../table/time/week.ts";
import type { PipelineContext } from "../context.ts";
import { machineMemory } from "../machine_memory.ts";

/** Weeks whose purchases are recorded: later runs say how their forecasts turned out. */
const RECENT_WEEKS = 12;

/** `extract_data`: the three tables, read and checked, and whether the machine is large enough. */
export async function extractDataTask(
  { reading, config, tooOld, facts, say, warn, warnUnusual, note }: PipelineContext<"extract_data">,
): Promise<void> {
  const { extracted, modelRun, historyPath } = await reading;
  const hasReference = (historyPath ?? modelRun) !== undefined;
  facts({ ...extracted.quality, recent_purchases: recentPurchases(extracted.sales) });
  if (tooOld) warnUnusual(tooOld);
  extracted.unusual.forEach(warnUnusual);
  extracted.warnings.forEach(warn);
  const allowed = allowedMemory(config.memory_limit, machineMemory());
  const memory = checkMemory(extracted.sales, { ...config, hasReference }, allowed);
  const needs = say(memory.needs);
  facts({ memory: { ...memory, needs } });
  note(`needs ${needs}`);
}

function recentPurchases(
  sales: SalesData,
): NonNullable<TaskFacts["extract_data"]["recent_purchases"]> {
  return purchasesByWeek(sales)
    .map((purchases, i) => ({ week: weekName(sales.firstWeek + i), purchases }))
    .slice(-RECENT_WEEKS);
}
