import type { RunRecord } from "../dag/runs/run_record.ts";
import type { MlflowClient } from "./mlflow_client.ts";
import { isCode } from "./register_model.ts";

/** A run in MLflow. */
export interface MlflowRun {
  runId: string;
  experimentId: string;
  artifactUri: string;
}

/** The id of an experiment, which is created if missing. */
export async function ensureExperiment(client: MlflowClient, name: string): Promise<string> {
  const find = async () => {
    const { experiment } = await client.call("GET", "experiments/get-by-name", {
      experiment_name: name,
    });
    return experiment.experiment_id as string;
  };
  return await client.patiently(async () => {
    try {
      return await find();
    } catch (error) {
      if (!isCode(error, "RESOURCE_DOES_NOT_EXIST")) throw error;
    }
    try {
      // older servers show the view for agents without this tag, newer ones go by the address
      const tags = [{ key: "mlflow.experimentKind", value: "custom_model_development" }];
      return (await client.call("POST", "experiments/create", { name, tags })).experiment_id;
    } catch (error) {
      if (!isCode(error, "RESOURCE_ALREADY_EXISTS")) throw error;
      return await find();
    }
  });
}

/**
 * The run in MLflow that has a key, created if missing.
 *
 * @param key unique to the run.
 */
export async function ensureRun(
  client: MlflowClient,
  { run, key, experimentId, user }: {
    run: RunRecord;
    key: string;
    experimentId: string;
    user: string | undefined;
  },
): Promise<MlflowRun> {
  return await client.patiently(async () => {
    const { runs = [] } = await client.call("POST", "runs/search", {
      experiment_ids: [experimentId],
      filter: `tags.\`sodai.key\` = '${key}'`,
      max_results: 1,
    });
    const { info } = runs[0] ?? (await create()).run;
    return { runId: info.run_id, experimentId, artifactUri: info.artifact_uri };
  });

  async function create() {
    const tags = {
      "sodai.key": key,
      "sodai.run_id": run.run_id,
      "mlflow.source.name": "deno task pipeline",
      "mlflow.source.type": "LOCAL",
      ...(user ? { "mlflow.user": user } : {}),
    };
    return await client.call("POST", "runs/create", {
      experiment_id: experimentId,
      run_name: run.run_id,
      start_time: Date.parse(run.started),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
  }
}
