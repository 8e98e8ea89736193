import { basename, dirname } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { type ListedRun, listRuns } from "../../lib/dag/runs/runs.ts";
import { callNamer, canFail, type FaultPoint } from "./inject/fault_points.ts";
import type { Fault } from "./inject/disturbed.ts";
import type { Code } from "./inject/fault_errors.ts";
import type { KillOrder } from "./inject/kill_preload.ts";
import { type FileCall, watchFiles } from "./inject/file_calls.ts";
import { differences, type FolderState, folderState } from "./folder_state.ts";
import type { Ended } from "./scenarios/in_process_command.ts";

const PRELOAD = new URL("inject/kill_preload.ts", import.meta.url);

/** A command on an outputs folder, which can be tried again and again. */
export interface Scenario {
  name: string;
  /** Its file operations are disturbed. */
  folder: string;
  outputs: string;
  /** Sets the outputs to the state before the command. */
  prepare(): void;
  run(phase?: Phase): Promise<Ended>;
  /** The same command as a process: a module of the repository, and its arguments. */
  command: readonly string[];
  /** What the user does after the fault: resumes the run, or gives the command once more. */
  again(): Promise<Ended>;
  /** Files that another attempt may leave otherwise. */
  unstable?: RegExp;
  /** Whether a file that is neither as before nor as after is whole in between too. */
  isWhole?(name: string): boolean;
  /** Runs of which `latest` may name one at any time. */
  latest: (string | undefined)[];
}

/** Called when the part of the command begins that a scenario is about, and when it ends. */
export interface Phase {
  begun(): void;
  ended(): void;
}

/** What a command does if nothing disturbs it. */
export interface Undisturbed {
  calls: FileCall[];
  /** Positions of the calls that the scenario is about; the process goes on after them. */
  from: number;
  to: number;
  before: FolderState;
  after: FolderState;
}

/** Runs a scenario without a fault. */
export async function undisturbed(scenario: Scenario): Promise<Undisturbed> {
  scenario.prepare();
  const before = folderState(scenario.outputs), calls: FileCall[] = [];
  let from = 0, to: number | undefined;
  const ended = await watched(scenario, (call) => void calls.push(call), {
    begun: () => from = calls.length,
    ended: () => to = calls.length,
  });
  if (ended.code !== 0) throw new Error(`${scenario.name}: ${ended.stderr}`);
  return { calls, from, to: to ?? calls.length, before, after: folderState(scenario.outputs) };
}

/** Runs a scenario with an error at one point, then again without. Returns what is wrong. */
export async function tryError(
  scenario: Scenario,
  expected: Undisturbed,
  point: FaultPoint,
): Promise<string[]> {
  scenario.prepare();
  const nameOf = callNamer(), hit: FileCall[] = [];
  const ended = await watched(scenario, (call) => {
    const isPoint = nameOf(call) === point.key;
    const fails = isPoint || hit.length > 0 && point.stays && canFail(call, point.fault as Code);
    if (fails) hit.push(call);
    return fails ? point.fault : undefined;
  });
  if (hit.length === 0) {
    return [`the call was not made again: exit ${ended.code}, ${lastLines(ended.stderr)}`];
  }
  return [
    ...messageFaults(ended, hit),
    ...await aftermath(scenario, expected, ended.code === 0),
  ];
}

/** Kills the process of a scenario at one point, then tries again. Returns what is wrong. */
export async function tryKill(
  scenario: Scenario,
  expected: Undisturbed,
  { key, fault }: FaultPoint,
): Promise<string[]> {
  scenario.prepare();
  const order: KillOrder = { folder: scenario.folder, key, fault };
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", `--preload=${PRELOAD}`, ...scenario.command],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "", SODAI_TEST_KILL: JSON.stringify(order) },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (signal !== "SIGKILL") {
    return [`the process was not killed: ${lastLines(new TextDecoder().decode(stderr))}`];
  }
  return await aftermath(scenario, expected, false);
}

