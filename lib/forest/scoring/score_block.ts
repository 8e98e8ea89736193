import { job } from "../../workers/job.ts";
import { binnerOn, edgeBytes, placeEdges } from "../binning/bin_values.ts";
import type { CompactTrees } from "./compact_trees.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import { writeCodes } from "../binning/write_codes.ts";
import { LANES, SPLIT_BYTES, TOP_BYTES, TOP_LEVELS } from "./score_layout.ts";

/** Rows per piece of work. */
export const BLOCK_ROWS = 4_096;

/**
 * Rows encoded and scored at a time, tree by tree: a tree of 1,000 leaves stays in the first-level
 * cache meanwhile, the codes (145 columns: 158 kB) in the second-level cache.
 */
const CODED_ROWS = 1_024;

/** Bytes between code columns: an odd number of cache lines, for different cache sets. */
const COLUMN_STEP = CODED_ROWS + 64;

const PAGE = 65_536;

/** The function of score_tree.as.ts. */
interface ScoreKernel {
  scoreTree(
    codes: number,
    rows: number,
    top: number,
    depth: number,
    toValues: number,
    scores: number,
  ): void;
}

const scoreKernel = loadKernel<ScoreKernel>(new URL("./score_tree.wasm", import.meta.url));

/** Input of the scoring of a table. */
export interface ScoreTask {
  trees: CompactTrees;
  /** Numbers or category indices, by feature of the ensemble. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  /** Codes by code column of `trees`, if the rows are already encoded. */
  codes?: Uint8Array[] | undefined;
  /** Receives the sum of leaf values of each row. */
  scores: Float64Array;
}

/**
 * Returns a function that sums the leaf values of the rows of block `index`, in the order of the
 * trees. O(rows × trees × depth), about 1 ns per step.
 */
export function blockScorer(task: ScoreTask): (index: number) => void {
  const { trees, scores } = task;
  const { words, values, roots, depths } = trees;
  // memory of the kernels: sums, numbers, leaf values, node words, tops of the trees, codes, edges
  const numbersAt = 8 * CODED_ROWS;
  const valuesAt = 2 * numbersAt;
  const wordsAt = valuesAt + 8 * values.length;
  const topsAt = wordsAt + 4 * words.length;
  const codesAt = 64 * Math.ceil((topsAt + TOP_BYTES * roots.length) / 64);
  const edgesAt = codesAt + COLUMN_STEP * trees.columns.length;
  let bytes = edgesAt;
  const edgePlaces = trees.columns.map((column) => {
    const at = bytes;
    if (column.kind === "numeric") bytes += edgeBytes(column.thresholds);
    return at;
  });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const binNumbers = binnerOn(memory, numbersAt, CODED_ROWS);
  const edges = trees.columns.map((column, c) =>
    column.kind === "numeric" ? placeEdges(memory, edgePlaces[c]!, column.thresholds) : undefined
  );
  const { scoreTree } = scoreKernel(memory);
  const sums = new Float64Array(memory.buffer, 0, CODED_ROWS);
  const codes = new Uint8Array(memory.buffer, codesAt, COLUMN_STEP * trees.columns.length);
  new Float64Array(memory.buffer, valuesAt, values.length).set(values);
  writeNodes();
  roots.forEach((root, tree) => writeTop(root, topsAt + TOP_BYTES * tree));

  return (index) => {
    const end = Math.min((index + 1) * BLOCK_ROWS, scores.length);
    for (let begin = index * BLOCK_ROWS; begin < end; begin += CODED_ROWS) {
      const rows = Math.min(CODED_ROWS, end - begin);
      readCodes(begin, rows);
      sums.fill(0);
      const padded = Math.ceil(rows / LANES) * LANES;
      for (let tree = 0; tree < roots.length; tree++) {
        const below = Math.max(0, depths[tree]! - TOP_LEVELS);
        scoreTree(codesAt, padded, topsAt + TOP_BYTES * tree, below, valuesAt - wordsAt, 0);
      }
      for (let i = 0; i < rows; i++) scores[begin + i] = sums[i]!;
    }
  };

  /** Offset of the codes of a node's column. */
  function columnAt(word: number): number {
    return (word >>> 8) * COLUMN_STEP;
  }

  /** Writes the nodes, with offsets of code columns and addresses of children. */
  function writeNodes(): void {
    const nodes = new Int32Array(memory.buffer, wordsAt, words.length);
    for (let i = 0; i < words.length; i += 2) {
      nodes[i] = (columnAt(words[i]!) << 8) | (words[i]! & 255);
      nodes[i + 1] = wordsAt + 4 * words[i + 1]!;
    }
  }

  /** Writes the splits of a tree's top levels, breadth first, and the nodes below them. */
  function writeTop(root: number, at: number): void {
    const top = new Int32Array(memory.buffer, at, TOP_BYTES / 4);
    let level = [root];
    let place = 0;
    for (let l = 0; l < TOP_LEVELS; l++) {
      for (const node of level) {
        top[place] = columnAt(words[node]!);
        top[place + 1] = words[node]! & 255;
        place += SPLIT_BYTES / 4;
      }
      level = level.flatMap((node) => {
        const left = words[node + 1]!;
        return left === node ? [node, node] : [left, left + 2]; // the child of a leaf is the leaf
      });
    }
    level.forEach((node, i) => (top[place + i] = wordsAt + 4 * node));
  }

  function readCodes(begin: number, rows: number): void {
    trees.columns.forEach((column, c) => {
      const own = codes.subarray(c * COLUMN_STEP, c * COLUMN_STEP + rows);
      if (task.codes) return own.set(task.codes[c]!.subarray(begin, begin + rows));
      const values = task.columns[column.feature]!.subarray(begin, begin + rows);
      if (edges[c]) {
        return binNumbers(values as Float64Array, edges[c], codesAt + c * COLUMN_STEP);
      }
      // a column comes after the one it is derived from
      const of = column.kind === "missing left" ? column.of * COLUMN_STEP : 0;
      writeCodes(column, values, own, codes.subarray(of, of + rows));
    });
  }
}

/** The job of {@linkcode blockScorer}: one block per piece. */
export const SCORE_BLOCK = job(import.meta.url, blockScorer);
