import { trainGradientBoosting } from "../../lib/forest/boosting/gradient_boosting.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { cpuUsage } from "node:process";
import { binLike } from "../../lib/forest/binning/bin_like.ts";
const n = Number(Deno.args[0] ?? 200000),
  rounds = Number(Deno.args[1] ?? 200),
  colsample = Number(Deno.args[2] ?? 1),
  subsample = Number(Deno.args[3] ?? 1);
const meta = JSON.parse(Deno.readTextFileSync(`/tmp/x/f${n}.json`));
const share = (u: Uint8Array) => {
  const s = new Uint8Array(new SharedArrayBuffer(u.length));
  s.set(u);
  return s;
};
const features = meta.features.map((f: any) =>
  f.kind === "numeric" ? { ...f, edges: Float64Array.from(f.edges) } : f
);
const binned = { length: n, features, bins: share(Deno.readFileSync(`/tmp/x/b${n}.bin`)) };
const labels = Deno.readFileSync(`/tmp/x/l${n}.bin`);
const tl = Deno.readFileSync(`/tmp/x/tl${n}.bin`);
const tb = { length: tl.length, features, bins: share(Deno.readFileSync(`/tmp/x/t${n}.bin`)) };
for (const workers of (Deno.args[4] ?? "1,2").split(",").map(Number)) {
  const c = cpuUsage(), t = performance.now();
  let scores!: Float64Array;
  const e = await trainGradientBoosting(binned, labels, {
    rounds,
    maxDepth: Number(Deno.env.get("D") ?? 6),
    learningRate: 0.1,
    colsample,
    subsample,
    workers,
    seed: 1,
    minChildWeight: 20,
    l2: 5,
    ...(Deno.args[5]
      ? {
        earlyStopping: {
          binned: tb,
          labels: tl,
          patience: Infinity,
          loss: (_: any, s: Float64Array) => (scores = s, -Math.random()),
        },
      }
      : {}),
  });
  const wall = performance.now() - t, u = cpuUsage(c);
  console.log(
    workers,
    "wall",
    (wall / 1000).toFixed(2),
    "cpu",
    ((u.user + u.system) / 1e6).toFixed(2),
    "leaves",
    e.nodes.feature.filter((f) => f < 0).length / (e.offsets.length - 1),
    Deno.args[5] ? averagePrecision(tl, scores).toFixed(4) : "",
    Deno.memoryUsage().rss / 2 ** 20 | 0,
  );
}
console.log(
  "DRAW SUM SEARCH MARK MOVE LEAF TREE",
  [...(globalThis as any).T ?? []].map((x) => Math.round(x)),
);
console.log("records", (globalThis as any).R);
