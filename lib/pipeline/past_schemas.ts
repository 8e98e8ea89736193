import { z } from "zod";
import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { DriftReport } from "../drift/describe/drift_report.ts";
import type { TrainingResults } from "../stages/training/training_results.ts";

/** What a run reads of earlier drift reports; older ones lack fields. */
export type PastReport = Partial<Pick<DriftReport, "inputs" | "realised" | "history">>;

/** What a run reads of earlier training results. */
export interface PastTraining {
  test?: Pick<TrainingResults["test"], "weeks" | "positives" | "average_precision">;
}

/** JSON has null for a measure that is not finite. */
const MEASURE = z.number().nullable() as unknown as z.ZodType<number>;

const MEASURES = z.record(z.string(), MEASURE);

/** The fields of `drift_report.json` that later runs read. */
export const PAST_REPORT: z.ZodType<PastReport> = z.object({
  inputs: z.object({
    columns: z.record(z.string(), z.array(z.string())),
    nulls: z.record(z.string(), MEASURES),
  }).exactOptional(),
  realised: z.array(z.object({
    week: z.string(),
    preset: z.enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]]),
    average_precision: MEASURE,
    pairs: z.number(),
    purchases: z.number(),
    outcome: z.object({
      expected: z.number(),
      low: z.number().exactOptional(),
      high: z.number().exactOptional(),
      bought: z.number(),
      listed: z.number(),
      listed_bought: z.number(),
      items: z.object({
        expected: z.number(),
        low: z.number().exactOptional(),
        high: z.number().exactOptional(),
        bought: z.number(),
      }).exactOptional(),
    }).exactOptional(),
  })).exactOptional(),
  history: z.array(z.object({
    week: z.string(),
    decision: z.enum(["train_model", "skip_training"]),
    drift_detected: z.boolean(),
    scores: MEASURES,
  })).exactOptional(),
});

/** The fields of `training_results.json` that later runs read. */
export const PAST_TRAINING: z.ZodType<PastTraining> = z.object({
  test: z.object({
    weeks: z.array(z.string()),
    positives: z.number(),
    average_precision: MEASURE,
  }).exactOptional(),
});
