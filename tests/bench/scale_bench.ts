import { parseArgs } from "node:util";
import { resolveConfig } from "../../lib/config/config.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";
import { RETURN_FREED_MEMORY } from "../../tasks/launch/return_freed_memory.ts";
import { peakMemory, REAL_SIZE, restartPeak, startClock, type Taken } from "./bench_data.ts";
import { expectedCost, type Measured } from "./cost_model.ts";

/** Time and memory that a run took. */
interface Measurement extends Measured {
  total: Taken;
  peaks: Record<string, number>;
}

/**
 * Measures the whole weekly run on simulated data of several sizes: `--times` lists the multiples of
 * the customers. Prints how the CPU time per order line changes, and how well the first two sizes
 * predict each later one. Each run has its own process.
 *
 * @param args `--customers 1500 --times 1,10 --n-trials 5 --memory-limit 2GiB`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: "string", default: String(REAL_SIZE.customers) },
      times: { type: "string", default: "1,10" },
      "n-trials": { type: "string", default: "5" },
      "memory-limit": { type: "string", default: "auto" },
      run: { type: "string" },
    },
  });
  const { customers, "n-trials": n_trials, "memory-limit": memory_limit, run } = values;
  if (run !== undefined) {
    return console.log(JSON.stringify(await measure(run, { n_trials, memory_limit })));
  }
  const found: (Measurement & { times: number })[] = [];
  for (const times of values.times.split(",").map(Number).sort((a, b) => a - b)) {
    const folder = await Deno.makeTempDir();
    try {
      await writeSimulation(`${folder}/data`, {
        ...REAL_SIZE,
        customers: times * Number(customers),
      });
      const measured = await inOwnProcess(folder, { n_trials, memory_limit });
      console.log(`${times * Number(customers)} customers, ${described(measured)}`);
      const [small, large] = found;
      if (small && large) console.log(comparison(measured, expectedCost([small, large], measured)));
      found.push({ times, ...measured });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
  if (found.length < 2) return;
  const least = found[0]!, most = found.at(-1)!;
  console.log(
    `an order line of ${most.times} × the customers costs ` +
      `${(perLine(most) / perLine(least)).toFixed(2)} × the CPU time of one of ${least.times} ×`,
  );
}

/** CPU milliseconds of an order line. */
function perLine({ total, lines }: Measurement): number {
  return 1000 * total.seconds / lines;
}

function described(measured: Measurement): string {
  const { lines, rows, total, tasks, peaks } = measured;
  const highest = Math.max(...Object.values(peaks));
  return `${lines} order lines, ${rows} rows of training: ${total.wall.toFixed(0)} s, ` +
    `${total.seconds.toFixed(0)} CPU-s, peak ${gibibytes(highest)}, ` +
    `${perLine(measured).toFixed(3)} CPU-ms per order line` +
    Object.entries(tasks).filter(([, { wall }]) => wall >= 0.05).map(([task, { wall, seconds }]) =>
      `\n  ${task}: ${wall.toFixed(1)} s, ${seconds.toFixed(1)} CPU-s` +
      (task in peaks ? `, ${gibibytes(peaks[task]!)}` : "")
    ).join("");
}

function comparison({ total }: Measurement, expected: Taken): string {
  const off = (measure: keyof Taken) =>
    `${expected[measure].toFixed(0)} (${percent(expected[measure] / total[measure] - 1)})`;
  return `  the first two predict ${off("wall")} s, ${off("seconds")} CPU-s`;
}

function percent(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(0)} %`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

/** Parameters of the measured runs. */
interface Parameters {
  n_trials: string;
  memory_limit: string;
}

async function inOwnProcess(
  folder: string,
  { n_trials, memory_limit }: Parameters,
): Promise<Measurement> {
  const given = ["--run", folder, "--n-trials", n_trials, "--memory-limit", memory_limit];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", import.meta.filename!, ...given],
    env: RETURN_FREED_MEMORY,
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`the run in ${folder} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function measure(folder: string, parameters: Parameters): Promise<Measurement> {
  const config = resolveConfig({
    data_dir: `${folder}/data`,
    outputs_dir: `${folder}/outputs`,
    ...parameters,
    no_report: true,
  });
  const tasks: Measurement["tasks"] = {}, peaks: Measurement["peaks"] = {};
  const total = startClock();
  let taken = startClock();
  const { run, error } = await runPipeline(config, {
    reporter(event) {
      if (event.kind !== "task") return;
      if (event.task.state === "running") {
        taken = startClock();
        restartPeak();
      } else if (event.task.state === "success") {
        tasks[event.task.id] = taken();
        peaks[event.task.id] = peakMemory();
      }
    },
  });
  if (error !== undefined) throw error;
  const all = total();
  tasks["between"] = {
    wall: all.wall - sumOf(tasks, "wall"),
    seconds: all.seconds - sumOf(tasks, "seconds"),
  };
  const { transacciones, memory } = run.tasks[0]!.facts as {
    transacciones: { rows: number };
    memory: { rows: number };
  };
  return { lines: transacciones.rows, rows: memory.rows, tasks, peaks, total: all };
}

function sumOf(tasks: Measurement["tasks"], measure: keyof Taken): number {
  return Object.values(tasks).reduce((sum, taken) => sum + taken[measure], 0);
}

if (import.meta.main) await main(Deno.args);
