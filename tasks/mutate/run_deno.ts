/** How a `deno` ended, and the end of what it printed, where that was kept. */
export interface DenoEnd {
  how: "passed" | "failed" | "timed out";
  durationMs: number;
  printed: string;
}

export interface DenoOptions {
  cwd: string;
  /** Where its temporary files go: the folder is removed whole, so what a killed test leaves goes too. */
  tmp: string;
  limitMs: number;
  /** Ends it early; then it throws. */
  signal: AbortSignal;
  keepsOutput?: boolean;
}

/** Runs `deno ARGS`. At the limit it is killed with all that it has started. */
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
    // a process group of its own, so that its children can be killed with it
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
    // a test that failed may have left a server or a kernel
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
    // on Windows there are no groups, and only the process itself ends
    Deno.kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
  } catch (error) {
    // nothing of it is alive, which Windows reports as the wrong type
    if (!(error instanceof Deno.errors.NotFound || error instanceof TypeError)) throw error;
  }
}
