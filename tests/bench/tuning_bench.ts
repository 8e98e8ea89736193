import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { quantiles } from "../../lib/stats/quantile.ts";
import { random } from "../../lib/stats/random.ts";
import { drawSettings, randomSampler } from "../../lib/tuning/random_sampler.ts";
import { optimize } from "../../lib/tuning/study.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import type { Sampler } from "../../lib/tuning/trial.ts";
import { askPython } from "./bench_data.ts";
import { FUNCTIONS, type TestFunction } from "./tuning_functions.ts";

const BUDGETS = [30, 100];
const RESAMPLES = 2000;

/** Logarithm (base 10) of the regret of each seed, for each budget. */
type Regrets = number[][];

/**
 * Compares the regret of our TPE with that of Optuna's and of random search, on functions with a known
 * minimum. Random numbers differ, so the distributions over seeds are compared: each mean log regret
 * with a 95 % interval by resampling seeds, and the differences of means and of medians.
 *
 * @param args `--seeds 50 --workers 2 --modes multivariate,independent`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: "string", default: "50" },
      workers: { type: "string", default: String(navigator.hardwareConcurrency) },
      modes: { type: "string", default: "multivariate,independent" },
    },
  });
  const seeds = Number(values.seeds), modes = values.modes.split(",");
  const python = Deno.env.get("SODAI_PYTHON");
  const peer = python ? await optunaRegrets(python, { seeds, modes, workers: values.workers }) : {};
  if (!python) console.log("SODAI_PYTHON is not set: measured without Optuna");
  const floor = await regretsOf(randomSampler, seeds);
  for (const mode of modes) {
    const ours = await regretsOf(
      (seed) => tpeSampler({ seed, multivariate: mode === "multivariate" }),
      seeds,
    );
    for (const [b, budget] of BUDGETS.entries()) {
      console.log(`\n${mode} TPE, ${budget} trials, ${seeds} seeds: mean log10 regret`);
      console.log(
        "function             random   ours [95 %]             Optuna [95 %]           " +
          "ours − Optuna [95 %]     of medians [95 %]",
      );
      const differences: number[] = [];
      for (const name of Object.keys(FUNCTIONS)) {
        const own = ours[name]!.map((regrets) => regrets[b]!);
        const other = peer[mode]?.[name]?.map((regrets) => regrets[b]!);
        const random = mean(floor[name]!.map((regrets) => regrets[b]!));
        console.log([
          name.padEnd(20),
          random.toFixed(2).padStart(6),
          shown(interval([own], ([a]) => mean(a!))),
          ...(other
            ? [
              shown(interval([other], ([a]) => mean(a!))),
              shown(interval([own, other], ([a, b]) => mean(a!) - mean(b!))),
              shown(interval([own, other], ([a, b]) => median(a!) - median(b!))),
            ]
            : []),
        ].join("  "));
        if (other) differences.push(mean(own) - mean(other));
      }
      if (differences.length > 0) {
        const all = interval([differences], ([a]) => mean(a!));
        console.log(`mean of the differences, functions resampled: ${shown(all)}`);
      }
    }
  }
}

async function regretsOf(
  make: (seed: number) => Sampler,
  seeds: number,
): Promise<Record<string, Regrets>> {
  const found: Record<string, Regrets> = {};
  for (const [name, { space, minimum, value }] of Object.entries(FUNCTIONS)) {
    found[name] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const trials = await optimize(space, (settings) => Promise.resolve(-value(settings)), {
        trials: Math.max(...BUDGETS),
        sampler: make(seed),
      });
      found[name].push(
        BUDGETS.map((budget) =>
          logRegret(-Math.max(...trials.slice(0, budget).map(({ value }) => value!)), minimum)
        ),
      );
    }
  }
  return found;
}

/** Optuna's regrets by mode and function, after checking that both sides have the same functions. */
async function optunaRegrets(
  python: string,
  { seeds, modes, workers }: { seeds: number; modes: string[]; workers: string },
): Promise<Record<string, Record<string, Regrets>>> {
  const of = <T>(pick: (f: TestFunction) => T) =>
    Object.fromEntries(Object.entries(FUNCTIONS).map(([name, f]) => [name, pick(f)]));
  const points = of(({ space }) =>
    Array.from({ length: 5 }, (_, i) => drawSettings(space, random(9, i)))
  );
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(
      file,
      JSON.stringify({
        functions: of(({ space }) => space),
        points,
        seeds,
        modes,
        budgets: BUDGETS,
        workers: Number(workers),
      }),
    );
    const [answer] = await askPython<{
      version: string;
      values: Record<string, number[]>;
      found: Record<string, Record<string, number[][]>>;
    }>(python, "./tuning_bench.py", [file]);
    const { version, values, found } = answer!;
    console.log(`Optuna ${version}`);
    for (const [name, { value }] of Object.entries(FUNCTIONS)) {
      points[name]!.forEach((point, i) => {
        assert(
          Math.abs(value(point) - values[name]![i]!) < 1e-9,
          `${name} differs from tuning_bench.py`,
        );
      });
    }
    return Object.fromEntries(modes.map((mode) => [
      mode,
      Object.fromEntries(
        Object.entries(FUNCTIONS).map(([name, { minimum }]) => [
          name,
          found[mode]![name]!.map((lowest) => lowest.map((value) => logRegret(value, minimum))),
        ]),
      ),
    ]));
  } finally {
    await Deno.remove(file);
  }
}

/** Logarithm of the regret; differences below 1e-9 do not count. */
function logRegret(value: number, minimum: number): number {
  return Math.log10(Math.max(1e-9, value - minimum));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: number[]): number {
  return quantiles(Float64Array.from(values), [0.5])[0]!;
}

/** A statistic of samples with its 95 % interval, each sample resampled. */
function interval(
  samples: number[][],
  statistic: (samples: number[][]) => number,
): [value: number, low: number, high: number] {
  const { below } = random(0, 1);
  const drawn = Float64Array.from(
    { length: RESAMPLES },
    () => statistic(samples.map((sample) => sample.map(() => sample[below(sample.length)]!))),
  );
  const [low, high] = quantiles(drawn, [0.025, 0.975]);
  return [statistic(samples), low!, high!];
}

function shown([value, low, high]: [number, number, number]): string {
  return `${value.toFixed(2).padStart(5)} [${low.toFixed(2)}, ${high.toFixed(2)}]`.padEnd(22);
}

if (import.meta.main) await main(Deno.args);
