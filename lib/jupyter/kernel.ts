import { type KernelProcess, startKernelProcess } from "./kernel_process.ts";
import {
  decodeMessage,
  encodeMessage,
  type JupyterMessage,
  PUBLISHED_HEAD,
  request,
} from "./jupyter_message.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { connectZmtp, type ZmtpSocket } from "./zmtp.ts";

/** The result of an execute request. */
export interface ExecuteReply {
  status: "ok" | "error";
  executionCount: number | null;
  /** Name, message and stack of the error, if the status is `error`. */
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A running kernel; `await using` ends it. */
export interface Kernel extends AsyncDisposable {
  /**
   * Runs code. Resolves once the reply and the `idle` status have arrived, there was no output for
   * `lateOutputMs`, and all prints have been received. Deno's kernel publishes prints
   * asynchronously: of 30,000 lines the last arrives 2 s after `idle`, and a print after the next
   * request would be assigned to that request.
   *
   * @param onOutput called for every output of the cell.
   * @throws CellTimeout if it runs or prints for longer than `timeoutMs`; the kernel is ended,
   * because Deno's kernel cannot be interrupted.
   * @throws KernelEnded if the process ends before the code does.
   */
  execute(code: string, options: {
    timeoutMs: number;
    lateOutputMs: number;
    onOutput: (message: JupyterMessage) => void;
  }): Promise<ExecuteReply>;
  /** Ends the kernel; resolves once its process has ended. */
  close(): Promise<void>;
}

/** Code exceeded its time limit. */
export class CellTimeout extends Error {
  override name = "CellTimeout";
}

/** The kernel's process ended unexpectedly. */
export class KernelEnded extends Error {
  override name = "KernelEnded";
}

const SHUTDOWN_MS = 1000;
/** Another process may take a port before the kernel starts. */
const START_ATTEMPTS = 3;
/** Timeout of a fence; a cell that replaced `console.log` blocks it. */
const FENCE_MS = 5000;

/**
 * Starts Deno's Jupyter kernel in `cwd` and connects to it. Its process ends with `close`, with the
 * `await using` block, or when this process ends.
 *
 * @param permissions what it may do besides using its ports and a temporary folder; it may do
 * everything without.
 */
export async function startKernel(
  { cwd, env = {}, permissions, startTimeoutMs = 30_000 }: {
    cwd: string;
    env?: Record<string, string>;
    permissions?: Partial<Permissions> | undefined;
    startTimeoutMs?: number;
  },
): Promise<Kernel> {
  for (let attempt = 1;; attempt++) {
    const child = await startKernelProcess({ cwd, env, permissions });
    try {
      const kernel = await withinTime(connect(child), startTimeoutMs, "the kernel did not start");
      await child.forget();
      return kernel;
    } catch (error) {
      await child.end();
      if (attempt === START_ATTEMPTS) throw error;
    }
  }
}

interface Pending {
  output(message: JupyterMessage): void;
  reply(content: Record<string, unknown>): void;
  fail(error: Error): void;
}

async function connect(child: KernelProcess): Promise<Kernel> {
  const session = crypto.randomUUID();
  // Requests stay in the map after their end, so that late output is assigned to its cell.
  const requests = new Map<string, Pending>();
  let end: Error | null = null;
  const stop = (error: Error) => {
    end ??= error;
    for (const pending of requests.values()) pending.fail(end);
  };
  const ended = child.ended.then(({ code, stderr }) => {
    const message = stderr.replace(/^Warning "deno jupyter" is unstable.*$/m, "").trim();
    stop(new KernelEnded(`the kernel ended with status ${code}${message && `:\n${message}`}`));
  });

  const sockets: ZmtpSocket[] = [];
  const open = async (port: number, type: "DEALER" | "SUB") => {
    const socket = await connectPatiently(port, type, () => end);
    sockets.push(socket);
    return socket;
  };
  const iopub = await open(child.ports.iopub, "SUB");
  const shell = await open(child.ports.shell, "DEALER");
  const control = await open(child.ports.control, "DEALER");
  const readers = [
    readAll(iopub, child.key, (message) => requests.get(message.parentId)?.output(message)),
    readAll(shell, child.key, (message) => requests.get(message.parentId)?.reply(message.content)),
    readAll(control, child.key, () => {}),
  ].map((reader) => reader.catch(stop));

  /** Sends a request; resolves after both the reply and the `idle` status. */
  async function sendRequest(
    message: JupyterMessage,
    onOutput: (message: JupyterMessage) => void,
  ): Promise<Record<string, unknown>> {
    const { promise: reply, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
    const idle = Promise.withResolvers<void>();
    requests.set(message.id, {
      output: (output) => {
        const isIdle = output.type === "status" && output.content.execution_state === "idle";
        if (isIdle) idle.resolve();
        else if (!["status", "execute_input"].includes(output.type)) onOutput(output);
      },
      reply: resolve,
      fail: reject,
    });
    if (end) throw end;
    await shell.send(encodeMessage(message, child.key, session));
    const answer = await reply;
    await Promise.race([idle.promise, ended]);
    return answer;
  }

  // A subscription takes effect with a delay: repeat requests until a published message arrives.
  while (true) {
    const probe = sendRequest(request("kernel_info_request", {}), () => {});
    probe.catch(() => {}); // fails with the kernel if a later probe was answered first
    if (await Promise.race([probe.then(() => true), delay(200).then(() => false)])) break;
  }

  /** Prints a marker line and waits for it: prints are queued, so all earlier ones have arrived. */
  async function fence(output: (message: JupyterMessage) => void): Promise<void> {
    const mark = `fence ${crypto.randomUUID()}\n`;
    const passed = Promise.withResolvers<void>();
    const request = executeRequest(`console.log(${JSON.stringify(mark.trim())})`, { silent: true });
    const answer = sendRequest(request, (message) => {
      if (message.type === "stream" && message.content.text === mark) passed.resolve();
      else output(message);
    });
    await answer;
    const timeout = setTimeout(passed.resolve, FENCE_MS);
    await passed.promise;
    clearTimeout(timeout);
  }

  async function close() {
    if (end === null) {
      const shutdown = request("shutdown_request", { restart: false });
      await control.send(encodeMessage(shutdown, child.key, session)).catch(() => {}); // already ended
      await Promise.race([ended, delay(SHUTDOWN_MS)]);
    }
    await child.end();
    for (const socket of sockets) socket.close();
    await Promise.all(readers);
  }

  return {
    async execute(code, { timeoutMs, lateOutputMs, onOutput }) {
      let newest = 0, count = 0;
      const output = (message: JupyterMessage) => {
        newest = performance.now();
        count++;
        onOutput(message);
      };
      const answer = (async () => {
        const reply = await sendRequest(executeRequest(code), output);
        newest = performance.now();
        for (let before = -1; before < count;) {
          before = count;
          for (let rest = lateOutputMs; rest > 0;) {
            await delay(rest);
            rest = newest + lateOutputMs - performance.now();
          }
          await fence(output);
        }
        return executeReply(reply);
      })();
      try {
        return await withinTime(answer, timeoutMs, "the cell did not end");
      } catch (error) {
        answer.catch(() => {}); // it fails too when the kernel is ended here
        await close();
        throw error;
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function executeRequest(code: string, { silent = false } = {}): JupyterMessage {
  return request("execute_request", {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
}

function executeReply(content: Record<string, unknown>): ExecuteReply {
  const { status, execution_count, ename = "", evalue = "", traceback = [] } = content;
  return {
    status: status === "ok" ? "ok" : "error",
    executionCount: (execution_count as number | undefined) ?? null,
    ename: String(ename),
    evalue: String(evalue),
    traceback: traceback as string[],
  };
}

/** Connects once the kernel listens, after about half a second. */
async function connectPatiently(
  port: number,
  type: "DEALER" | "SUB",
  end: () => Error | null,
): Promise<ZmtpSocket> {
  while (true) {
    const ended = end();
    if (ended) throw ended;
    try {
      return await connectZmtp({ port, type, head: PUBLISHED_HEAD });
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await delay(20);
    }
  }
}

async function readAll(
  socket: ZmtpSocket,
  key: string,
  onMessage: (message: JupyterMessage) => void,
): Promise<void> {
  for (let frames = await socket.receive(); frames !== null; frames = await socket.receive()) {
    onMessage(decodeMessage(frames, key));
  }
}

async function withinTime<T>(promise: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new CellTimeout(`${what} within ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer!);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
