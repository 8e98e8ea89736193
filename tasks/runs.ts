import { resolve } from "node:path";
import { PARAMETERS } from "../lib/config/config.ts";
import { clock } from "../lib/dag/clock.ts";
import { readHeartbeat } from "../lib/dag/heartbeat.ts";
import { inspectLatest, readLatest } from "../lib/dag/runs/latest.ts";
import { type LatestMove, MOVES, readMoves } from "../lib/dag/runs/moves.ts";
import { openOutputs } from "../lib/dag/runs/open_outputs.ts";
import { promote } from "../lib/dag/runs/promote.ts";
import { pruneRuns } from "../lib/dag/runs/retention.ts";
import { rollBack } from "../lib/dag/runs/rollback.ts";
import { runFolder } from "../lib/dag/runs/run_folder.ts";
import { isWithheld, readRunRecord, type RunRecord } from "../lib/dag/runs/run_record.ts";
import { newestOutcome, runStatus } from "../lib/pipeline/summary/run_status.ts";
import { type RunSummary, runSummary } from "../lib/pipeline/summary/run_summary.ts";
import { type ListedRun, listRuns } from "../lib/dag/runs/runs.ts";
import { writeWaitingRequests } from "../lib/tracking/waiting_requests.ts";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { printError, printResult } from "./print.ts";

/** The command as `deno task runs` has it. */
export const RUNS: Command = {
  name: "runs",
  summary: `Lists the runs, newest first: state, duration, drift and decision, average precision.
  "show RUN" shows the details of a run (its id, or latest). "prune" removes old runs, but not the
  latest or a run in progress. "rollback" makes the previous published run, or RUN, the latest
  again: its outputs are in use, and the next run starts from its model. "promote RUN" does the same
  with a run that was not published: one that is held, or a back-run.`,
  parameters: ["outputs_dir"],
  switches: { json: "with a list or show: JSON for machines, described in tasks/deploy/README.md" },
  flags: { keep: `with prune: number of newest runs to keep [${PARAMETERS.keep_runs.default}]` },
  positionals: "[show RUN | prune | rollback [RUN] | promote RUN]",
};

/** Runs the command. */
export async function runs(
  { config: { outputs_dir }, flags: { keep }, switches, positionals }: Call,
): Promise<string> {
  const [command = "list", ...rest] = positionals;
  const namesRun = ["show", "rollback", "promote"].includes(command);
  const [runId, ...tooMany] = namesRun ? rest : [undefined, ...rest];
  if (tooMany.length > 0) throw wrongCall(`unexpected argument: ${tooMany[0]}`);
  if (keep !== undefined && command !== "prune") throw wrongCall("--keep: allowed only with prune");
  const json = switches.has("json");
  if (json && command !== "list" && command !== "show") {
    throw wrongCall("--json: allowed only with a list and with show");
  }
  switch (command) {
    case "list":
      return json ? listJson(outputs_dir) : list(outputs_dir);
    case "show":
      return (json ? showJson : show)(namedRun(outputs_dir, runId));
    case "prune":
      return await prune(outputs_dir, keep);
    case "rollback":
      return moved(await rollBack(outputs_dir, runId, new Date(), warn));
    case "promote":
      return await promoted(outputs_dir, runId);
    default:
      throw wrongCall(`unknown command: ${command}`);
  }
}

function list(outputsDir: string): string {
  const runs = listRuns(outputsDir);
  if (runs.length === 0) return `No runs in ${outputsDir}. Start one with: deno task pipeline`;
  const { runId: latest, problem: ofLatest } = inspectLatest(outputsDir);
  const head: RunSummary = {
    run: "run",
    state: "state",
    duration: "duration",
    drift: "drift → decision",
    average_precision: "AP",
    note: runs.some((run) => runSummary(run).note !== "") ? "note" : "",
  };
  const rows = [head, ...runs.map((run) => runSummary(run))].map((summary) => [
    summary.run === latest ? `${summary.run} (latest)` : summary.run,
    summary.state,
    summary.duration,
    summary.drift,
    summary.average_precision,
    summary.note,
  ]);
  const rollbacks = readMoves(outputsDir, MOVES.rollbacks);
  const promotions = readMoves(outputsDir, MOVES.promotions);
  const last = rollbacks.moves.at(-1), since = promotions.moves.at(-1)?.at ?? "";
  const rolled = last && last.to === latest && last.at > since
    ? [`rolled back at ${last.at} from ${last.from}`]
    : [];
  const problems = [
    ...runs.filter(({ problem }) => problem !== undefined)
      .map(({ runId, problem }) => `${runId}: run.json cannot be read: ${problem}`),
    ...[ofLatest, rollbacks.problem, promotions.problem].filter((problem) => problem !== undefined)
      .map((problem) => `${problem}; it is ignored`),
  ];
  return [table(rows), ...rolled, ...problems].join("\n");
}

