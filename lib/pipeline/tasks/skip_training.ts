import { join } from "node:path";
import type { PipelineContext } from "../context.ts";
import { copyModelInUse } from "../copy_model.ts";
import { PAST_TRAINING } from "../past_schemas.ts";
import { readJson } from "../read_json.ts";

/** `skip_training`: copies the model in use into this run, and says how good it was on its test weeks. */
export async function skipTrainingTask(
  context: PipelineContext<"skip_training">,
): Promise<void> {
  await copyModelInUse(context, "models");
  const { test } = readJson(context.path(join("models", "training_results.json")), PAST_TRAINING) ??
    {};
  context.facts({
    model_of_run: context.inputs.modelRun!,
    ...test && { test_weeks: test.weeks, test_average_precision: test.average_precision },
  });
}
