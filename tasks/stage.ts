import { type Config, type ParameterName, PARAMETERS } from "../lib/config/parameters.ts";
import { isRunId } from "../lib/dag/runs/run_folder.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { stopSignals } from "../lib/dag/stopping/stop_signals.ts";
import { progressReporter } from "../lib/dag/terminal/progress.ts";
import { plainLines } from "../lib/dag/terminal/plain_lines.ts";
import { writeText } from "../lib/dag/terminal/write_text.ts";
import { runShard, type Shard, SHARDED } from "../lib/pipeline/shards/run_shard.ts";
import { SODAI_MLOPS } from "../lib/pipeline/sodai_mlops.ts";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { print, printResult } from "./print.ts";
import { heldError, runAndReport } from "./run_pipeline.ts";

/** Parameters of other commands. */
const OTHERS: ParameterName[] = ["cron", "catch_up", "poll_minutes", "resume"];

/** The parameters of `deno task stage`. */
export const STAGE_PARAMETERS = (Object.keys(PARAMETERS) as ParameterName[])
  .filter((name) => !OTHERS.includes(name));

const NAMES = SODAI_MLOPS.tasks.map(({ id }) => id), LAST = NAMES.at(-1);

/** The command as `deno task stage` has it. */
export const STAGE: Command = {
  name: "stage",
  summary: `Runs one task of the pipeline in the run named by --run-id, for schedulers such as
  Airflow: ${NAMES.join(", ")}. The first one creates the run;
  after the last one the run is judged, published and reported as by "deno task pipeline". A task
  that succeeded is not repeated; the branch that was not chosen is skipped. All stages need the
  same parameters.`,
  flags: {
    "run-id": "id of the run: predicted week and start, such as 2024-W48_20241125T090000Z",
    shard: `I/S: only the Ith of S parts of the work of ${SHARDED.join(", ")}, beside the
    others, also on other machines; the stage itself, with --shards S, then makes what is missing`,
  },
  switches: { json: "print the result as one JSON object" },
  parameters: STAGE_PARAMETERS,
  positionals: "NAME",
};

/** Runs the command. */
export async function stage(
  { config, flags, switches, positionals }: Call,
  signal: AbortSignal,
): Promise<void> {
  const [task, ...others] = positionals, runId = flags["run-id"];
  if (task === undefined || !NAMES.includes(task) || others.length > 0) {
    const found = positionals.length > 0 ? positionals.join(" ") : "none";
    throw wrongCall(`expected one of ${NAMES.join(", ")}, found ${found}`);
  }
  if (runId === undefined || !isRunId(runId)) {
    const found = runId ?? "none";
    throw wrongCall(`--run-id: expected one such as 2024-W48_20241125T090000Z, found ${found}`);
  }
  const json = switches.has("json");
  if (flags["shard"] !== undefined) {
    const shard = parseShard(task, flags["shard"]);
    return await printShard(config, { task, runId, ...shard }, { signal, json });
  }
  let run: RunRecord | undefined, kept = false;
  const progress = progressReporter();
  try {
    await runAndReport(config, {
      signal,
      stage: { task, runId },
      returnHeld: true,
      summarize: !json,
      reporter(event) {
        if (event.kind === "run_started") run = event.run;
        if (event.kind === "task" && event.task.id === task) kept = event.kept;
        progress(event);
      },
    });
  } finally {
    const facts = run && stageFacts(run, task, kept);
    if (facts && json) printResult(JSON.stringify(facts));
    else if (facts) print(`${task}: ${facts.state}${kept ? ", as before: nothing to do" : ""}`);
  }
  if (task === LAST && run?.state === "held") throw heldError(run);
}

/** The part that a shard makes, such as 2/4. */
function parseShard(task: string, text: string): Pick<Shard, "number" | "of"> {
  if (!SHARDED.includes(task)) {
    throw wrongCall(`--shard: expected one of ${SHARDED.join(", ")}, found ${task}`);
  }
  const [number = 0, of = 0] = /^[1-9]\d*\/[1-9]\d{0,3}$/.test(text)
    ? text.split("/").map(Number)
    : [];
  if (number >= 1 && number <= of) return { number, of };
  throw wrongCall(`--shard: expected one such as 2/4, at most 9999/9999, found ${text}`);
}

/** Makes a shard, and prints what was done. */
async function printShard(
  config: Config,
  shard: Shard,
  { signal, json }: { signal: AbortSignal; json: boolean },
): Promise<void> {
  const { task, runId, number, of } = shard;
  const { made, kept } = await runShard(
    // at least as many blocks as shards
    { ...config, shards: Math.max(of, config.shards) },
    shard,
    { signal, reporter: plainLines({ write: (text) => void writeText(Deno.stderr, text) }) },
  );
  const name = `${number}/${of}`;
  const facts = { run_id: runId, task, shard: name, state: "success" };
  if (json) printResult(JSON.stringify({ ...facts, blocks_made: made, blocks_kept: kept }));
  else print(`${task}, shard ${name}: ${made} blocks made, ${kept} as before`);
}

/** What a scheduler needs to know of a stage. Unknown values are `null`. */
function stageFacts(run: RunRecord, task: string, kept: boolean) {
  const { state, branch = null, reason = null } = run.tasks.find(({ id }) => id === task)!;
  return { run_id: run.run_id, task, state, kept, branch, reason, run_state: run.state };
}

function wrongCall(message: string): UserError {
  return new UserError(`deno task stage: ${message}\nSee: deno task stage --help`);
}

if (import.meta.main) {
  await runCommand(STAGE, async (call) => {
    await using stop = await stopSignals();
    await stage(call, stop.signal);
  });
}
