import { join } from "node:path";
import { flagName, type GivenParameters, resolveConfig } from "../../lib/config/config.ts";
import type { Config } from "../../lib/config/parameters.ts";
import type { SimulatorOptions } from "../../lib/simulator/simulator.ts";
import { dayOfDate, weekName, weekOfDay } from "../../lib/table/time/week.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

const FIRST_DAY = "2024-01-01";

/** A folder with simulated input files, and the parameters of a quick run on it. */
export interface Place {
  folder: string;
  dataDir: string;
  /** Outputs go to `NAME` in the folder. */
  given: (outputs: string, more?: GivenParameters) => GivenParameters;
  /** The same, resolved. */
  config: (outputs: string, more?: GivenParameters) => Config;
}

/** A temporary folder that is removed at the end of its scope. */
export interface World extends Place {
  [Symbol.dispose](): void;
}

/** The name of a simulated week, counted from 1. */
export function simulatedWeek(number: number): string {
  return weekName(weekOfDay(dayOfDate(new Date(FIRST_DAY))) + number - 1);
}

/** Quick runs on the data of a folder, with outputs in another. */
export function placeOf(folder: string, dataDir: string, quick: GivenParameters = {}): Place {
  const given = (outputs: string, more: GivenParameters = {}): GivenParameters => ({
    data_dir: dataDir,
    outputs_dir: join(folder, outputs),
    n_trials: 2,
    shap_rows: 50,
    no_report: true,
    ...quick,
    ...more,
  });
  return { folder, dataDir, given, config: (...args) => resolveConfig(given(...args)) };
}

/** Makes a temporary folder. */
export function temporaryPlace(dataDir?: string, quick: GivenParameters = {}): World {
  const folder = Deno.makeTempDirSync();
  return {
    ...placeOf(folder, dataDir ?? join(folder, "data"), quick),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

/** A simulated world in a temporary folder. */
export async function simulatedWorld(options: SimulatorOptions = {}): Promise<World> {
  const world = temporaryPlace();
  await simulateInto(world.dataDir, { customers: 50, products: 20, weeks: 12, ...options });
  return world;
}

/** Writes a simulation whose weeks `simulatedWeek` names. */
export async function simulateInto(folder: string, options: SimulatorOptions): Promise<void> {
  await writeSimulation(folder, { firstDay: FIRST_DAY, ...options });
}

/** Parameters as flags of a command. */
export function flags(given: GivenParameters): string[] {
  return Object.entries(given).flatMap(([name, value]) =>
    value === true ? [flagName(name)] : [flagName(name), String(value)]
  );
}

/** SHA-256 of every file of a run but `run.json` and the reports, by name. */
export async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  async function walk(at: string) {
    for await (const { name, isDirectory } of Deno.readDir(join(folder, at))) {
      const path = at === "" ? name : `${at}/${name}`;
      if (isDirectory) {
        if (path !== "report") await walk(path);
      } else if (path !== "run.json") {
        const bytes = await crypto.subtle.digest(
          "SHA-256",
          await Deno.readFile(join(folder, path)),
        );
        found[path] = new Uint8Array(bytes).toHex();
      }
    }
  }
  await walk("");
  return Object.fromEntries(Object.entries(found).sort());
}

/** Runs a task of this project as a process, with its permissions from deno.json. */
export function command(task: string, args: string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args],
    cwd: new URL("../../", import.meta.url),
    // test runs are not sent to an MLflow server
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

/** Exit status and what was printed. */
export async function outcome(process: Deno.Command) {
  const { code, stdout, stderr } = await process.output();
  // a message of Deno itself if several processes start at once
  const text = (bytes: Uint8Array) =>
    new TextDecoder().decode(bytes).replaceAll(/^Blocking waiting for file lock.*\n/gm, "");
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
