import { type ParameterName, PARAMETERS } from "../../../lib/config/parameters.ts";
import { EXTRACT_DATA } from "../../../lib/pipeline/sodai_mlops.ts";
import { type Call, runCommand } from "../../../tasks/command.ts";

/** How a command ended. */
export interface Ended {
  code: number;
  /** Everything printed on standard error. */
  stderr: string;
}

class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Pauses before tries of `run.json` and of tasks; other timers, such as time limits, stay. */
const PAUSES = [1000, EXTRACT_DATA.retryDelayMs ?? 0].flatMap((ms) =>
  Array.from({ length: 6 }, (_, i) => ms * 2 ** i)
);

/** Runs a command of the pipeline's parameters in this process: its exit status and its messages. */
export async function inProcess(
  args: string[],
  run: (call: Call) => Promise<unknown>,
): Promise<Ended> {
  const before = { exit: Deno.exit, log: console.log, error: console.error };
  const { setTimeout } = globalThis;
  const beforeWrite = { out: Deno.stdout.writeSync, err: Deno.stderr.writeSync };
  let stderr = "";
  try {
    Deno.exit = (code = 0) => {
      throw new Exit(code);
    };
    console.log = () => {};
    console.error = (text: string) => {
      stderr += `${text}\n`;
    };
    Deno.stdout.writeSync = (bytes) => bytes.length;
    Deno.stderr.writeSync = (bytes) => {
      stderr += new TextDecoder().decode(bytes);
      return bytes.length;
    };
    globalThis.setTimeout = ((act: () => void, ms = 0) =>
      setTimeout(act, PAUSES.includes(ms) ? 0 : ms)) as typeof setTimeout;
    const parameters = Object.keys(PARAMETERS) as ParameterName[];
    await runCommand({ name: "test", summary: "", parameters }, async (call) => {
      await run(call);
    }, args);
    return { code: 0, stderr };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { code: error.code, stderr };
  } finally {
    Object.assign(Deno, { exit: before.exit });
    Object.assign(console, { log: before.log, error: before.error });
    globalThis.setTimeout = setTimeout;
    Deno.stdout.writeSync = beforeWrite.out;
    Deno.stderr.writeSync = beforeWrite.err;
  }
}
