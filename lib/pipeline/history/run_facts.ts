import { z } from "zod";
import type { RunRecord } from "../../dag/runs/run_record.ts";
import type { DecisionCause } from "../../drift/decide/retrain.ts";

const number = z.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const texts = z.array(z.string()).catch([]);
const side = z.object({ average_precision: number }).catch({ average_precision: undefined });
const split = z.object({ weeks: texts, rows: number }).catch({ weeks: [], rows: undefined });

const CAUSES: readonly DecisionCause[] = [
  ...["no_model", "other_features", "requested", "no_reference"] as const,
  ...["same_weeks", "drift", "age", "ordinary"] as const,
];

/** What is compared and drawn of a run, by task. What is absent or damaged is undefined. */
const FACTS = z.object({
  extract_data: z.object({
    transacciones: z.object({ rows_kept: number, last_date: text }).partial().catch({}),
    clientes: z.object({ with_sales: number }).partial().catch({}),
    productos: z.object({ with_sales: number }).partial().catch({}),
    recent_purchases: z.array(z.object({ week: z.string(), purchases: z.number() })).catch([]),
  }),
  split_data: z.object({ test: split }),
  drift_check: z.object({
    decision: text,
    cause: z.enum(CAUSES).optional().catch(undefined),
    reason: text,
    drift_detected: flag,
    drift_judged: flag,
    drifted_variables: texts,
    share_drifted: number,
  }),
  train_model: z.object({
    model: text,
    test_average_precision: number,
    champion_run: text,
    champion_challenger: z.object({
      promoted: z.boolean(),
      weeks: texts,
      champion: side,
    }).optional().catch(undefined),
    rows: number,
  }),
  skip_training: z.object({
    model_of_run: text,
    test_weeks: texts,
    test_average_precision: number,
  }),
  predict: z.object({
    pairs: number,
    predictions: number,
    decision_threshold: number,
    expected_purchases: number,
    purchases_low: number,
    purchases_high: number,
    expected_items: number,
  }),
});

/** What is compared and drawn of a run. */
export type RunFacts = z.infer<typeof FACTS>;

/** The facts of a recorded run; whatever its file says, each has its type or is absent. */
export function runFacts({ tasks }: Pick<RunRecord, "tasks">): RunFacts {
  const byTask = new Map(tasks.map(({ id, facts }) => [id, facts]));
  return FACTS.parse(
    Object.fromEntries(Object.keys(FACTS.shape).map((id) => [id, byTask.get(id) ?? {}])),
  );
}

/**
 * The share of the variables that drifted; undefined where drift was not judged, as in a first run.
 * Runs before 0.3.0 do not tell, but their reason does.
 */
export function driftShare({ drift_check: drift }: RunFacts): number | undefined {
  const judged = drift.drift_judged ??
    !/^There is no (?:model yet|reference)/.test(drift.reason ?? "");
  return judged ? drift.share_drifted : undefined;
}
