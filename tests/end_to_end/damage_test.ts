import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { runIds } from "../../lib/dag/runs/run_folder.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { random } from "../../lib/stats/random.ts";
import { parseCall } from "../../tasks/command.ts";
import { EXPLAIN, explain } from "../../tasks/explain.ts";
import { RUNS, runs } from "../../tasks/runs.ts";
import { chosenRun } from "../../tasks/chosen_run.ts";
import { REPORT } from "../../tasks/report.ts";
import { TRACK, track } from "../../tasks/track.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";
import { type Damage, DAMAGES } from "./damage/damages.ts";
import { copiedRun } from "./shared_runs.ts";
import type { World } from "./world.ts";

const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));

/** A copy of the outputs of two published runs, whose latest is damaged. */
type Damaged = World & { outputs: string; run: string; ids: string[] };

const world = await copiedRun("next_week");
const pristine = join(world.folder, "pristine");
cpSync(join(world.folder, "outputs"), pristine, { recursive: true, verbatimSymlinks: true });
globalThis.addEventListener("unload", () => world[Symbol.dispose]());

function damaged(damage: Damage): Damaged {
  const outputs = join(world.folder, "outputs");
  Deno.removeSync(outputs, { recursive: true });
  cpSync(pristine, outputs, { recursive: true, verbatimSymlinks: true });
  for (const name of ["rollbacks.json", "promotions.json"]) {
    Deno.writeTextFileSync(join(outputs, name), "[]\n");
  }
  const run = world.runFolder;
  damage.apply({ outputs, run });
  return { ...world, outputs, run, ids: runIds(outputs) };
}

/** What a command writes to the terminal, or says when it refuses; any other error is thrown. */
async function said(command: () => Promise<unknown>): Promise<string> {
  const lines: unknown[] = [];
  const streams = [Deno.stdout, Deno.stderr].map((stream) => ({
    stream,
    writeSync: stream.writeSync,
  }));
  for (const { stream } of streams) {
    stream.writeSync = (bytes) => {
      lines.push(new TextDecoder().decode(bytes));
      return bytes.length;
    };
  }
  try {
    lines.push(await command());
  } catch (thrown) {
    if ((thrown as Error).name !== "UserError") throw thrown;
    lines.push((thrown as Error).message);
  } finally {
    for (const { stream, writeSync } of streams) Object.assign(stream, { writeSync });
  }
  return lines.join("\n");
}

const call = (command: Parameters<typeof parseCall>[0], { outputs }: Damaged, ...args: string[]) =>
  parseCall(command, ["--outputs-dir", outputs, ...args]);

async function pipeline(place: Damaged, resume = false): Promise<string> {
  const config = place.config("outputs", resume ? { resume } : { force_train: false });
  const { run, error } = await runPipeline(config);
  assert.equal(error, undefined);
  assert.equal(run.state, "success");
  return run.warnings.map(({ text }) => text).join("\n");
}

/** Sets the newest run back to a killed one: its last task and its record are unfinished. */
function kill({ run }: Damaged): void {
  const path = join(run, "run.json");
  try {
    const record = JSON.parse(Deno.readTextFileSync(path));
    record.state = "running";
    record.tasks.at(-1).state = "running";
    Deno.writeTextFileSync(path, JSON.stringify(record));
  } catch {
    // damaged
  }
}

const [pair] = Deno.readTextFileSync(join(world.runFolder, "predicciones.csv")).split("\n").slice(
  1,
);
const [customer, product] = pair!.split(",") as [string, string];

/** The commands, and the files whose damage each must name. */
const COMMANDS: [string, (place: Damaged) => Promise<unknown>, string[]][] = [
  ["runs", (place) => runs(call(RUNS, place)), [
    "run.json",
    "latest",
    "rollbacks.json",
    "promotions.json",
  ]],
  ["runs show", (place) => runs(call(RUNS, place, "show", "latest")), ["run.json", "latest"]],
  ["runs prune", (place) => runs(call(RUNS, place, "prune")), ["latest", ".lock.json"]],
  ["runs rollback", (place) => runs(call(RUNS, place, "rollback", place.ids[1]!)), [
    "latest",
    "rollbacks.json",
    ".lock.json",
  ]],
  ["runs promote", (place) => runs(call(RUNS, place, "promote", place.ids[1]!)), [
    "latest",
    "promotions.json",
    ".lock.json",
  ]],
];

