import { addressSecrets, percentDecoded, redactUrl } from "../config/secrets.ts";
import { UserError } from "../user_error.ts";

/** Address and credentials of the MLflow server. */
export interface MlflowSettings {
  /** Without credentials, query and final slash; behind a proxy it may have a path. */
  uri: string;
  /** The query of the address, such as `?token=…`, for every request. */
  query?: string;
  /** The value of the header `Authorization`. */
  authorization?: string;
  experiment: string;
  /** What no message may contain. */
  secrets?: string[];
}

/**
 * Reads the server from the environment variables of MLflow's own client: `MLFLOW_TRACKING_URI`,
 * `MLFLOW_EXPERIMENT_NAME`, `MLFLOW_TRACKING_USERNAME` with `MLFLOW_TRACKING_PASSWORD`, or else
 * `MLFLOW_TRACKING_TOKEN`, or else user and password of the address.
 *
 * @returns `undefined` if no server is set.
 * @throws UserError for an invalid address.
 */
export function mlflowSettings(
  environment: (name: string) => string | undefined,
): MlflowSettings | undefined {
  const given = environment("MLFLOW_TRACKING_URI")?.trim();
  if (!given) return undefined;
  const address = URL.parse(given);
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw new UserError(
      `MLFLOW_TRACKING_URI: expected the address of an MLflow server, found ${
        JSON.stringify(redactUrl(given))
      }\n` +
        "Start one with `mlflow server` and set its address, such as http://127.0.0.1:5000.",
    );
  }
  const { authorization, secrets } = credentials(environment, address);
  const { search: query } = address;
  return {
    uri: bareAddress(given),
    experiment: environment("MLFLOW_EXPERIMENT_NAME") || "sodai_mlops",
    ...(query === "" ? {} : { query }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}

/** An address without credentials, query and final slash: what may be stored and shown of it. */
export function bareAddress(uri: string): string {
  const { origin, pathname } = new URL(uri);
  return origin + pathname.replace(/\/+$/, "");
}

/** Host and port, for Deno's `--allow-net`. */
export function hostOf({ uri }: MlflowSettings): string {
  const { hostname, port, protocol } = new URL(uri);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

function credentials(
  environment: (name: string) => string | undefined,
  { href, username, password: inAddress }: URL,
): { authorization?: string; secrets: string[] } {
  const user = environment("MLFLOW_TRACKING_USERNAME");
  const password = environment("MLFLOW_TRACKING_PASSWORD");
  const token = environment("MLFLOW_TRACKING_TOKEN");
  const pair = user && password
    ? `${user}:${password}`
    : username && !token
    ? `${percentDecoded(username)}:${percentDecoded(inAddress)}`
    : undefined;
  const given = pair === undefined ? token : new TextEncoder().encode(pair).toBase64();
  return {
    ...(given ? { authorization: `${pair === undefined ? "Bearer" : "Basic"} ${given}` } : {}),
    secrets: [given, user, password, token, ...addressSecrets(href)].filter((secret) =>
      !!secret
    ) as string[],
  };
}
