import { type KernelProcess, startKernelProcess } from "./kernel_process.ts";
import {
  decodeMessage,
  encodeMessage,
  type JupyterMessage,
  PUBLISHED_HEAD,
  request,
} from "./jupyter_message.ts";
import { connectZmtp, type ZmtpSocket } from "./zmtp.ts";

/** What a request to execute came to. */
export interface ExecuteReply {
  status: "ok" | "error";
  executionCount: number | null;
  /** Name, message and stack of the error, when the status says so. */
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A kernel that runs code; `await using` ends it with the block. */
export interface Kernel extends AsyncDisposable {
  /**
   * Runs code, and resolves when the reply and the `idle` status have arrived, then no output has come
   * for `lateOutputMs`, and whatever was printed until then is here. Deno's kernel publishes prints on
   * the side: of 30,000 lines the last comes 2 s after `idle`, and one that comes after the next
   * request would be taken for that one's.
   *
   * @param onOutput called for everything that the cell publishes.
   * @throws CellTimeout when it runs, or goes on printing, for longer than `timeoutMs`; the kernel is
   *   ended, for Deno's cannot be interrupted.
   * @throws KernelEnded when the process ends before the code does.
   */
  execute(code: string, options: {
    timeoutMs: number;
    lateOutputMs: number;
    onOutput: (message: JupyterMessage) => void;
  }): Promise<ExecuteReply>;
  /** Ends the kernel; it is gone when this resolves. */
  close(): Promise<void>;
}

/** Code ran longer than it was given. */
export class CellTimeout extends Error {
  override name = "CellTimeout";
}

/** The kernel's process ended by itself. */
export class KernelEnded extends Error {
  override name = "KernelEnded";
}

const SHUTDOWN_MS = 1000;
/** Another process may take a port between our choice and the kernel's start. */
const START_ATTEMPTS = 3;
/** How long to wait for a fence: a cell that has replaced `console.log` lets none through. */
const FENCE_MS = 5000;

/**
 * Starts Deno's Jupyter kernel in `cwd` and connects to it. Its process ends with `close`, with the
 * `await using` block, and with our own process, however that ends.
 */
export async function startKernel(
  { cwd, env = {}, startTimeoutMs = 30_000 }: {
    cwd: string;
    env?: Record<string, string>;
    startTimeoutMs?: number;
  },
): Promise<Kernel> {
  for (let attempt = 1;; attempt++) {
    const child = await startKernelProcess({ cwd, env });
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
  // Requests stay listed after their end, so that output which comes late finds its cell.
  const requests = new Map<string, Pending>();
  let end: Error | null = null;
  const stop = (error: Error) => {
    end ??= error;
    for (const pending of requests.values()) pending.fail(end);
  };
  const ended = child.ended.then(({ code, stderr }) => {
    const said = stderr.replace(/^Warning "deno jupyter" is unstable.*$/m, "").trim();
    stop(new KernelEnded(`the kernel ended with status ${code}${said && `:\n${said}`}`));
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

  /** Sends a request; the answer is there once both the reply and the `idle` status are. */
  async function ask(
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

  // A subscription takes effect some time after it was sent: ask until what is published comes back.
  while (true) {
    const hello = ask(request("kernel_info_request", {}), () => {});
    hello.catch(() => {}); // ends with the kernel, when a later one was answered first
    if (await Promise.race([hello.then(() => true), delay(200).then(() => false)])) break;
  }

  /** Prints a line of our own: what was printed before has come when it comes, for prints queue. */
  async function fence(output: (message: JupyterMessage) => void): Promise<void> {
    const mark = `fence ${crypto.randomUUID()}\n`;
    const passed = Promise.withResolvers<void>();
    const request = executeRequest(`console.log(${JSON.stringify(mark.trim())})`, { silent: true });
    const answer = ask(request, (message) => {
      if (message.type === "stream" && message.content.text === mark) passed.resolve();
      else output(message);
    });
    await answer;
    const patience = setTimeout(passed.resolve, FENCE_MS);
    await passed.promise;
    clearTimeout(patience);
  }

  async function close() {
    if (end === null) {
      const farewell = request("shutdown_request", { restart: false });
      await control.send(encodeMessage(farewell, child.key, session)).catch(() => {}); // ended since
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
        const reply = await ask(executeRequest(code), output);
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
        answer.catch(() => {}); // fails once more when the kernel is ended here
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

/** Connects as soon as the kernel listens, which takes it about half a second. */
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
