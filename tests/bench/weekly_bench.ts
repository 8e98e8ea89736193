import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import { resolveConfig } from "../../lib/config/config.ts";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { parseWeek } from "../../lib/table/time/week.ts";
import { askPython, benchFolder, peakMemory } from "./bench_data.ts";

/**
 * Compares the whole weekly run (default preset, headless, no report) with the same recipe in pandas,
 * scikit-learn and Optuna: the same weeks, training rows, trials, rows and trees per trial, refit and
 * pairs to score. Our run also checks drift, explains the model and writes its outputs.
 *
 * @param args `--n-trials 30 --workers 2 --data-dir FOLDER`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      "n-trials": { type: "string", default: "30" },
      workers: { type: "string", default: String(navigator.hardwareConcurrency) },
      "data-dir": { type: "string" },
    },
  });
  const temporary = await Deno.makeTempDir();
  try {
    const folder = await benchFolder(values["data-dir"], `${temporary}/data`);
    const config = resolveConfig({
      data_dir: folder,
      outputs_dir: `${temporary}/outputs`,
      n_trials: values["n-trials"],
      workers: values.workers,
      force_train: true,
      no_report: true,
    });
    const begun = cpuUsage(), start = performance.now();
    const { run, error } = await runPipeline(config);
    if (error !== undefined) throw error;
    const { user, system } = cpuUsage(begun);
    const ours: Measurement = {
      wall: (performance.now() - start) / 1000,
      seconds: (user + system) / 1e6,
      rows: fact(run, "train_model", "rows"),
      ap: fact(run, "train_model", "test_average_precision"),
      peak: peakMemory(),
    };
    print("ours", ours);
    const python = Deno.env.get("SODAI_PYTHON");
    if (!python) return console.log("SODAI_PYTHON is not set: measured without the peers");
    const { newRate } = run.tasks.find(({ id }) => id === "split_data")!.facts["sampling"] as {
      newRate: number;
    };
    const given = [
      parseWeek(run.predicted_week)!,
      config.weeks_to_include,
      config.n_trials,
      newRate,
    ];
    const [peer] = await askPython<Measurement>(
      python,
      "./weekly_bench.py",
      [folder, ...given.map(String)],
      { threads: Number(values.workers) },
    );
    print("pandas, scikit-learn, Optuna", peer!);
    console.log(
      `ours: ${(peer!.wall / ours.wall).toFixed(1)} × as fast in wall time, ` +
        `${(peer!.seconds / ours.seconds).toFixed(1)} × in CPU seconds`,
    );
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

interface Measurement {
  wall: number;
  /** CPU seconds of all threads. */
  seconds: number;
  /** Training rows of the refit. */
  rows: number;
  ap: number;
  peak: number;
}

function fact(run: RunRecord, task: string, name: string): number {
  return Number(run.tasks.find(({ id }) => id === task)?.facts[name]);
}

function print(who: string, { wall, seconds, rows, ap, peak }: Measurement): void {
  console.log(
    `${who.padEnd(30)}${wall.toFixed(0).padStart(5)} s  ${
      seconds.toFixed(0).padStart(5)
    } CPU-s  peak ${(peak / 2 ** 30).toFixed(2)} GiB  ` +
      `${rows} training rows, test AP ${ap.toFixed(3)}`,
  );
}

if (import.meta.main) await main(Deno.args);
