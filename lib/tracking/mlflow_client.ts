import { requestFailure } from "../config/request_failure.ts";
import { hideSecrets, redactUrl } from "../config/secrets.ts";
import type { MlflowSettings } from "./mlflow_settings.ts";

/** An error answer of the server, or no answer. */
export class MlflowError extends Error {
  override name = "MlflowError";

  /**
   * @param code error code of MLflow, such as `RESOURCE_DOES_NOT_EXIST`, or empty.
   * @param transient whether the same request may succeed later.
   * @param retryAfterMs wait that the server requests.
   */
  constructor(
    message: string,
    readonly code: string,
    readonly transient: boolean,
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

export interface Patience {
  /** Maximum number of attempts. */
  attempts?: number;
  /** Pause before the second attempt; it doubles with each attempt. */
  pauseMs?: number;
  /** Timeout of the answer; uploads get as much again per megabyte. */
  timeoutMs?: number;
}

/** Requests to MLflow's REST API, each made once; `patiently` retries. */
export interface MlflowClient extends Disposable {
  /** With GET, the fields of `body` are the query. */
  // deno-lint-ignore no-explicit-any -- each endpoint has its own answer
  call(method: "GET" | "POST", endpoint: string, body: Record<string, unknown>): Promise<any>;
  /** Puts a file below the artifact root of the server. */
  upload(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * Retries work that fails transiently, with pauses of 0.5, 1 and 2 s or as the server requests,
   * at most 10 s. Work that creates something must check first whether it exists: the answer of an
   * earlier attempt may have been lost.
   */
  patiently<T>(work: () => Promise<T>): Promise<T>;
}

const TRANSIENT = [408, 429, 500, 502, 503, 504];
const LONGEST_PAUSE_MS = 10_000;

/**
 * A client of an MLflow server. It gives up after 3.5 s if the connection is refused, after 44 s if
 * there is no answer.
 */
export function mlflowClient(
  { uri, query = "", authorization, secrets = [] }: MlflowSettings,
  { attempts = 4, pauseMs = 500, timeoutMs = 10_000 }: Patience = {},
): MlflowClient {
  const server = redactUrl(uri);
  // keep no connections: fetch repeats a request, even one that creates something, if a kept
  // connection breaks
  const connections = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

  async function request(url: string, init: RequestInit, limitMs: number): Promise<string> {
    const headers = new Headers(init.headers);
    if (authorization) headers.set("Authorization", authorization);
    let response: Response, text: string;
    try {
      response = await fetch(url, {
        ...init,
        headers,
        signal: AbortSignal.timeout(limitMs),
        client: connections,
      });
      text = await response.text();
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      const reason = (error as Error).name === "TimeoutError"
        ? `no answer within ${limitMs / 1000} s`
        : requestFailure(error as Error);
      throw new MlflowError(`${server}: ${hideSecrets(reason, secrets)}`, "", true);
    }
    if (response.ok) return text;
    throw refusal(server, response, text, (text) => hideSecrets(text, secrets));
  }

  function address(path: string, fields: Record<string, string> = {}): string {
    const search = [query.slice(1), new URLSearchParams(fields)].map(String).filter(Boolean);
    return [`${uri}/api/2.0/${path}`, search.join("&")].filter(Boolean).join("?");
  }

  return {
    async call(method, endpoint, body) {
      const answer = method === "GET"
        ? await request(
          address(`mlflow/${endpoint}`, body as Record<string, string>),
          {},
          timeoutMs,
        )
        : await request(address(`mlflow/${endpoint}`), {
          method,
          body: JSON.stringify(body),
          headers: { "Content-Type": "application/json" },
        }, timeoutMs);
      try {
        return JSON.parse(answer);
      } catch {
        throw new MlflowError(
          `${server}: expected an MLflow server, found another server`,
          "",
          false,
        );
      }
    },
    async upload(path, bytes) {
      const url = address(
        `mlflow-artifacts/artifacts/${path.split("/").map(encodeURIComponent).join("/")}`,
      );
      await request(url, { method: "PUT", body: bytes }, timeoutMs * (1 + bytes.length / 1e6));
    },
    [Symbol.dispose]: () => connections.close(),
    async patiently(work) {
      for (let attempt = 1;; attempt++) {
        try {
          return await work();
        } catch (error) {
          const again = error instanceof MlflowError && error.transient && attempt < attempts;
          if (!again) throw error;
          const pause = Math.max(pauseMs * 2 ** (attempt - 1), error.retryAfterMs);
          await new Promise((resolve) => setTimeout(resolve, Math.min(pause, LONGEST_PAUSE_MS)));
        }
      }
    },
  };
}

/** @param hide removes secrets: a server may repeat what it was sent. */
function refusal(
  server: string,
  { status, headers }: Response,
  text: string,
  hide: (text: string) => string,
): MlflowError {
  let code = "", message = hide(text).trim().slice(0, 200);
  try {
    ({ error_code: code = "", message = "" } = JSON.parse(text));
  } catch {
    // a proxy may answer in HTML
  }
  const remedy = status === 401 || status === 403
    ? "; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
    : "";
  return new MlflowError(
    `${server}: ${status} ${hide([code, message].filter(Boolean).join(": "))}`.trim() + remedy,
    code,
    TRANSIENT.includes(status),
    1000 * (Number(headers.get("Retry-After")) || 0),
  );
}
