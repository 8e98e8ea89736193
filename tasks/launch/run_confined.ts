/**
 * Removes what is left when a command has ended: processes of its group, such as kernels, and its
 * temporary files. It is a shell that waits for the end of its input, so that it works also after
 * this process was killed. The command itself is killed then.
 */
const REST = `read -r _; kill -9 "-$1"; rm -rf -- "$2"`;

/** The signals that a command is meant to handle. */
const FORWARDED: Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs Deno with arguments and passes on its output, the signals to it, and how it ended. It is a
 * process group of its own: of a terminal's Ctrl-C it gets only what is passed on, once.
 *
 * @param scratch a folder for its temporary files, which is removed at the end.
 * @returns its exit status; it does not return if a signal ended it.
 */
export async function runConfined(
  args: string[],
  { scratch, env }: { scratch: string; env: Record<string, string> },
): Promise<number> {
  const isPosix = Deno.build.os !== "windows";
  const child = new Deno.Command(Deno.execPath(), {
    args,
    env: { ...env, TMPDIR: scratch, TEMP: scratch },
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
    detached: isPosix,
  }).spawn();
  const rest = isPosix ? startRest(child.pid, scratch) : undefined;
  const forward = FORWARDED.filter((name) => isPosix || name === "SIGINT")
    .map((name) => [name, () => send(child, name)] as const);
  for (const [name, listener] of forward) Deno.addSignalListener(name, listener);
  const { code, signal } = await child.status;
  if (rest) {
    await rest.stdin.close();
    await rest.status;
  } else await Deno.remove(scratch, { recursive: true });
  if (signal !== null) {
    for (const [name, listener] of forward) Deno.removeSignalListener(name, listener);
    Deno.kill(Deno.pid, signal);
    // it comes at once, but not before the next instruction
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return code;
}

function startRest(group: number, scratch: string): Deno.ChildProcess {
  return new Deno.Command("/bin/sh", {
    args: ["-c", REST, "rest", String(group), scratch],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    // a Ctrl-C must not end it
    detached: true,
  }).spawn();
}

function send(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // it has just ended
  }
}
