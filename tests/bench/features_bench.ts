import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import {
  behaviouralFeatures,
  FEATURES,
} from "../../lib/features/behavioural/behavioural_features.ts";
import { purchaseHistory } from "../../lib/features/behavioural/purchase_history.ts";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { askPython, benchFolder, peakMemory, readSales } from "./bench_data.ts";

/**
 * Compares the behavioural features with a pandas recipe of nearly the same features, for every pair of
 * the known universe in each of the last weeks: CPU seconds and peak memory, reading of the parquet files
 * included. Uses the real data that SODAI_REAL_DATA or `--data-dir` names, else simulated data.
 *
 * @param args `--weeks 20 --data-dir FOLDER`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { weeks: { type: "string", default: "20" }, "data-dir": { type: "string" } },
  });
  const weeks = Number(values.weeks);
  const temporary = await Deno.makeTempDir();
  try {
    const folder = await benchFolder(values["data-dir"], temporary);
    const begun = cpuUsage(), start = performance.now();
    const sales = await readSales(folder);
    const history = purchaseHistory(sales);
    const last = sales.predictedWeek - 1;
    let rows = 0;
    for (let week = last - weeks + 1; week <= last; week++) {
      rows += behaviouralFeatures(history, week)(knownUniverse(sales, week)).length;
    }
    const wall = (performance.now() - start) / 1000;
    const { user, system } = cpuUsage(begun);
    const seconds = (user + system) / 1e6;
    print("ours", { seconds, rows, features: FEATURES.length, peak: peakMemory() }, wall);
    const python = Deno.env.get("SODAI_PYTHON");
    if (!python) return console.log("SODAI_PYTHON is not set: measured without pandas");
    const given = [folder, String(weeks), String(last)];
    const [peer] = await askPython<Measurement>(python, "./features_bench.py", given);
    print("pandas", peer!);
    const rate = (of: Measurement) => of.rows * of.features / of.seconds;
    const ours = rate({ seconds, rows, features: FEATURES.length, peak: 0 });
    console.log(`ours: ${(ours / rate(peer!)).toFixed(1)} × as many values per CPU-second`);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

interface Measurement {
  seconds: number;
  rows: number;
  features: number;
  peak: number;
}

function print(who: string, { seconds, rows, features, peak }: Measurement, wall?: number) {
  console.log(
    `${who.padEnd(8)}${String(rows).padStart(10)} rows × ${features} features  ` +
      `${seconds.toFixed(1).padStart(6)} CPU-s  ` +
      (wall === undefined ? "" : `${wall.toFixed(1)} s  `) +
      `peak ${(peak / 2 ** 30).toFixed(2)} GiB`,
  );
}

if (import.meta.main) await main(Deno.args);
