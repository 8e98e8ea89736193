import type { TrackedModel } from "./tracked_run.ts";

/**
 * Describes `model.onnx` as a model of MLflow's onnx flavor. The signature has a tensor for each
 * feature, so MLflow takes the columns of a data frame by name, in any order. It has no column
 * types: with these, MLflow fails on the two outputs of the model.
 *
 * @see https://mlflow.org/docs/latest/ml/model/#storage-format
 */
export function mlmodel(
  { folder, features }: TrackedModel,
  { runId, created }: { runId: string; created: string },
) {
  const tensor = (dtype: string, shape: number[], name: string) => ({
    type: "tensor",
    "tensor-spec": { dtype, shape },
    name,
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
        inputs: JSON.stringify(features.map((name) => tensor("float32", [-1, 1], name))),
        outputs: JSON.stringify([
          tensor("int64", [-1], "label"),
          tensor("float32", [-1, 2], "probabilities"),
        ]),
      },
      metadata: { features },
    }),
  };
}
