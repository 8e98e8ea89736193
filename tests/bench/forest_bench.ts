import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import { averagePrecision } from "../../lib/evaluation/average_precision.ts";
import { binTable } from "../../lib/forest/binning.ts";
import { predictEnsemble } from "../../lib/forest/predict.ts";
import { trainRandomForest } from "../../lib/forest/random_forest.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import { treeShap } from "../../lib/forest/tree_shap.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { forestData } from "./forest_data.ts";

/** One measurement of an engine. */
interface Measurement {
  engine: string;
  what: "train" | "predict" | "explain";
  rows: number;
  /** CPU seconds of all threads. */
  seconds: number;
  leaves?: number;
  ap?: number;
}

const TEST_ROWS = 50_000;

/**
 * Compares the forest with scikit-learn's and XGBoost's histogram forest, each on one thread and on
 * the same rows: CPU seconds to train (binning included), to predict, and rows explained a CPU
 * second; the mean number of leaves and the average precision stand beside, as they must be alike.
 * Python is asked where the environment variable SODAI_PYTHON names an interpreter that has both.
 *
 * @param args `--sizes 50000,200000,680000 --features 49 --trees 100 --predict-rows 1500000`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: "string", default: "50000,200000,680000" },
      features: { type: "string", default: "49" },
      trees: { type: "string", default: "100" },
      "predict-rows": { type: "string", default: "1500000" },
    },
  });
  const sizes = values.sizes.split(",").map(Number);
  const features = Number(values.features);
  const trees = Number(values.trees);
  const predicted = Number(values["predict-rows"]);
  const options = { trees, maxDepth: 12, minSamplesLeaf: 5 };
  const test = forestData(TEST_ROWS, features, 2);
  const ours: Measurement[] = [];
  const python = Deno.env.get("SODAI_PYTHON");
  const folder = await Deno.makeTempDir();
  try {
    await write(folder, "test", test);
    let forest: TreeEnsemble | undefined;
    for (const rows of sizes) {
      const data = forestData(rows, features, 1);
      await write(folder, String(rows), data);
      const [trained, seconds] = await timed(() =>
        trainRandomForest(binTable(data.table), data.labels, options)
      );
      forest = trained;
      const leaves = (trained.nodes.feature.length / trees + 1) / 2;
      const ap = averagePrecision(test.labels, await predictEnsemble(trained, test.table));
      ours.push({ engine: "ours", what: "train", rows, seconds, leaves, ap });
    }
    const many = repeatRows(test.table, predicted);
    const [, predictSeconds] = await timed(() => predictEnsemble(forest!, many));
    ours.push({ engine: "ours", what: "predict", rows: predicted, seconds: predictSeconds });
    const few = repeatRows(test.table, 500);
    const [, explainSeconds] = await timed(() => treeShap(forest!, few));
    ours.push({ engine: "ours", what: "explain", rows: 500, seconds: explainSeconds });
    const peers = python
      ? await askPython(python, [folder, values.sizes, features, trees, 12, 5, predicted])
      : [];
    if (!python) console.log("SODAI_PYTHON is not set: measured without scikit-learn and XGBoost");
    print(ours, peers);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function write(
  folder: string,
  name: string,
  { table, labels }: ReturnType<typeof forestData>,
) {
  const file = await Deno.create(`${folder}/${name}.columns`);
  for (const column of table.columns) {
    if (column.kind === "numeric") {
      const { buffer } = column.values;
      const writer = file.writable.getWriter();
      await writer.write(new Uint8Array(buffer as ArrayBuffer));
      writer.releaseLock();
    }
  }
  file.close();
  await Deno.writeFile(`${folder}/${name}.labels`, labels);
}

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = cpuUsage();
  const result = await run();
  const { user, system } = cpuUsage(start);
  return [result, (user + system) / 1e6];
}

/** The table's rows over and over, `length` of them. */
function repeatRows(table: ColumnTable, length: number): ColumnTable {
  const columns = table.columns.map((column) => {
    if (column.kind !== "numeric") return column;
    const values = new Float32Array(length);
    for (let begin = 0; begin < length; begin += table.length) {
      values.set(column.values.subarray(0, length - begin), begin);
    }
    return { ...column, values };
  });
  return { length, columns };
}

async function askPython(python: string, args: (string | number)[]): Promise<Measurement[]> {
  const script = new URL("./forest_bench.py", import.meta.url).pathname;
  const command = new Deno.Command(python, { args: [script, ...args.map(String)] });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

function print(ours: Measurement[], peers: Measurement[]): void {
  for (const own of ours) {
    const rate = own.rows / own.seconds;
    console.log(line(own));
    for (const peer of peers) {
      if (peer.what !== own.what || (own.what === "train" && peer.rows !== own.rows)) continue;
      const ratio = rate / (peer.rows / peer.seconds);
      console.log(`${line(peer)}   ours: ${ratio.toFixed(1)} × as fast`);
    }
  }
}

function line({ engine, what, rows, seconds, leaves, ap }: Measurement): string {
  const detail = leaves ? `  ${leaves.toFixed(0)} leaves, AP ${ap!.toFixed(4)}` : "";
  return `${what.padEnd(8)}${engine.padEnd(13)}${String(rows).padStart(8)} rows ` +
    `${seconds.toFixed(2).padStart(8)} CPU-s ${
      (rows / seconds).toFixed(0).padStart(9)
    } rows/s${detail}`;
}

if (import.meta.main) await main(Deno.args);
