import { parseArgs } from "node:util";
import { resolveConfig } from "../../lib/config/config.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";
import { RETURN_FREED_MEMORY } from "../../tasks/launch/return_freed_memory.ts";
import { peakMemory, REAL_SIZE, type Taken, timed } from "./bench_data.ts";

/** Time and memory that a run took. */
interface Measurement extends Taken {
  peak: number;
  tasks: Record<string, number>;
}

/**
 * Measures the whole weekly run on simulated data of several sizes: `--times` lists the multiples of
 * the customers. Prints how the CPU time per order line changes. Each run has its own process.
 *
 * @param args `--customers 1500 --times 1,10 --n-trials 5`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: "string", default: String(REAL_SIZE.customers) },
      times: { type: "string", default: "1,10" },
      "n-trials": { type: "string", default: "5" },
      run: { type: "string" },
    },
  });
  if (values.run !== undefined) {
    return console.log(JSON.stringify(await measure(values.run, values["n-trials"])));
  }
  const costs: { times: number; perLine: number }[] = [];
  for (const times of values.times.split(",").map(Number).sort((a, b) => a - b)) {
    const folder = await Deno.makeTempDir();
    try {
      const customers = times * Number(values.customers);
      const { transactions } = await writeSimulation(`${folder}/data`, { ...REAL_SIZE, customers });
      const result = await inOwnProcess(folder, values["n-trials"]);
      const perLine = 1000 * result.seconds / transactions;
      costs.push({ times, perLine });
      console.log(
        `${customers} customers, ${transactions} order lines: ${result.wall.toFixed(0)} s, ` +
          `${result.seconds.toFixed(0)} CPU-s, peak ${(result.peak / 2 ** 30).toFixed(2)} GiB, ` +
          `${perLine.toFixed(3)} CPU-ms per order line (` +
          Object.entries(result.tasks).map(([task, s]) => `${task} ${s.toFixed(0)} s`).join(", ") +
          ")",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
  if (costs.length < 2) return;
  const least = costs[0]!, most = costs.at(-1)!;
  console.log(
    `an order line of ${most.times} × the customers costs ` +
      `${(most.perLine / least.perLine).toFixed(2)} × the CPU time of one of ${least.times} ×`,
  );
}

async function inOwnProcess(folder: string, trials: string): Promise<Measurement> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", import.meta.filename!, "--run", folder, "--n-trials", trials],
    env: RETURN_FREED_MEMORY,
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`the run in ${folder} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function measure(folder: string, trials: string): Promise<Measurement> {
  const [{ run, error }, taken] = await timed(() =>
    runPipeline(resolveConfig({
      data_dir: `${folder}/data`,
      outputs_dir: `${folder}/outputs`,
      n_trials: trials,
      no_report: true,
    }))
  );
  if (error !== undefined) throw error;
  return {
    ...taken,
    peak: peakMemory(),
    tasks: Object.fromEntries(
      run.tasks.map(({ id, duration_ms }) => [id, (duration_ms ?? 0) / 1000]),
    ),
  };
}

if (import.meta.main) await main(Deno.args);
