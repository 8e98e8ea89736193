import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SECRET_VARIABLES } from "../config/secrets.ts";
import { permissionFlags } from "../permissions/permission_flags.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { withTarget } from "../permissions/with_target.ts";
import { UserError } from "../user_error.ts";
import type { GuardOrder } from "./kernel_guard.ts";
import { temporaryFolder } from "./temporary_folder.ts";

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

const GUARD = fileURLToPath(new URL("kernel_guard.ts", import.meta.url));

/** Of 40 named ports, 30 are free even while two kernels run. */
const MOST_DRAWS = 1000;

/** Names the ports that a command with few permissions may use, separated by commas. */
const PORTS_VARIABLE = "SODAI_KERNEL_PORTS";

/** A page shows whatever a cell prints. */
const NO_SECRETS = Object.fromEntries(SECRET_VARIABLES.map((name) => [name, ""]));

/** Longest path of a socket, in bytes: 103 on macOS, 107 on Linux. */
const LONGEST_SOCKET = 103;

/**
 * The path of a socket in a temporary folder; beside it under a short name if that would be too long,
 * as in macOS's own temporary folders, which begin with 49 bytes.
 *
 * @throws UserError if that is too long, too.
 */
export function socketIn(folder: string): string {
  const fits = (path: string) => new TextEncoder().encode(path).length <= LONGEST_SOCKET;
  const inside = join(folder, "p"), beside = join(dirname(folder), `p${folder.slice(-5)}`);
  if (fits(inside)) return inside;
  if (fits(beside)) return beside;
  throw new UserError(
    `expected a temporary folder with a path of at most ${LONGEST_SOCKET - 7} bytes, found ` +
      `${dirname(folder)}\nSet TMPDIR to a folder with a shorter path.`,
  );
}

/**
 * Starts Deno's own Jupyter kernel in a folder.
 *
 * @param cwd the kernel's working folder; it searches upward from there for deno.json.
 * @param env variables in addition to the environment of this process.
 * @param permissions what the kernel may do besides using its ports and a temporary folder; it may
 * do everything without.
 */
export async function startKernelProcess(
  { cwd, env = {}, permissions }: {
    cwd: string;
    env?: Record<string, string>;
    permissions?: Partial<Permissions> | undefined;
  },
): Promise<KernelProcess> {
  const temporary = await temporaryFolder("sodai_kernel_"), folder = temporary.path;
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
  const order: GuardOrder = { args: ["jupyter", "--kernel", "--conn", file] };
  const flags: Partial<Permissions> = { run: [Deno.execPath()] };
  // Deno has no listener for the named pipe that a broker is on Windows
  if (permissions && Deno.build.os !== "windows") {
    const { read = [], write = [] } = permissions;
    const own = withTarget(folder), socket = socketIn(folder);
    const ports = [shell, iopub, control, stdin, heartbeat].map((port) => `127.0.0.1:${port}`);
    // Deno asks for the temporary folder of a process by a name of its own
    const granted = { read: [...read, ...own], write: [...write, ...own, "<TMP>"], net: ports };
    order.confined = { permissions: { ...permissions, ...granted }, socket };
    const files = [...own, socket];
    Object.assign(flags, { read: files, write: files, net: [`unix:${socket}`] });
  }
  const guard = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-config", ...permissionFlags(flags), GUARD],
      JSON.stringify(order),
    ],
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
      await temporary.remove().catch(() => {}); // ended twice
    },
  };
}

/** Free ports: of those that this process may use if they are named, otherwise any. */
function freePorts(count: number): number[] {
  const named = Deno.env.get(PORTS_VARIABLE)?.split(",").map(Number) ?? [];
  const listeners: Deno.TcpListener[] = [];
  for (let attempt = 0; listeners.length < count; attempt++) {
    if (attempt === MOST_DRAWS) throw new Error("the ports for kernels are in use");
    // drawn, because two kernels start at once
    const port = named.length > 0 ? named[randomBelow(named.length)]! : randomPort();
    try {
      listeners.push(Deno.listen({ hostname: "127.0.0.1", port }));
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  for (const listener of listeners) listener.close();
  return listeners.map((listener) => listener.addr.port);
}

/**
 * A port from below the range that systems assign automatically (32768 on Linux, 49152 elsewhere):
 * otherwise another process could be assigned it in the half second before the kernel listens on it.
 */
export function randomPort(): number {
  return 20_000 + randomBelow(12_000);
}

function randomBelow(limit: number): number {
  return crypto.getRandomValues(new Uint16Array(1))[0]! % limit;
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
