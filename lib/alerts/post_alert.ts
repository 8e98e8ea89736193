import { text } from "node:stream/consumers";
import process from "node:process";
import { requestFailure } from "../config/request_failure.ts";
import { addressSecrets, hideSecrets } from "../config/secrets.ts";

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
    const answer = hidden(await response.text(), url).trim().slice(0, 200);
    if (response.ok) return {};
    return {
      reason: `it answered ${`${response.status} ${answer}`.trim()}`,
      transient: TRANSIENT.includes(response.status),
    };
  } catch (error) {
    const { name } = error as Error;
    const reason = name === "TimeoutError"
      ? `no answer within ${timeoutMs / 1000} s`
      : hidden(requestFailure(error as Error), url);
    return { reason, transient: name !== "NotCapable" };
  }
}

/** Text without the secrets of the address, which a server may repeat; its path is one too. */
function hidden(text: string, url: string): string {
  const { pathname } = new URL(url);
  return hideSecrets(text, [pathname, ...pathname.split("/"), ...addressSecrets(url)]);
}

// a process of its own, which may reach the host of the webhook and nothing else
if (import.meta.main) {
  const reason = await postAlert(JSON.parse(await text(process.stdin)));
  if (reason !== undefined) {
    console.error(reason);
    Deno.exit(1);
  }
}
