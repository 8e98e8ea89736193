import { UserError } from "../user_error.ts";

/** Address and credentials of the MLflow server. */
export interface MlflowSettings {
  /** Without a final slash; behind a proxy it may have a path. */
  uri: string;
  /** The value of the header `Authorization`. */
  authorization?: string;
  experiment: string;
}

/**
 * Reads the server from the environment variables of MLflow's own client: `MLFLOW_TRACKING_URI`,
 * `MLFLOW_EXPERIMENT_NAME`, `MLFLOW_TRACKING_USERNAME` with `MLFLOW_TRACKING_PASSWORD`, or else
 * `MLFLOW_TRACKING_TOKEN`.
 *
 * @returns `undefined` if no server is set.
 * @throws UserError for an invalid address.
 */
export function mlflowSettings(
  environment: (name: string) => string | undefined,
): MlflowSettings | undefined {
  const uri = environment("MLFLOW_TRACKING_URI")?.trim().replace(/\/+$/, "");
  if (!uri) return undefined;
  if (!/^https?:$/.test(URL.parse(uri)?.protocol ?? "")) {
    throw new UserError(
      `MLFLOW_TRACKING_URI: expected the address of an MLflow server, found ${
        JSON.stringify(uri)
      }\n` +
        "Start one with `mlflow server` and set its address, such as http://127.0.0.1:5000.",
    );
  }
  const authorization = credentials(environment);
  return {
    uri,
    experiment: environment("MLFLOW_EXPERIMENT_NAME") || "sodai_mlops",
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** Host and port, for Deno's `--allow-net`. */
export function hostOf({ uri }: MlflowSettings): string {
  const { hostname, port, protocol } = new URL(uri);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

function credentials(environment: (name: string) => string | undefined): string | undefined {
  const user = environment("MLFLOW_TRACKING_USERNAME");
  const password = environment("MLFLOW_TRACKING_PASSWORD");
  const token = environment("MLFLOW_TRACKING_TOKEN");
  if (user && password) {
    return `Basic ${new TextEncoder().encode(`${user}:${password}`).toBase64()}`;
  }
  return token ? `Bearer ${token}` : undefined;
}