/** What monitoring asks for: the runs, the latest, and the heartbeat of the schedule. */
function listJson(outputsDir: string, now = Date.now()): string {
  const latest = readLatest(outputsDir);
  const runs = listRuns(outputsDir).map((run) => runStatus(run, { latest, now }));
  const heartbeat = readHeartbeat(outputsDir);
  return JSON.stringify(
    {
      outputs_dir: resolve(outputsDir),
      time: new Date(now).toISOString(),
      latest: latest ?? null,
      newest_outcome: newestOutcome(runs),
      heartbeat: heartbeat
        ? { ...heartbeat, age_seconds: (now - Date.parse(heartbeat.time)) / 1000 }
        : null,
      runs,
    },
    null,
    2,
  );
}

/** A run that can be read. */
type ReadRun = ListedRun & { run: RunRecord };

function namedRun(outputsDir: string, wanted: string | undefined): ReadRun {
  if (wanted === undefined) throw wrongCall("show: expected a run (its id, or latest), found none");
  const { runId: latest, problem } = inspectLatest(outputsDir);
  const runId = wanted === "latest" ? latest : wanted;
  const found = listRuns(outputsDir).find((run) => run.runId === runId);
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

function showJson({ run }: ReadRun): string {
  return JSON.stringify(run, null, 2);
}

function show(found: ReadRun): string {
  const { run, folder } = found;
  const { state, duration } = runSummary(found);
  const tasks = run.tasks.map((task) => [
    `  ${task.id}`,
    task.state === "running" ? state : task.state,
    task.duration_ms === null ? "" : clock(task.duration_ms),
    task.message ?? task.reason ?? facts(task.facts),
  ]);
  const outputs = run.tasks.flatMap((task) => task.outputs)
    .map(({ name, bytes }) => [`  ${name}`, `${bytes.toLocaleString("en")} bytes`]);
  return [
    `${run.run_id}  ${state}  ${duration}`.trimEnd(),
    `started ${run.started}, ended ${run.ended ?? "–"}`,
    `folder ${folder}`,
    ...((run.attempt ?? 1) > 1 ? [`attempt ${run.attempt}`] : []),
    ...(run.closed === undefined ? [] : [`closed: ${run.closed}`]),
    ...(run.held ?? []).map((reason) => `held: ${reason}`),
    ...(run.unpublished === undefined ? [] : [`not published: ${run.unpublished}`]),
    ...(run.promoted === undefined ? [] : [`promoted at ${run.promoted}`]),
    ...(isWithheld(run) ? [`publish it with: deno task runs promote ${run.run_id}`] : []),
    ...run.warnings.filter(({ rank }) => rank === "unusual").map((warning) =>
      `unusual: ${warning.text}`
    ),
    "tasks",
    table(tasks),
    ...run.tasks.flatMap(({ id, retried = [] }) =>
      retried.map(({ at, message }) => `tried again at ${at}: ${id}, after ${message}`)
    ),
    ...(outputs.length > 0 ? ["outputs", table(outputs)] : []),
    ...run.warnings.filter(({ rank }) => rank === undefined)
      .map(({ task, text }) => `warning of ${task}: ${text}`),
    `parameters ${facts({ ...run.parameters, seed: run.seed })}`,
    `versions ${facts(run.versions)}`,
  ].join("\n");
}

async function promoted(outputsDir: string, runId: string | undefined): Promise<string> {
  if (runId === undefined) {
    throw wrongCall("promote: expected a run, found none; list them with: deno task runs");
  }
  const move = await promote(outputsDir, runId, new Date(), warn);
  const folder = runFolder(outputsDir, move.to);
  // its model may now be the champion in MLflow
  writeWaitingRequests(readRunRecord(folder), folder).forEach(warn);
  return moved(move);
}

function moved({ from, to }: LatestMove): string {
  const week = to.slice(0, to.indexOf("_"));
  return `latest is now ${to}, before it was ${from ?? "absent"}.\n` +
    `Its forecast is for ${week}. The next run starts from its model and evaluates it again: ` +
    "deno task pipeline";
}

async function prune(outputsDir: string, given: string | undefined): Promise<string> {
  const { read, expected, default: keepRuns } = PARAMETERS.keep_runs;
  const keep = read(given ?? keepRuns);
  if (keep === undefined) throw wrongCall(`--keep: expected ${expected}, found ${given}`);
  const { lock, notices } = await openOutputs(outputsDir);
  using _lock = lock;
  notices.forEach(warn);
  const removed = pruneRuns(outputsDir, { keep });
  return [...removed.map((id) => `removed ${id}`), `${removed.length} removed`].join("\n");
}

function warn(text: string): void {
  printError(`warning: ${text}`);
}

function facts(record: Record<string, unknown>): string {
  return Object.entries(record)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}

/** A table of aligned columns; line breaks in cells are replaced. */
function table(rows: string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, " | ")));
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => [...row[i]!].length)));
  return cells.map((row) =>
    row.map((cell, i) => cell + " ".repeat(widths[i]! - [...cell].length)).join("  ").trimEnd()
  ).join("\n");
}

function wrongCall(message: string): UserError {
  return new UserError(`${message}\nSee: deno task runs --help`);
}

if (import.meta.main) await runCommand(RUNS, async (call) => printResult(await runs(call)));
