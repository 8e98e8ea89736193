import type { SearchSpace, Settings } from "../../lib/tuning/search_space.ts";

/** A function to minimise and its known minimum; tuning_bench.py has the same functions. */
export interface TestFunction {
  space: SearchSpace;
  minimum: number;
  value: (settings: Settings) => number;
}

const TAU = 2 * Math.PI;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** A function of `count` numbers that have the same range. */
function numeric(
  count: number,
  [low, high]: [number, number],
  value: (x: number[]) => number,
  minimum = 0,
): TestFunction {
  const names = Array.from({ length: count }, (_, i) => `x${i}`);
  return {
    space: Object.fromEntries(names.map((name) => [name, { kind: "float", low, high }])),
    minimum,
    value: (settings) => value(names.map((name) => Number(settings[name]))),
  };
}

const HARTMANN = {
  alpha: [1, 1.2, 3, 3.2],
  a: [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  p: [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ],
};

/** Surjanovic & Bingham, *Virtual library of simulation experiments*; the last is ours. */
export const FUNCTIONS: Record<string, TestFunction> = {
  "sphere, 5": numeric(5, [-5, 5], (x) => sum(x.map((v) => v ** 2))),
  "Rosenbrock, 2": numeric(
    2,
    [-2, 2],
    ([x, y]) => 100 * (y! - x! ** 2) ** 2 + (1 - x!) ** 2,
  ),
  "Branin": {
    space: {
      x: { kind: "float", low: -5, high: 10 },
      y: { kind: "float", low: 0, high: 15 },
    },
    minimum: 0.39788735772973816,
    value: ({ x, y }) => {
      const u = Number(x);
      const bend = Number(y) - 5.1 / (4 * Math.PI ** 2) * u ** 2 + 5 / Math.PI * u - 6;
      return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(u) + 10;
    },
  },
  "Hartmann, 6": numeric(6, [0, 1], (x) =>
    -sum(HARTMANN.alpha.map((alpha, i) =>
      alpha *
      Math.exp(-sum(x.map((v, j) => HARTMANN.a[i]![j]! * (v - HARTMANN.p[i]![j]! / 1e4) ** 2)))
    )), -3.3223680114155152),
  "Ackley, 5": numeric(
    5,
    [-32.768, 32.768],
    (x) =>
      -20 * Math.exp(-0.2 * Math.sqrt(sum(x.map((v) => v ** 2)) / 5)) -
      Math.exp(sum(x.map((v) => Math.cos(TAU * v))) / 5) + 20 + Math.E,
  ),
  "Rastrigin, 3": numeric(
    3,
    [-5.12, 5.12],
    (x) => 30 + sum(x.map((v) => v ** 2 - 10 * Math.cos(TAU * v))),
  ),
  "Levy, 4": numeric(4, [-10, 10], (x) => {
    const w = x.map((v) => 1 + (v - 1) / 4);
    const last = w.at(-1)!;
    return Math.sin(Math.PI * w[0]!) ** 2 +
      sum(w.slice(0, -1).map((v) => (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2))) +
      (last - 1) ** 2 * (1 + Math.sin(TAU * last) ** 2);
  }),
  "Styblinski–Tang, 3": numeric(
    3,
    [-5, 5],
    (x) => sum(x.map((v) => v ** 4 - 16 * v ** 2 + 5 * v)) / 2,
    -117.49849711131424,
  ),
  "mixed": {
    space: {
      kind: { kind: "choice", values: ["a", "b", "c", "d"] },
      rate: { kind: "float", low: 1e-5, high: 1, log: true },
      depth: { kind: "int", low: 1, high: 20 },
      leaf: { kind: "int", low: 1, high: 1000, log: true },
      share: { kind: "float", low: 0, high: 1, step: 0.1 },
    },
    minimum: 0,
    value: ({ kind, rate, depth, leaf, share }) =>
      ({ a: 0.5, b: 0, c: 0.3, d: 1 })[kind as string]! + (Math.log10(Number(rate)) + 2) ** 2 +
      Math.abs(Number(depth) - 7) / 10 + Math.abs(Math.log10(Number(leaf) / 30)) +
      (kind === "b" ? 2 : 1) * (Number(share) - 0.3) ** 2,
  },
};
