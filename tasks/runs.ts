import { type Config, PARAMETERS } from "../lib/config/parameters.ts";
import { inspectLatest, readLatest } from "../lib/dag/runs/latest.ts";
import type { LatestMove } from "../lib/dag/runs/moves.ts";
import { openOutputs } from "../lib/dag/runs/open_outputs.ts";
import { promote } from "../lib/dag/runs/promote.ts";
import { rollBack } from "../lib/dag/runs/rollback.ts";
import { runFolder } from "../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../lib/dag/runs/run_record.ts";
import { type ListedRun, listRuns } from "../lib/dag/runs/runs.ts";
import { translator } from "../lib/language/messages.ts";
import type { ReadableRun } from "../lib/pipeline/history/run_differences.ts";
import { writeWaitingRequests } from "../lib/tracking/waiting_requests.ts";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { printError, printResult } from "./print.ts";
import { removeOldRuns } from "./remove_old_runs.ts";
import { writeAllRuns } from "./write_all_runs.ts";
import { diffRuns, diffText } from "./runs/diff_runs.ts";
import { listJson } from "./runs/list_json.ts";
import { listText } from "./runs/list_runs.ts";
import { showText } from "./runs/show_run.ts";

/** What is printed is in English; the page of all runs is in the language of `--language`. */
const TRANSLATOR = translator("en");

/** The command as `deno task runs` has it. */
export const RUNS: Command = {
  name: "runs",
  summary:
    `Lists the runs, newest first: state, duration, average precision, and why; in brackets, the
  precision of a model that an earlier run trained. "show RUN" shows the details of a run (its id, or
  latest), "diff A B" how the second of two runs differs from the first. "prune" removes old runs, but not the
  latest or a run in progress. "rollback" makes the previous published run, or RUN, the latest
  again: its outputs are in use, and the next run starts from its model. "promote RUN" does the same
  with a run that was not published: one that is held, or a back-run.`,
  parameters: ["outputs_dir", "language"],
  switches: {
    json: "with a list, show or diff: JSON for machines, described in tasks/deploy/README.md",
  },
  flags: { keep: `with prune: number of newest runs to keep [${PARAMETERS.keep_runs.default}]` },
  positionals: "[show RUN | diff A B | prune | rollback [RUN] | promote RUN]",
};

/** Runs the command. */
export async function runs(
  { config, flags: { keep }, switches, positionals }: Call,
): Promise<string> {
  const { outputs_dir } = config;
  const [command = "list", ...rest] = positionals;
  const namesRun = ["show", "rollback", "promote"].includes(command);
  const [runId, ...others] = namesRun ? rest : [undefined, ...rest];
  const tooMany = command === "diff" ? rest.slice(2) : others;
  if (tooMany.length > 0) throw wrongCall(`unexpected argument: ${tooMany[0]}`);
  if (keep !== undefined && command !== "prune") throw wrongCall("--keep: allowed only with prune");
  const json = switches.has("json");
  if (json && !["list", "show", "diff"].includes(command)) {
    throw wrongCall("--json: allowed only with a list, with show and with diff");
  }
  switch (command) {
    case "list":
      return json ? listJson(outputs_dir) : listText(outputs_dir, TRANSLATOR);
    case "show": {
      const runs = listRuns(outputs_dir), shown = namedRun(outputs_dir, runs, runId, command);
      const context = { runs, latest: readLatest(outputs_dir), outputsDir: outputs_dir };
      return json ? JSON.stringify(shown.run, null, 2) : showText(shown, context, TRANSLATOR);
    }
    case "diff": {
      const runs = listRuns(outputs_dir);
      const [from, to] = [rest[0], rest[1]].map((id) => namedRun(outputs_dir, runs, id, command));
      const found = diffRuns(from!, to!, runs);
      return json ? JSON.stringify(found, null, 2) : diffText(found, TRANSLATOR);
    }
    case "rollback":
      return await moved(await rollBack(outputs_dir, runId, new Date(), warn), config);
    case "promote":
      return await promoted(config, runId);
    case "prune":
      return await prune(config, keep);
    default:
      throw wrongCall(`unknown command: ${command}`);
  }
}

function namedRun(
  outputsDir: string,
  runs: readonly ListedRun[],
  wanted: string | undefined,
  command: string,
): ReadableRun {
  if (wanted === undefined) {
    throw wrongCall(
      command === "diff"
        ? "diff: expected two runs (their ids, or latest), found fewer"
        : "show: expected a run (its id, or latest), found none",
    );
  }
  const { runId: latest, problem } = inspectLatest(outputsDir);
  const runId = wanted === "latest" ? latest : wanted;
  const found = runs.find((run) => run.runId === runId);
  if (!found) {
    throw wrongCall(
      wanted === "latest" && problem ? problem : `no such run in ${outputsDir}: ${wanted}`,
    );
  }
  if (!found.run) {
    throw new UserError(`${found.folder}/run.json cannot be read: ${found.problem}`, 1);
  }
  return { ...found, run: found.run };
}

async function promoted(config: Config, runId: string | undefined): Promise<string> {
  if (runId === undefined) {
    throw wrongCall("promote: expected a run, found none; list them with: deno task runs");
  }
  const move = await promote(config.outputs_dir, runId, new Date(), warn);
  const folder = runFolder(config.outputs_dir, move.to);
  // its model may now be the champion in MLflow
  writeWaitingRequests(readRunRecord(folder), folder).forEach(warn);
  return await moved(move, config);
}

async function moved({ from, to }: LatestMove, config: Config): Promise<string> {
  await writeAllRuns(config);
  const week = to.slice(0, to.indexOf("_"));
  return `latest is now ${to}, before it was ${from ?? "absent"}.\n` +
    `Its forecast is for ${week}. The next run starts from its model and evaluates it again: ` +
    "deno task pipeline";
}

async function prune(config: Config, given: string | undefined): Promise<string> {
  const { read, expected, default: keepRuns } = PARAMETERS.keep_runs;
  const keep = read(given ?? keepRuns);
  if (keep === undefined) throw wrongCall(`--keep: expected ${expected}, found ${given}`);
  const { lock, notices } = await openOutputs(config.outputs_dir);
  using _lock = lock;
  notices.forEach(warn);
  try {
    const removed = await removeOldRuns(config, keep);
    return [...removed.map((id) => `removed ${id}`), `${removed.length} removed`].join("\n");
  } finally {
    // some may be removed also if others cannot be
    await writeAllRuns(config);
  }
}

function warn(text: string): void {
  printError(`warning: ${text}`);
}

function wrongCall(message: string): UserError {
  return new UserError(`${message}\nSee: deno task runs --help`);
}

if (import.meta.main) await runCommand(RUNS, async (call) => printResult(await runs(call)));
