import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { MAIN_VARIABLES } from "../../lib/drift/measure/category_shares.ts";
import { driftCheck, type DriftInput } from "../../lib/stages/drift_check.ts";
import { ksTwoSample } from "../../lib/stats/kolmogorov_smirnov.ts";
import { type Random, random } from "../../lib/stats/random.ts";
import type { Column, ColumnTable } from "../../lib/table/column_table.ts";

/** Median CPU seconds of one task, and its result, which must be the same on both sides. */
interface Measurement {
  what: string;
  seconds: number;
  result: number;
}

/** `rows` purchases in 5 weeks, the last of which is the current one; 10 of the 20 variables are numeric. */
function driftInput(rows: number): DriftInput {
  const { uniform, below, normal } = random(7);
  const perWeek = rows / 5, weeks = Array.from({ length: 24 }, (_, week) => week);
  const side = (from: number, to: number, columns: Column[]): ColumnTable => ({
    length: to - from,
    columns: columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.subarray(from, to) }
        : { ...column, codes: column.codes.subarray(from, to) }
    ),
  });
  const columns = Array.from({ length: 20 }, (_, v): Column => {
    if (v % 2 === 0) {
      const values = Float64Array.from({ length: rows }, v % 4 === 0 ? normal : () => below(50));
      return { kind: "numeric", name: `number ${v}`, values };
    }
    const categories = Array.from({ length: 2 + 3 * v }, (_, j) => `category ${j}`);
    const codes = Int32Array.from({ length: rows }, () => categories.length * uniform() ** 2);
    return {
      kind: "categorical",
      name: MAIN_VARIABLES[(v - 1) / 2] ?? `text ${v}`,
      codes,
      categories,
    };
  });
  const texts = columns.filter((column) => column.kind === "categorical");
  const week = Int32Array.from({ length: rows }, (_, row) => 19 + Math.floor(row / perWeek));
  const customer = Int32Array.from({ length: rows }, () => below(rows / 50));
  const variables = texts.map(({ name, codes, categories }) => {
    const counts = weeks.map(() => categories.map(() => 1000 + below(100)));
    for (let row = 0; row < rows; row++) counts[week[row]!]![codes[row]!]!++;
    return { variable: name, categories, counts };
  });
  return {
    preset: "default",
    threshold: 0.05,
    minSamples: 30,
    reference: side(0, 4 * perWeek, columns),
    current: side(4 * perWeek, rows, columns),
    referenceLabel: "2024-W43 to 2024-W46",
    currentLabel: "2024-W47",
    context: { hasModel: true, modelAgeWeeks: 1, maxModelAgeWeeks: 4, forceTrain: false },
    weeklyShares: {
      mix: {
        weeks,
        variables,
        purchases: {
          customer,
          week,
          variables: texts.map(({ name, codes, categories }) => ({
            variable: name,
            categories: categories.length,
            codes,
          })),
        },
        activity: [],
      },
      reference: { from: 19, to: 22 },
      recent: { from: 23, to: 23 },
    },
  };
}

/** Distributions for which the search for the distance is easy or hard. */
const KINDS: Record<string, (draw: Random) => number> = {
  normal: ({ normal }) => normal(),
  cauchy: ({ uniform }) => Math.tan(Math.PI * (uniform() - 0.5)),
  counts: ({ uniform }) => Math.floor(-8 * Math.log(1 - uniform())),
};

/**
 * Compares Kolmogorov–Smirnov tests (p-value included) with scipy's and average precision with
 * scikit-learn's, on the same values with one thread each. The Python side runs if the environment
 * variable SODAI_PYTHON names an interpreter that has both.
 *
 * Then measures a whole drift check of 20 variables, without a peer: feature distributions and purchase
 * shares. Of the first, scipy offers only the tests above; of the second, nothing.
 *
 * @param args `--values 1000000` (in both samples together) `--rows 1500000 --repeats 5
 * --drift-rows 10000000`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      values: { type: "string", default: "1000000" },
      rows: { type: "string", default: "1500000" },
      repeats: { type: "string", default: "5" },
      "drift-rows": { type: "string", default: "10000000" },
    },
  });
  const size = Number(values.values) / 2, rows = Number(values.rows);
  const python = Deno.env.get("SODAI_PYTHON");
  const folder = await Deno.makeTempDir();
  const ours: Measurement[] = [];
  const measure = (what: string, run: () => number) => {
    const seconds: number[] = [];
    let result = NaN;
    for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
      const start = cpuUsage();
      result = run();
      const { user, system } = cpuUsage(start);
      seconds.push((user + system) / 1e6);
    }
    seconds.sort((a, b) => a - b);
    ours.push({ what, seconds: seconds[seconds.length >> 1]!, result });
  };
  try {
    for (const [kind, value] of Object.entries(KINDS)) {
      const draw = random(1);
      const a = Float64Array.from({ length: size }, () => value(draw));
      const b = Float64Array.from({ length: size }, () => 1.002 * value(draw));
      await Deno.writeFile(`${folder}/KS ${kind}.a`, new Uint8Array(a.buffer));
      await Deno.writeFile(`${folder}/KS ${kind}.b`, new Uint8Array(b.buffer));
      measure(`KS ${kind}`, () => ksTwoSample(a, b).pValue);
    }
    const { uniform } = random(2);
    const scores = Float64Array.from({ length: rows }, () => uniform() ** 8);
    const labels = Uint8Array.from(scores, (score) => Number(uniform() < 0.5 * score));
    await Deno.writeFile(`${folder}/scores`, new Uint8Array(scores.buffer));
    await Deno.writeFile(`${folder}/labels`, labels);
    measure("average precision", () => averagePrecision(labels, scores));
    const driftRows = Number(values["drift-rows"]);
    if (driftRows > 0) {
      const input = driftInput(driftRows);
      const start = performance.now(), cpu = cpuUsage();
      const { variables } = driftCheck(input);
      const { user, system } = cpuUsage(cpu);
      console.log(
        `drift check           ${driftRows.toLocaleString("en-US")} rows × ${variables.length} ` +
          `variables: ${((performance.now() - start) / 1000).toFixed(1)} s, ` +
          `${((user + system) / 1e6).toFixed(1)} CPU-s`,
      );
    }
    if (!python) console.log("SODAI_PYTHON is not set: measured without scipy and scikit-learn");
    const peers = python ? await askPython(python, [folder, values.repeats]) : [];
    for (const { what, seconds, result } of ours) {
      const peer = peers.find((other) => other.what === what);
      const own = `${what.padEnd(20)} ${seconds.toFixed(3)} CPU-s, result ${result.toPrecision(9)}`;
      console.log(
        peer
          ? `${own}   Python ${peer.seconds.toFixed(3)} CPU-s, ${peer.result.toPrecision(9)}   ` +
            `ours: ${(peer.seconds / seconds).toFixed(1)} × as fast`
          : own,
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function askPython(python: string, args: string[]): Promise<Measurement[]> {
  const script = new URL("./statistics_bench.py", import.meta.url).pathname;
  const { success, stdout, stderr } = await new Deno.Command(python, { args: [script, ...args] })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

if (import.meta.main) await main(Deno.args);
