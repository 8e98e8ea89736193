import { randomUUID } from "node:crypto";
import { join } from "node:path";

/** A running `deno jupyter` and the way to reach it. */
export interface KernelProcess {
  ports: { shell: number; iopub: number; control: number };
  /** The secret that messages are signed with. */
  key: string;
  /** Resolves when the process has ended, with what it last wrote to its standard error. */
  ended: Promise<{ code: number; stderr: string }>;
  /** Removes the file that tells how to reach it, once it has been read. */
  forget(): Promise<void>;
  /** Ends the process if it still runs. */
  end(): Promise<void>;
}

/**
 * Keeps the kernel from outliving us: the shell holds a pipe whose other end is ours. When we end in
 * whatever way, also by SIGKILL, the pipe closes, `cat` returns and the kernel is killed.
 */
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- &
kernel=$!
{ cat <&3 >/dev/null; kill -9 $kernel 2>/dev/null; } &
exec 3<&-
wait $kernel`;

/**
 * Starts Deno's own Jupyter kernel in a folder.
 *
 * @param cwd the kernel's working folder, from which it looks upward for deno.json.
 * @param env variables on top of our own environment.
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
    // what its cells leave among the temporary files goes when it ends
    env: { NO_COLOR: "1", TMPDIR: folder, ...env },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const stderr = keepLastText(guard.stderr);
  const ended = guard.status.then(async ({ code }) => {
    await guard.stdin.close().catch(() => {}); // the guard's reader is gone with it
    return { code, stderr: await stderr.stop() };
  });
  return {
    ports: { shell, iopub, control },
    key,
    ended,
    forget: () => Deno.remove(file),
    async end() {
      await guard.stdin.close().catch(() => {}); // closed already when it ended by itself
      await ended;
      await Deno.remove(folder, { recursive: true }).catch(() => {}); // ended twice
    },
  };
}

/**
 * Ports that nobody listens on. They are drawn from below those which systems hand out by themselves
 * (32768 on Linux, 49152 elsewhere): there another process would soon be given one of ours, as the
 * kernel listens on it only half a second later.
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

/** Reads a stream as it comes, and gives its last 4,000 characters when asked to stop. */
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
      // A process that a cell started may hold the pipe open: cancelling ends the wait for it.
      const patience = setTimeout(() => reader.cancel(), 200);
      await atEnd;
      clearTimeout(patience);
      return text;
    },
  };
}
