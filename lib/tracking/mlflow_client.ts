import type { MlflowSettings } from "./mlflow_settings.ts";

/** What the server answered, or that it did not. */
export class MlflowError extends Error {
  override name = "MlflowError";

  /**
   * @param code MLflow's own, such as `RESOURCE_DOES_NOT_EXIST`, or empty.
   * @param transient whether the same request may go well a little later.
   * @param retryAfterMs how long the server asks to wait.
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
  /** How often a request is made at most. */
  attempts?: number;
  /** Before the second attempt; it doubles from one to the next. */
  pauseMs?: number;
  /** For the answer; an upload has as much again for each megabyte. */
  timeoutMs?: number;
}

/** Requests to MLflow's REST interface, each made once; `patiently` repeats what may be repeated. */
export interface MlflowClient extends Disposable {
  /** Fields of `body` are the query of a GET. */
  // deno-lint-ignore no-explicit-any -- the answers are as various as the questions
  call(method: "GET" | "POST", endpoint: string, body: Record<string, unknown>): Promise<any>;
  /** Puts a file below the artifact root of the server. */
  upload(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * Repeats work while it fails transiently, with pauses of 0.5, 1 and 2 s or what the server asks for,
   * 10 s at most. Work that creates something looks first whether it is there already: an answer may
   * have been lost after the work was done.
   */
  patiently<T>(work: () => Promise<T>): Promise<T>;
}

const TRANSIENT = [408, 429, 500, 502, 503, 504];
const LONGEST_PAUSE_MS = 10_000;

/**
 * A client of an MLflow server. Where nobody listens it gives up after 3.5 s, where nobody answers after
 * 44 s.
 */
export function mlflowClient(
  { uri, authorization }: MlflowSettings,
  { attempts = 4, pauseMs = 500, timeoutMs = 10_000 }: Patience = {},
): MlflowClient {
  // fetch itself would repeat a request, also one that creates something, when a connection that it
  // kept breaks: no connection is kept
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
        : innermost(error as Error);
      throw new MlflowError(`${uri}: ${reason}`, "", true);
    }
    if (response.ok) return text;
    throw refusal(uri, response, text);
  }

  return {
    async call(method, endpoint, body) {
      const url = `${uri}/api/2.0/mlflow/${endpoint}`;
      const answer = method === "GET"
        ? await request(
          `${url}?${new URLSearchParams(body as Record<string, string>)}`,
          {},
          timeoutMs,
        )
        : await request(url, {
          method,
          body: JSON.stringify(body),
          headers: { "Content-Type": "application/json" },
        }, timeoutMs);
      try {
        return JSON.parse(answer);
      } catch {
        throw new MlflowError(`${uri}: expected an MLflow server, found another`, "", false);
      }
    },
    async upload(path, bytes) {
      const url = `${uri}/api/2.0/mlflow-artifacts/artifacts/${
        path.split("/").map(encodeURIComponent).join("/")
      }`;
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

/** Of "fetch failed, because …, because the connection was refused" the last. */
function innermost({ message, cause }: Error): string {
  return cause instanceof Error ? innermost(cause) : message;
}

function refusal(uri: string, { status, headers }: Response, text: string): MlflowError {
  let code = "", message = text.trim().slice(0, 200);
  try {
    ({ error_code: code = "", message = "" } = JSON.parse(text));
  } catch {
    // a proxy before the server speaks HTML
  }
  const remedy = status === 401 || status === 403
    ? "; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
    : "";
  return new MlflowError(
    `${uri}: ${status} ${[code, message].filter(Boolean).join(": ")}`.trim() + remedy,
    code,
    TRANSIENT.includes(status),
    1000 * (Number(headers.get("Retry-After")) || 0),
  );
}
