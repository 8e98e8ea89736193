import { type MlflowClient, MlflowError } from "./mlflow_client.ts";
import { mlmodel } from "./mlmodel.ts";
import type { TrackedModel } from "./tracked_run.ts";

/** The registered model; every trained model is a version of it. */
export const MODEL_NAME = "sodai_mlops";

/** The run in MLflow that trained a model. */
export interface TrainingRun {
  runId: string;
  /** URI of its artifacts, for the registry. */
  artifactUri: string;
  /** Path of its artifacts below the root for uploads. */
  artifactPath: string;
  /** When it began to be used, or was trained: ISO 8601, UTC. */
  started: string;
  ended: string;
}

/**
 * Registers the model of a run as a version, once, and sets its alias; a model whose forecast was
 * not published gets none. An alias of a version that started later is not moved: runs may be sent
 * in any order.
 *
 * @returns the number of the version.
 */
export async function registerModel(
  client: MlflowClient,
  model: TrackedModel,
  { runId, artifactUri, artifactPath, started, ended }: TrainingRun,
): Promise<string> {
  const described = mlmodel(model, { runId, created: ended });
  const files = {
    // YAML; JSON is a subset
    MLmodel: JSON.stringify(described, null, 2) + "\n",
    "requirements.txt": "mlflow\nonnx\nonnxruntime\n",
  };
  for (const [name, text] of Object.entries(files)) {
    const path = `${artifactPath}/${model.folder}/${name}`;
    await client.patiently(() => client.upload(path, new TextEncoder().encode(text)));
  }
  // MLflow's pages find the models of a run by this tag, which is too short for a signature
  const { metadata: _, signature: __, ...listed } = described;
  const tag = { key: "mlflow.log-model.history", value: JSON.stringify([listed]) };
  await client.patiently(() => client.call("POST", "runs/set-tag", { run_id: runId, ...tag }));
  await client.patiently(() => ensureModel(client));
  const version = await client.patiently(async () =>
    await versionOf(client, runId) ?? await createVersion()
  );
  if (model.alias === null) return version;
  // a promoted model was registered before its promotion
  const since = { name: MODEL_NAME, version, key: "started", value: started };
  await client.patiently(() => client.call("POST", "model-versions/set-tag", since));
  const alias = { name: MODEL_NAME, alias: model.alias };
  const holder = await client.patiently(() => holderOf(client, alias));
  if (holder === undefined || holder <= started) {
    await client.patiently(() =>
      client.call("POST", "registered-models/alias", { ...alias, version })
    );
  }
  return version;

  async function createVersion(): Promise<string> {
    const { model_version } = await client.call("POST", "model-versions/create", {
      name: MODEL_NAME,
      source: `${artifactUri}/${model.folder}`,
      run_id: runId,
      description: model.description,
      tags: Object.entries({ ...model.tags, started }).map(([key, value]) => ({ key, value })),
    });
    return model_version.version;
  }
}

async function ensureModel(client: MlflowClient): Promise<void> {
  try {
    await client.call("POST", "registered-models/create", {
      name: MODEL_NAME,
      description: "Which customer will buy which product in the coming week.",
    });
  } catch (error) {
    if (!isCode(error, "RESOURCE_ALREADY_EXISTS")) throw error;
  }
}

async function versionOf(client: MlflowClient, runId: string): Promise<string | undefined> {
  const { model_versions = [] } = await client.call("GET", "model-versions/search", {
    filter: `run_id = '${runId}'`,
  });
  return model_versions.find(({ name }: { name: string }) => name === MODEL_NAME)?.version;
}

/** Start of the run whose version holds an alias; `undefined` if none does. */
async function holderOf(client: MlflowClient, alias: Record<string, string>) {
  try {
    const { model_version } = await client.call("GET", "registered-models/alias", alias);
    const tags: { key: string; value: string }[] = model_version.tags ?? [];
    return tags.find(({ key }) => key === "started")?.value;
  } catch (error) {
    // servers report a missing alias with one of two codes
    if (isCode(error, "RESOURCE_DOES_NOT_EXIST") || isCode(error, "INVALID_PARAMETER_VALUE")) {
      return undefined;
    }
    throw error;
  }
}

/** Whether the server answered with this error code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof MlflowError && error.code === code;
}
