import { job } from "../../workers/job.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { gaussLegendre } from "./gauss_legendre.ts";

/** Rows explained together: a leaf's table is computed once for all of them. */
export const GROUP_ROWS = 512;

/** More groups would need a larger table per leaf: 2⁵ patterns × 5 values. */
export const MAX_GROUPS = 5;

/** Input of the explanation of a table by groups of features. */
export interface ExplainGroupsTask {
  ensemble: TreeEnsemble;
  /** Numbers or category indices, by feature of the ensemble. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  rows: number;
  /** The group of each feature, and the number of groups. */
  groupOf: Int32Array;
  groups: number;
  /** Receives the contributions, rows × groups. */
  values: Float64Array;
}

/**
 * Returns a function that explains the rows of block `index`.
 *
 * Each tree is traversed once for the whole block. The pattern of a row has a bit per group: whether
 * it meets all conditions of the path on features of the group. At a leaf, the contributions of all
 * patterns are computed once, with the formula of leaf_shares.ts. O(rows × nodes).
 */
export function groupExplainer(task: ExplainGroupsTask): (index: number) => void {
  const { ensemble: { nodes, offsets, link }, columns, groupOf, groups, values } = task;
  const trees = offsets.length - 1, scale = link === "mean" ? 1 / trees : 1;
  const cover = new Float64Array(groups).fill(1);
  const { nodes: points, weights } = gaussLegendre(Math.ceil(groups / 2));
  // one array per group: sums of the rows, and contributions of the patterns
  const tables = Array.from({ length: groups }, () => new Float64Array(2 ** groups));
  const sums = Array.from({ length: groups }, () => new Float64Array(GROUP_ROWS));
  const block = columns.map(() => new Float64Array(GROUP_ROWS));
  const patterns: Uint8Array[] = [];
  const patternsAt = (place: number) => patterns[place] ??= new Uint8Array(GROUP_ROWS);
  let rows = 0;

  return (index) => {
    const begin = index * GROUP_ROWS;
    rows = Math.min(GROUP_ROWS, task.rows - begin);
    // one type of array for all columns, so that one loop is compiled for them
    columns.forEach((column, f) => block[f]!.set(column.subarray(begin, begin + rows)));
    for (const sum of sums) sum.fill(0);
    patternsAt(0).fill(2 ** groups - 1);
    for (let tree = 0; tree < trees; tree++) descend(offsets[tree]!, 0, patternsAt(0), 0);
    for (let i = 0; i < rows * groups; i++) {
      values[begin * groups + i] = sums[i % groups]![Math.floor(i / groups)]!;
    }
  };

  function descend(node: number, depth: number, pattern: Uint8Array, mask: number): void {
    const feature = nodes.feature[node]!;
    if (feature < 0) return addLeaf(nodes.value[node]! * scale, pattern, mask);
    const group = groupOf[feature]!, before = cover[group]!, total = nodes.cover[node]!;
    const left = patternsAt(2 * depth + 1), right = patternsAt(2 * depth + 2);
    const threshold = nodes.threshold[node]!, rule = { threshold, without: ~(1 << group), rows };
    if (columns[feature] instanceof Int32Array) {
      splitTexts(block[feature]!, rule, pattern, left, right);
    } else splitNumbers(block[feature]!, rule, nodes.missingLeft[node]!, pattern, left, right);
    for (const [child, own] of [[nodes.left[node]!, left], [nodes.right[node]!, right]] as const) {
      cover[group] = before * nodes.cover[child]! / total;
      descend(child, depth + 1, own, mask | 1 << group);
    }
    cover[group] = before;
  }

  function addLeaf(value: number, pattern: Uint8Array, mask: number): void {
    if (value === 0 || mask === 0) return;
    for (let met = 0; met < 2 ** groups; met++) {
      if ((met & ~mask) === 0) fillTable(value, mask, met);
    }
    for (let g = 0; g < groups; g++) {
      if ((mask >> g & 1) === 1) addShares(sums[g]!, tables[g]!, pattern, mask, rows);
    }
  }

  /** The contributions of a leaf to a row that meets the conditions of the groups `met` of its path. */
  function fillTable(value: number, mask: number, met: number): void {
    for (let g = 0; g < groups; g++) {
      let sum = 0;
      for (let q = 0; q < points.length && (mask >> g & 1) === 1; q++) {
        const t = points[q]!;
        let product = weights[q]!;
        for (let j = 0; j < groups; j++) {
          if (j !== g && (mask >> j & 1) === 1) {
            product *= t * (met >> j & 1) + (1 - t) * cover[j]!;
          }
        }
        sum += product;
      }
      tables[g]![met] = value * ((met >> g & 1) - cover[g]!) * sum;
    }
  }
}

// A row keeps the bit of the group of a split in one child only. Plain loops in functions of their
// own are compiled best: inside the recursion they take twice the time.

interface SplitRule {
  threshold: number;
  /** All bits but that of the group. */
  without: number;
  rows: number;
}

function splitNumbers(
  values: Float64Array,
  { threshold, without, rows }: SplitRule,
  missingLeft: number,
  pattern: Uint8Array,
  left: Uint8Array,
  right: Uint8Array,
): void {
  for (let i = 0; i < rows; i++) {
    const value = values[i]!, had = pattern[i]!;
    const goes = -(Number(value <= threshold) | (Number(value !== value) & missingLeft));
    left[i] = had & (without | goes);
    right[i] = had & (without | ~goes);
  }
}

function splitTexts(
  values: Float64Array,
  { threshold, without, rows }: SplitRule,
  pattern: Uint8Array,
  left: Uint8Array,
  right: Uint8Array,
): void {
  for (let i = 0; i < rows; i++) {
    const goes = -Number(values[i]! === threshold), had = pattern[i]!;
    left[i] = had & (without | goes);
    right[i] = had & (without | ~goes);
  }
}

function addShares(
  sum: Float64Array,
  table: Float64Array,
  pattern: Uint8Array,
  mask: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) sum[i]! += table[pattern[i]! & mask]!;
}

/** The job of {@linkcode groupExplainer}: one block per piece. */
export const EXPLAIN_GROUPS = job(import.meta.url, groupExplainer);