const SLOW_COMMANDS: typeof COMMANDS = [
  ["explain", (place) => {
    const asked = ["--customer", customer, "--product", product, "--data-dir", place.dataDir];
    return explain(call(EXPLAIN, place, ...asked));
  }, ["run.json", "model.arrow", "latest", "scores.parquet"]],
  ["track", async (place) => {
    await using server = await smallMlflow();
    Deno.env.set("MLFLOW_TRACKING_URI", server.uri);
    try {
      await track(call(TRACK, place, place.ids[0]!));
    } finally {
      Deno.env.delete("MLFLOW_TRACKING_URI");
    }
  }, ["run.json", "sent.json"]],
  ["report", (place) => {
    return Promise.resolve(chosenRun(call(REPORT, place), "report"));
  }, ["run.json", "latest"]],
  ["pipeline", (place) => pipeline(place), [
    "run.json",
    "drift_report.json",
    "training_results.json",
    "study.journal",
    "model.arrow",
    "reference.parquet",
    "latest",
    ".lock.json",
  ]],
  ["pipeline --resume", (place) => {
    kill(place);
    return pipeline(place, true);
  }, [".lock.json"]],
];

/** Damage that is not in the file as it is read: `fields of other types` of a file without JSON. */
function isHarmless({ file, what }: Damage, text: string): boolean {
  return what === "fields of other types" &&
    ["rollbacks.json", "promotions.json", "mlflow.jsonl"].includes(file) && text !== undefined;
}

async function check(damage: Damage, [name, run, named]: typeof COMMANDS[number]) {
  const place = damaged(damage);
  const text = await said(() => run(place));
  assert.doesNotMatch(text, /^ +at /m, `${name}: ${text}`);
  if (named.includes(damage.file) && !isHarmless(damage, text)) {
    assert.match(text, new RegExp(damage.file.replaceAll(".", "\\.")), `${name} says: ${text}`);
  }
  const left = Array.from(Deno.readDirSync(place.outputs), ({ name }) => name);
  if (!left.includes("latest")) return;
  // whole, or as it was found
  const latest = join(place.outputs, "latest");
  if (Deno.lstatSync(latest).isSymlink && ["runs rollback", "pipeline"].includes(name)) {
    assert.ok(Deno.statSync(latest).isDirectory);
  }
}

/** By day a third of the kinds for each command but the first, by night all. */
function kindsFor(place: number): Damage[] {
  return place === 0 || NIGHTLY ? DAMAGES : DAMAGES.filter((_, i) => i % 3 === place % 3);
}

Deno.test(`no command fails at damage: ${COMMANDS.length} commands, ${DAMAGES.length} kinds`, async (t) => {
  for (const [place, command] of COMMANDS.entries()) {
    await t.step(command[0], async () => {
      for (const damage of kindsFor(place)) {
        try {
          await check(damage, command);
        } catch (error) {
          throw new Error(`${damage.file}, ${damage.what}`, { cause: error });
        }
      }
    });
  }
});

const SAMPLE = NIGHTLY ? DAMAGES : sampled(DAMAGES, 8);

/** By day every other kind for a whole run, which takes seconds, and a resumed one for the rest. */
function isDue([name]: typeof COMMANDS[number], place: number): boolean {
  if (NIGHTLY || !name.startsWith("pipeline")) return true;
  return name === (place % 2 === 0 ? "pipeline" : "pipeline --resume");
}

Deno.test(`runs, explanations and reports survive damage: ${SAMPLE.length} kinds`, async (t) => {
  for (const [place, damage] of SAMPLE.entries()) {
    for (const command of SLOW_COMMANDS.filter((command) => isDue(command, place))) {
      await t.step(
        `${command[0]}: ${damage.file}, ${damage.what}`,
        () => check(damage, command),
      );
    }
  }
});

function sampled<T>(all: T[], count: number): T[] {
  const { uniform } = random(Number(Deno.env.get("SODAI_SEED") ?? 3), all.length);
  return all.map((item) => [uniform(), item] as const).sort(([a], [b]) => a - b).slice(0, count)
    .map(([, item]) => item);
}
