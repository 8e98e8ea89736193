import { joined } from "../../language/joined.ts";
import type { Message } from "../../language/message.ts";
import { ML_RANDOM_FOREST } from "../../model/fit_forest.ts";
import type { TrainingResults } from "./training_results.ts";

/** A higher average precision on the test weeks is too good to be true. */
const LEAKAGE_AP = 0.9;

/** Warnings about the results of a training. */
export function trainingWarnings({ test, engine, refit }: TrainingResults): Message[] {
  const warnings: Message[] = [];
  if (test.average_precision > LEAKAGE_AP) {
    warnings.push({
      key: "training.leakage",
      values: {
        found: test.average_precision,
        weeks: joined("and", test.weeks),
        limit: LEAKAGE_AP,
      },
    });
  }
  if (engine === "ml-random-forest") {
    const { trees, rows } = ML_RANDOM_FOREST;
    warnings.push({
      key: "training.mlForest",
      values: { trees, rows: Math.min(refit.rows, rows), all: refit.rows },
    });
  }
  return warnings;
}
