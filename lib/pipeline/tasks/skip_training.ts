import type { PipelineContext } from "../context.ts";
import { copyModelInUse } from "../copy_model.ts";

/** `skip_training`: copies the model in use into this run. */
export async function skipTrainingTask(
  context: PipelineContext<"skip_training">,
): Promise<void> {
  await copyModelInUse(context, "models");
  context.facts({ model_of_run: context.inputs.modelRun! });
}
