import type { TrackedModel } from "./tracked_run.ts";

/**
 * Describes `model.onnx` as a model of MLflow's onnx flavor. The signature uses tensors: MLflow
 * fails to pass the columns of a data frame to a model with two outputs.
 *
 * @see https://mlflow.org/docs/latest/ml/model/#storage-format
 */
export function mlmodel(
  { folder, features }: TrackedModel,
  { runId, created }: { runId: string; created: string },
) {
  const tensor = (dtype: string, shape: number[], name?: string) => ({
    type: "tensor",
    "tensor-spec": { dtype, shape },
    ...(name === undefined ? {} : { name }),
  });
  return {
    artifact_path: folder,
    run_id: runId,
    utc_time_created: created.replace("T", " ").replace("Z", "000"),
    flavors: {
      onnx: { data: "model.onnx", providers: ["CPUExecutionProvider"] },
      python_function: { loader_module: "mlflow.onnx", data: "model.onnx" },
    },
    ...(features === null ? {} : {
      signature: {
        inputs: JSON.stringify([tensor("float32", [-1, features.length])]),
        outputs: JSON.stringify([
          tensor("int64", [-1], "label"),
          tensor("float32", [-1, 2], "probabilities"),
        ]),
      },
      metadata: { features },
    }),
  };
}
