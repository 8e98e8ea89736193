import { job } from "../../workers/job.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { GROUP_LANES, GROUP_ROWS, GROUPS, PATTERNS } from "./group_layout.ts";
import { groupLeaf } from "./group_leaf.ts";

const PAGE = 65_536;

/** The functions of group_shares.as.ts. */
interface GroupKernel {
  splitPatterns(
    codes: number,
    limit: number,
    bit: number,
    from: number,
    left: number,
    rows: number,
  ): void;
  addShares(patterns: number, table: number, sums: number, rows: number): void;
}

const groupKernel = loadKernel<GroupKernel>(new URL("./group_shares.wasm", import.meta.url));

/** Input of the explanation of a table by groups of features. */
export interface ExplainGroupsTask {
  trees: Pick<TreeEnsemble, "offsets" | "link"> & {
    nodes: Pick<TreeEnsemble["nodes"], "left" | "right" | "value" | "cover">;
  };
  /** The word of each split node, −1 of leaves; see code_columns.ts. */
  words: Int32Array;
  /** Codes by code column. */
  codes: Uint8Array[];
  /** The group of each code column's feature. */
  groupOf: Uint8Array;
  /** Receives the contributions, groups × rows. */
  values: Float64Array[];
}

/**
 * Returns a function that explains the rows of block `index`.
 *
 * Each tree is traversed once for the whole block. The pattern of a row has a bit per group: whether
 * it meets all conditions of the path on features of the group. At a leaf, the contributions of all
 * patterns are computed once (group_leaf.ts) and added to the rows by their patterns: in 32 bits
 * within a tree, which makes errors of 10⁻⁷ of the largest. O(rows × nodes).
 */
export function groupExplainer(task: ExplainGroupsTask): (index: number) => void {
  const { trees: { nodes, offsets, link }, words, codes, groupOf, values } = task;
  const trees = offsets.length - 1, scale = link === "mean" ? 1 / trees : 1;
  // memory of the kernel: shares of a leaf, sums, codes, patterns of the nodes of a path
  const sumsAt = 4 * GROUPS * PATTERNS;
  const codesAt = sumsAt + 4 * GROUPS * GROUP_ROWS;
  const patternsAt = codesAt + GROUP_ROWS * codes.length;
  const bytes = patternsAt + GROUP_ROWS * (2 * deepest() + 1);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { splitPatterns, addShares } = groupKernel(memory);
  const table = new Float32Array(memory.buffer, 0, GROUPS * PATTERNS);
  const sums = values.map((_, g) =>
    new Float32Array(memory.buffer, sumsAt + 4 * GROUP_ROWS * g, GROUP_ROWS)
  );
  const cover = new Float64Array(GROUPS).fill(1);
  let padded = 0;

  return (index) => {
    const begin = index * GROUP_ROWS;
    const rows = Math.min(GROUP_ROWS, values[0]!.length - begin);
    padded = Math.ceil(rows / GROUP_LANES) * GROUP_LANES;
    codes.forEach((column, c) =>
      new Uint8Array(memory.buffer, codesAt + GROUP_ROWS * c, rows)
        .set(column.subarray(begin, begin + rows))
    );
    new Uint8Array(memory.buffer, patternsAt, GROUP_ROWS).fill(PATTERNS - 1);
    for (let tree = 0; tree < trees; tree++) {
      for (const sum of sums) sum.fill(0);
      descend(offsets[tree]!, patternsAt, 0, patternsAt + GROUP_ROWS);
      sums.forEach((sum, g) => addTo(values[g]!, begin, sum, rows));
    }
  };

  /** @param next address of the patterns of the children; those of their children follow. */
  function descend(node: number, patterns: number, groupsMet: number, next: number): void {
    const word = words[node]!;
    if (word < 0) return addLeaf(nodes.value[node]! * scale, patterns, groupsMet);
    const column = word >>> 8, group = groupOf[column]!, bit = 1 << group;
    splitPatterns(codesAt + GROUP_ROWS * column, word & 255, bit, patterns, next, padded);
    const left = nodes.left[node]!, right = nodes.right[node]!;
    const before = cover[group]!, share = before / nodes.cover[node]!;
    cover[group] = share * nodes.cover[left]!;
    descend(left, next, groupsMet | bit, next + 2 * GROUP_ROWS);
    cover[group] = share * nodes.cover[right]!;
    descend(right, next + GROUP_ROWS, groupsMet | bit, next + 2 * GROUP_ROWS);
    cover[group] = before;
  }

  function addLeaf(value: number, patterns: number, onPath: number): void {
    if (value === 0 || onPath === 0) return; // nothing to distribute
    groupLeaf(value, cover, table);
    for (let g = 0; g < sums.length; g++) {
      if (onPath >> g & 1) {
        addShares(patterns, 4 * PATTERNS * g, sumsAt + 4 * GROUP_ROWS * g, padded);
      }
    }
  }

  /** The number of splits above the deepest leaf. */
  function deepest(): number {
    const depths = new Uint16Array(words.length);
    words.forEach((word, node) => {
      if (word >= 0) depths[nodes.left[node]!] = depths[nodes.right[node]!] = depths[node]! + 1;
    });
    return depths.reduce((most, depth) => Math.max(most, depth), 0);
  }
}

function addTo(values: Float64Array, begin: number, sums: Float32Array, rows: number): void {
  for (let i = 0; i < rows; i++) values[begin + i]! += sums[i]!;
}

/** The job of {@linkcode groupExplainer}: one block per piece. */
export const EXPLAIN_GROUPS = job(import.meta.url, groupExplainer);
