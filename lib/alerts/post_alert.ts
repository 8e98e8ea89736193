import { text } from "node:stream/consumers";
import process from "node:process";
import { requestFailure } from "../config/request_failure.ts";

/** An answer after which the same request may succeed. */
const TRANSIENT = [408, 429, 500, 502, 503, 504];

/**
 * Posts a JSON body; tries again twice if the server is away or busy.
 *
 * @returns why it was not delivered, without the address; `undefined` if it was.
 */
export async function postAlert(
  { url, body }: { url: string; body: unknown },
  { attempts = 3, pauseMs = 500, timeoutMs = 2500 } = {},
): Promise<string | undefined> {
  for (let attempt = 1;; attempt++) {
    const { reason, transient } = await postOnce(url, body, timeoutMs);
    if (reason === undefined || !transient || attempt === attempts) return reason;
    await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)));
  }
}

async function postOnce(
  url: string,
  body: unknown,
  timeoutMs: number,
): Promise<{ reason?: string; transient?: boolean }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      // another host is not permitted, and a redirected POST becomes a GET
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.text()).trim().slice(0, 200);
    if (response.ok) return {};
    return {
      reason: `it answered ${`${response.status} ${answer}`.trim()}`,
      transient: TRANSIENT.includes(response.status),
    };
  } catch (error) {
    const { name } = error as Error;
    const reason = name === "TimeoutError"
      ? `no answer within ${timeoutMs / 1000} s`
      : requestFailure(error as Error);
    return { reason, transient: name !== "NotCapable" };
  }
}

// a process of its own, which may reach the host of the webhook and nothing else
if (import.meta.main) {
  const reason = await postAlert(JSON.parse(await text(process.stdin)));
  if (reason !== undefined) {
    console.error(reason);
    Deno.exit(1);
  }
}
