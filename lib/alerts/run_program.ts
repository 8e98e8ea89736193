/** How a program ended. */
export interface Ended {
  /** Why it did not succeed; `undefined` if it exited with status 0. */
  reason?: string;
  /** The start of what it printed on standard error, in one line. */
  errors: string;
}

const STDERR_LENGTH = 4000;
/** A program that it started may keep the pipe open. */
const STDERR_WAIT_MS = 200;

/**
 * Runs a program with a text on its standard input, and kills it after a time limit. Its standard
 * output is discarded.
 */
export async function runProgram(
  program: string,
  args: string[],
  { input, limitMs, env = {} }: { input: string; limitMs: number; env?: Record<string, string> },
): Promise<Ended> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args,
      env,
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    return { reason: `it cannot be started: ${(error as Error).message}`, errors: "" };
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, limitMs);
  const stderr = firstText(child.stderr);
  void write(child.stdin, input); // not awaited: it may end without reading
  const { code, signal } = await child.status;
  clearTimeout(timer);
  await stderr.stop();
  const errors = stderr.text().trim().replaceAll(/\s*\n\s*/g, " | ");
  if (late) return { reason: `it did not end within ${limitMs / 1000} s and was killed`, errors };
  if (code === 0 && signal === null) return { errors };
  return { reason: signal === null ? `exit status ${code}` : `ended by ${signal}`, errors };
}

async function write(stream: WritableStream<Uint8Array>, input: string): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch {
    // it closed its standard input; its exit status tells whether that was an error
  }
}

/** Reads a whole stream, so that its writer never waits, and keeps the start of it. */
function firstText(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let kept = "";
  const atEnd = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (kept.length < STDERR_LENGTH) kept += decoder.decode(part.value, { stream: true });
    }
  })();
  return {
    text: () => kept.slice(0, STDERR_LENGTH),
    async stop() {
      const timeout = setTimeout(() => reader.cancel(), STDERR_WAIT_MS);
      await atEnd;
      clearTimeout(timeout);
    },
  };
}