/** What is wrong in the outputs folder after a fault, and after the user's next command. */
export async function aftermath(
  { outputs, latest, again, unstable, isWhole = () => false }: Scenario,
  { before, after }: Undisturbed,
  succeeded: boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  const stable = (state: FolderState) =>
    Object.fromEntries(Object.entries(state).filter(([name]) => !unstable?.test(name)));
  const changes = (state: FolderState) => differences(stable(state), stable(after));
  const inUse = readLatest(outputs);
  if (!latest.includes(inUse)) wrong.push(`latest names ${inUse}`);
  const runs = await settledRuns(outputs);
  for (const { runId, problem, alive } of runs) {
    if (problem !== undefined) wrong.push(`the record of ${runId} cannot be read: ${problem}`);
    if (alive) wrong.push(`${runId} seems to be in progress`);
  }
  const found = folderState(outputs);
  wrong.push(
    ...halfFiles(stable(found), before, after).filter((name) => !isWhole(name))
      .map((name) => `${name} is half written`),
  );
  const finished = finishedTasks(runs);
  if (succeeded) {
    return [...wrong, ...changes(found).map((text) => `exit 0, but ${text}`)];
  }
  const { code, stderr } = await again();
  const left = changes(folderState(outputs));
  if (code !== 0 && left.length > 0) wrong.push(`the next command fails: ${lastLines(stderr)}`);
  wrong.push(...left.map((text) => `after the next command, ${text}`));
  const repeated = [...finishedTasks(listRuns(outputs))]
    .filter(([task, started]) => finished.has(task) && finished.get(task) !== started);
  return [...wrong, ...repeated.map(([task]) => `${task} ran again`)];
}

/**
 * The runs once none seems to be in progress. A process that starts meanwhile, such as one of another
 * test, has a copy of the lock's file for the moment between its fork and its exec: seen once in
 * 3,000 points.
 */
async function settledRuns(outputs: string): Promise<ListedRun[]> {
  for (let attempt = 1;; attempt++) {
    const runs = listRuns(outputs);
    if (attempt === 20 || !runs.some(({ alive }) => alive)) return runs;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function watched(
  { folder, run }: Scenario,
  onCall: (call: FileCall) => Fault | undefined | void,
  phase?: Phase,
): Promise<Ended> {
  using _ = watchFiles(folder, (call) => onCall(call) ?? undefined);
  return await run(phase);
}

/** A command says in one message what failed, without a stack trace. */
function messageFaults({ code, stderr }: Ended, hit: readonly FileCall[]): string[] {
  const wrong: string[] = [];
  if (![0, 1, 2].includes(code)) wrong.push(`exit ${code}`);
  if (/^ +at |Uncaught|SuppressedError/m.test(stderr)) {
    wrong.push(`stack trace: ${/.*(?:Uncaught|SuppressedError).*/.exec(stderr)?.[0]}`);
  }
  const messages = stderr.split("\n").filter((line) => !/run \d{4}-W\d\d|^ +at /.test(line))
    .join("\n");
  const named = hit.some(({ path }) => messages.includes(shownName(path)));
  if (code !== 0 && !named) wrong.push(`no path: ${lastLines(stderr)}`);
  return wrong;
}

/** The name of a file, or of the file that a temporary one becomes. */
function shownName(path: string): string {
  const parts = basename(dirname(path)).endsWith(".parts") ? dirname(path) : path;
  return basename(parts).replace(/^\.unfinished-/, "").replace(/\.parts$/, "");
}

/** Files that a reader can see and that neither the state before nor the one after has. */
function halfFiles(found: FolderState, before: FolderState, after: FolderState): string[] {
  return Object.keys(found)
    .filter((name) => !/(?:^|\/)(?:\.|run\.json$|study\.journal$)/.test(name))
    .filter((name) => found[name] !== before[name] && found[name] !== after[name]);
}

/** When each finished task started, by run and task. */
function finishedTasks(runs: readonly ListedRun[]): Map<string, string | null> {
  return new Map(
    runs.flatMap(({ runId, run }) =>
      (run?.tasks ?? []).filter(({ state }) => state === "success")
        .map(({ id, started }) => [`${runId} ${id}`, started] as const)
    ),
  );
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-3).join(" / ");
}
