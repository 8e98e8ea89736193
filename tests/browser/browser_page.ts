import { findChromium } from "../../tasks/find_chromium.ts";

/** A page of headless Chromium, driven by the DevTools protocol; `await using` closes the browser. */
export interface BrowserPage extends AsyncDisposable {
  /** Sends a command of https://chromedevtools.github.io/devtools-protocol/ and returns its result. */
  // deno-lint-ignore no-explicit-any -- each command has its own result
  send(method: string, params?: Record<string, unknown>): Promise<any>;
  /** Evaluates an expression in the page, awaits it and returns its value. */
  // deno-lint-ignore no-explicit-any -- the expression decides the type
  evaluate(expression: string): Promise<any>;
  /** Waits until an expression is truthy and returns its value. */
  // deno-lint-ignore no-explicit-any -- the expression decides the type
  until(expression: string, timeoutMs?: number): Promise<any>;
}

/** Opens an address in a new Chromium process with an empty profile. */
export async function openBrowserPage(
  address: string,
  { chromium, width = 1280, height = 1000 }: {
    chromium?: string;
    width?: number;
    height?: number;
  } = {},
): Promise<BrowserPage> {
  const profile = await Deno.makeTempDir({ prefix: "sodai_browser_" });
  const process = new Deno.Command(chromium ?? await findChromium(), {
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      `--window-size=${width},${height}`,
      "about:blank",
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();

  const port = await eventually(async () =>
    (await Deno.readTextFile(`${profile}/DevToolsActivePort`)).split("\n")[0]!
  );
  const target = await eventually(async () => {
    const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
    return targets.find(({ type }: { type: string }) => type === "page");
  });
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  };
  let last = 0;
  const page: BrowserPage = {
    async send(method, params = {}) {
      const id = ++last;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params }));
      return await answer.promise;
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await page.send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? "thrown");
      return result.value;
    },
    async until(expression, timeoutMs = 60_000) {
      return await eventually(async () => {
        const value = await page.evaluate(expression);
        if (!value) throw new Error(`never true: ${expression}`);
        return value;
      }, timeoutMs);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => socket.onclose = resolve);
      socket.close();
      await closed;
      process.kill("SIGTERM");
      await process.status;
      // child processes still write to the profile for a moment
      await eventually(() => Deno.remove(profile, { recursive: true }).then(() => true));
    },
  };
  await page.send("Page.enable");
  await page.send("Page.navigate", { url: address });
  return page;
}

/** Retries until the attempt returns a value; throws its last error after the timeout. */
export async function eventually<T>(attempt: () => Promise<T>, timeoutMs = 30_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (true) {
    try {
      const value = await attempt();
      if (value !== undefined) return value;
      throw new Error("no value yet");
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
