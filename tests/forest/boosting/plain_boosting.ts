import type { BinnedFeature, BinnedTable } from "../../../lib/forest/binning/binned_table.ts";
import { MISSING_BIN } from "../../../lib/forest/binning/bin_values.ts";
import { plainRowsLast } from "../../../lib/forest/boosting/plain_rows.ts";
import { random } from "../../../lib/stats/random.ts";

/** A tree as a list of nodes, level by level. */
export interface PlainNode {
  feature: number;
  bin: number;
  missingLeft: boolean;
  gain: number;
  value: number;
  cover: number;
  left: number;
  right: number;
}

interface Rules {
  rounds: number;
  learningRate: number;
  maxDepth: number;
  minChildWeight: number;
  l2: number;
  seed: number;
}

/** Derivatives of a row in integer units. */
interface Derivatives {
  first: number;
  second: number;
}

/** To the nearest integer, halves to even. */
const nearest = (x: number) => x + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;

/** The exponential function as start_records.shared.as.ts computes it. */
export function plainExp(x: number): number {
  const k = nearest(x * 1.4426950408889634);
  const r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
  let sum = 1 / 40320;
  for (const factorial of [5040, 720, 120, 24, 6, 2, 1, 1]) sum = sum * r + 1 / factorial;
  return sum * 2 ** k;
}

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The twin of gradient_boosting.ts and its kernels, for all rows and features: one loop after the
 * other, row by row, without memory of its own, parts, plain rows, subtraction or threads.
 */
export function plainBoosting(
  binned: BinnedTable,
  labels: Uint8Array,
  rules: Rules,
): PlainNode[][] {
  const { length } = binned;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const scores = new Float64Array(length).fill(
    Math.log((positives + 1) / (length - positives + 1)),
  );
  const bits = Math.floor(Math.log2((2 ** 31 - 1) / length));
  const units = { first: 2 ** bits, second: 2 ** (bits + 3) };
  const { order } = plainRowsLast(binned);
  const place = new Uint32Array(length);
  order.forEach((row, i) => place[row] = i);
  const trees: PlainNode[][] = [];
  for (let round = 0; round < rules.rounds; round++) {
    const seed = random(rules.seed, round).uint32();
    const rows = Array.from(scores, (score, row): Derivatives => {
      const p = 1 / (1 + plainExp(-Math.max(-40, Math.min(40, score))));
      const round = (x: number, k: number) =>
        Math.floor(x + mix((2 * place[row]! + k) ^ seed) / 2 ** 32);
      return {
        first: round((p - labels[row]!) * units.first, 0),
        second: round(p * (1 - p) * units.second, 1),
      };
    });
    const tree = plainTree(binned, rows, units, rules);
    for (let row = 0; row < length; row++) scores[row]! += leafOf(tree, binned, row).value;
    trees.push(tree);
  }
  return trees;
}

/** Whether a bin goes left at a split. */
function isLeft(feature: BinnedFeature, bin: number, split: { bin: number; missingLeft: boolean }) {
  if (bin === MISSING_BIN) return split.missingLeft;
  return feature.kind === "numeric" ? bin <= split.bin : bin === split.bin;
}

function leafOf(tree: PlainNode[], { bins, features, length }: BinnedTable, row: number) {
  let node = tree[0]!;
  while (node.feature >= 0) {
    const left = isLeft(features[node.feature]!, bins[node.feature * length + row]!, node);
    node = tree[left ? node.left : node.right]!;
  }
  return node;
}

function plainTree(
  binned: BinnedTable,
  derivatives: Derivatives[],
  units: Derivatives,
  { learningRate, maxDepth, minChildWeight, l2 }: Rules,
): PlainNode[] {
  const { bins, features, length } = binned;
  const nodes: PlainNode[] = [];
  const sumOf = (rows: number[]) =>
    rows.reduce((sum, row) => ({
      first: sum.first + derivatives[row]!.first,
      second: sum.second + derivatives[row]!.second,
    }), { first: 0, second: 0 });
  const add = (rows: number[]) => {
    const sum = sumOf(rows);
    const first = sum.first / units.first, second = sum.second / units.second;
    const none = { feature: -1, bin: 0, missingLeft: false, gain: 0, left: -1, right: -1 };
    nodes.push({ ...none, value: -learningRate * first / (second + l2), cover: second });
    return nodes.length - 1;
  };
  const least = Math.max(1, Math.ceil(minChildWeight * units.second));
  let level = [{
    index: add(derivatives.map((_, row) => row)),
    rows: derivatives.map((_, i) => i),
  }];
  for (let depth = 0; depth < maxDepth; depth++) {
    const next: typeof level = [];
    for (const { index, rows } of level) {
      const all = sumOf(rows);
      const first = all.first / units.first, second = all.second / units.second;
      const before = first * first / (second + l2);
      let best = { score: before + 2e-6, feature: -1, bin: 0, missingLeft: false };
      const consider = (feature: number, bin: number, missingLeft: boolean) => {
        const left = sumOf(
          rows.filter((row) =>
            isLeft(features[feature]!, bins[feature * length + row]!, { bin, missingLeft })
          ),
        );
        if (left.second < least || all.second - left.second < least) return;
        const leftFirst = left.first / units.first, leftSecond = left.second / units.second;
        const rightFirst = first - leftFirst;
        const score = leftFirst * leftFirst / (leftSecond + l2) +
          rightFirst * rightFirst / (second - leftSecond + l2);
        if (score > best.score) best = { score, feature, bin, missingLeft };
      };
      features.forEach((feature, f) => {
        if (feature.kind === "categorical") {
          feature.categories.forEach((_, bin) => consider(f, bin, false));
          return;
        }
        const bin = (row: number) => bins[f * length + row]!;
        const lacks = rows.some((row) => bin(row) === MISSING_BIN);
        const last = feature.edges.length;
        for (let b = 0; b <= last; b++) {
          if (!rows.some((row) => bin(row) === b)) continue;
          if (lacks) {
            consider(f, b < last ? b : 254, false);
            consider(f, b, true);
          } else {
            const left = sumOf(rows.filter((row) => bin(row) <= b));
            consider(f, b, 2 * left.second > all.second);
          }
        }
      });
      if (best.feature < 0) continue;
      const { score, ...split } = best;
      const goes = (row: number) =>
        isLeft(features[split.feature]!, bins[split.feature * length + row]!, split);
      const left = rows.filter(goes), right = rows.filter((row) => !goes(row));
      Object.assign(nodes[index]!, { ...split, gain: (score - before) / 2 });
      nodes[index]!.left = add(left);
      nodes[index]!.right = add(right);
      next.push({ index: nodes[index]!.left, rows: left }, {
        index: nodes[index]!.right,
        rows: right,
      });
    }
    level = next;
  }
  return nodes;
}
