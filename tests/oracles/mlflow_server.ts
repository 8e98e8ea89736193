import { join } from "node:path";
import { PYTHON } from "./ask_python.ts";

/** Starting takes 10 s, and 40 s while other tests run. */
const PATIENCE_MS = 120_000;

/** A real local MLflow server whose database and artifacts are in a temporary folder. */
export async function mlflowServer() {
  const folder = await Deno.makeTempDir();
  const port = (() => {
    using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    return (listener.addr as Deno.NetAddr).port;
  })();
  const child = new Deno.Command(PYTHON!, {
    args: [
      ...["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", `${port}`, "--workers", "1"],
      ...["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`],
      ...["--artifacts-destination", join(folder, "artifacts")],
    ],
    cwd: folder,
    env: { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const uri = `http://127.0.0.1:${port}`;
  const start = performance.now();
  while (!await isHealthy(uri)) {
    if (performance.now() - start > PATIENCE_MS) child.kill("SIGKILL");
    const ended = await Promise.race([
      child.status,
      new Promise<undefined>((resolve) => setTimeout(resolve, 200)),
    ]);
    if (ended) throw new Error(`the MLflow server did not start:\n${await stderr}`);
  }
  return {
    uri,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await stderr;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function isHealthy(uri: string): Promise<boolean> {
  try {
    const response = await fetch(`${uri}/health`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * A proxy that breaks: the first request to this endpoint reaches the server, but the client gets no
 * response, and every later request fails with 503.
 */
export function breakingProxy(uri: string, breaksAt: RegExp) {
  let broken = false;
  const proxy = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      if (broken) return new Response("away", { status: 503 });
      const { pathname, search } = new URL(request.url);
      broken = breaksAt.test(`${request.method} ${pathname}`);
      const response = await fetch(uri + pathname + search, {
        method: request.method,
        headers: { "Content-Type": "application/json" },
        ...(request.method === "GET" ? {} : { body: await request.arrayBuffer() }),
      });
      const answer = await response.arrayBuffer();
      return broken
        ? new Response("lost", { status: 502 })
        : new Response(answer, { status: response.status });
    },
  );
  return {
    uri: `http://127.0.0.1:${proxy.addr.port}`,
    [Symbol.asyncDispose]: () => proxy.shutdown(),
  };
}
