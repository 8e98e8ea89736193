import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { SECRET_VARIABLES } from "../config/secrets.ts";

/** A running `deno jupyter` and its connection. */
export interface KernelProcess {
  ports: { shell: number; iopub: number; control: number };
  /** The key that signs messages. */
  key: string;
  /** Resolves when the process has ended, with the end of its standard error. */
  ended: Promise<{ code: number; stderr: string }>;
  /** Removes the connection file, once it has been read. */
  forget(): Promise<void>;
  /** Ends the process if it still runs. */
  end(): Promise<void>;
}

/**
 * Ends the kernel with this process: the shell reads a pipe from this process. When this process
 * ends, even by SIGKILL, the pipe closes, `cat` returns and the kernel is killed.
 */
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- &
kernel=$!
{ cat <&3 >/dev/null; kill -9 $kernel 2>/dev/null; } &
exec 3<&-
wait $kernel`;

/** A page shows whatever a cell prints. */
const NO_SECRETS = Object.fromEntries(SECRET_VARIABLES.map((name) => [name, ""]));

/**
 * Starts Deno's own Jupyter kernel in a folder.
 *
 * @param cwd the kernel's working folder; it searches upward from there for deno.json.
 * @param env variables in addition to the environment of this process.
 */
export async function startKernelProcess(
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<KernelProcess> {
  const folder = await Deno.makeTempDir({ prefix: "sodai_kernel_" });
  const [shell, iopub, control, stdin, heartbeat] = freePorts(5) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const key = randomUUID();
  const file = join(folder, "connection.json");
  const connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    control_port: control,
    stdin_port: stdin,
    hb_port: heartbeat,
    signature_scheme: "hmac-sha256",
    key,
    kernel_name: "deno",
  };
  await Deno.writeTextFile(file, JSON.stringify(connection), { mode: 0o600 });
  const guard = new Deno.Command("sh", {
    args: ["-c", GUARD, "kernel", Deno.execPath(), "jupyter", "--kernel", "--conn", file],
    cwd,
    // temporary files of its cells are removed when it ends
    env: { NO_COLOR: "1", TMPDIR: folder, ...NO_SECRETS, ...env },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const stderr = keepLastText(guard.stderr);
  const ended = guard.status.then(async ({ code }) => {
    await guard.stdin.close().catch(() => {}); // closed if the guard has ended
    return { code, stderr: await stderr.stop() };
  });
  return {
    ports: { shell, iopub, control },
    key,
    ended,
    forget: () => Deno.remove(file),
    async end() {
      await guard.stdin.close().catch(() => {}); // already closed if it ended by itself
      await ended;
      await Deno.remove(folder, { recursive: true }).catch(() => {}); // ended twice
    },
  };
}

/**
 * Free ports. They are drawn from below the range that systems assign automatically (32768 on
 * Linux, 49152 elsewhere): otherwise another process could be assigned one in the half second
 * before the kernel listens on it.
 */
function freePorts(count: number): number[] {
  const listeners: Deno.TcpListener[] = [];
  while (listeners.length < count) {
    const port = 20_000 + crypto.getRandomValues(new Uint16Array(1))[0]! % 12_000;
    try {
      listeners.push(Deno.listen({ hostname: "127.0.0.1", port }));
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  for (const listener of listeners) listener.close();
  return listeners.map((listener) => listener.addr.port);
}

/** Reads a stream, and returns its last 4,000 characters on `stop`. */
function keepLastText(stream: ReadableStream<Uint8Array>): { stop(): Promise<string> } {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const atEnd = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text = (text + decoder.decode(part.value, { stream: true })).slice(-4000);
    }
  })();
  return {
    async stop() {
      // A process started by a cell may keep the pipe open: cancelling ends the wait.
      const timeout = setTimeout(() => reader.cancel(), 200);
      await atEnd;
      clearTimeout(timeout);
      return text;
    },
  };
}
