import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import { averagePrecision } from "../../lib/evaluation/average_precision.ts";
import { ksTwoSample } from "../../lib/stats/kolmogorov_smirnov.ts";
import { type Random, random } from "../../lib/stats/random.ts";

/** Median CPU seconds of one task, and its result, which must be alike on both sides. */
interface Measurement {
  what: string;
  seconds: number;
  result: number;
}

/** Distributions that make the search for the distance easy, and hard. */
const KINDS: Record<string, (draw: Random) => number> = {
  normal: ({ normal }) => normal(),
  cauchy: ({ uniform }) => Math.tan(Math.PI * (uniform() - 0.5)),
  counts: ({ uniform }) => Math.floor(-8 * Math.log(1 - uniform())),
};

/**
 * Compares Kolmogorov–Smirnov tests (p-value included) with scipy's and average precision with
 * scikit-learn's, on the same values and one thread each. Python is asked where the environment
 * variable SODAI_PYTHON names an interpreter that has both.
 *
 * @param args `--values 1000000` (in both samples together) `--rows 1500000 --repeats 5`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      values: { type: "string", default: "1000000" },
      rows: { type: "string", default: "1500000" },
      repeats: { type: "string", default: "5" },
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
