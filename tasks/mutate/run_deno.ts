/** How a `deno` process ended, and the end of its output, if kept. */
export interface DenoEnd {
  how: "passed" | "failed" | "timed out";
  durationMs: number;
  printed: string;
}

export interface DenoOptions {
  cwd: string;
  /** Folder for its temporary files; it is removed at the end, with the files of killed tests. */
  tmp: string;
  limitMs: number;
  /** Ends it early, with an error. */
  signal: AbortSignal;
  keepsOutput?: boolean;
}

/** Runs `deno ARGS`. At the limit it is killed with all its child processes. */
export async function runDeno(
  args: string[],
  { cwd, tmp, limitMs, signal, keepsOutput = false }: DenoOptions,
): Promise<DenoEnd> {
  signal.throwIfAborted();
  const start = performance.now();
  const output = keepsOutput ? "piped" : "null";
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1", TMPDIR: tmp },
    stdin: "null",
    stdout: output,
    stderr: output,
    // a new process group, so that its children can be killed too
    detached: true,
  }).spawn();
  let timedOut = false;
  const kill = () => killGroup(child);
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, limitMs);
  signal.addEventListener("abort", kill);
  try {
    const printed = keepsOutput ? await printedBy(child) : "";
    const { success } = await child.status;
    signal.throwIfAborted();
    const how = timedOut ? "timed out" : success ? "passed" : "failed";
    return { how, durationMs: performance.now() - start, printed };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
    // a failed test may have left a server or a kernel
    kill();
  }
}

async function printedBy(child: Deno.ChildProcess): Promise<string> {
  const { stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return (decoder.decode(stdout) + decoder.decode(stderr)).slice(-4000);
}

function killGroup({ pid }: Deno.ChildProcess): void {
  try {
    // Windows has no process groups, so only the process itself ends
    Deno.kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
  } catch (error) {
    // already ended, which Windows reports as a TypeError
    if (!(error instanceof Deno.errors.NotFound || error instanceof TypeError)) throw error;
  }
}
