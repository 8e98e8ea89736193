import { join } from "node:path";
import { type Config, type GivenParameters, resolveConfig } from "../../lib/config.ts";
import type { SimulatorOptions } from "../../lib/table/simulator.ts";
import { writeSimulation } from "../../lib/table/write_simulation.ts";

/** A folder with simulated input files, and the configuration of a quick run on it. */
export interface World {
  folder: string;
  dataDir: string;
  /** Outputs go to `NAME` in the folder. */
  config: (outputs: string, given?: GivenParameters) => Config;
  [Symbol.dispose](): void;
}

/** A simulated world in a temporary folder, removed at the end of its scope. */
export async function simulatedWorld(options: SimulatorOptions = {}): Promise<World> {
  const folder = await Deno.makeTempDir();
  const dataDir = join(folder, "data");
  await writeSimulation(dataDir, { customers: 50, products: 20, weeks: 12, ...options });
  return {
    folder,
    dataDir,
    config: (outputs, given = {}) =>
      resolveConfig({
        data_dir: dataDir,
        outputs_dir: join(folder, outputs),
        n_trials: 2,
        shap_rows: 50,
        no_report: true,
        ...given,
      }),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
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

/** A task of this project as its own process, with the rights it has in deno.json. */
export function command(task: string, args: string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args],
    cwd: new URL("../../", import.meta.url),
    // runs of tests go to nobody's server
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

/** Exit status and what was printed. */
export async function outcome(process: Deno.Command) {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
