import { job } from "../../workers/job.ts";
import { binnerOn, edgeBytes, placeEdges } from "../binning/bin_values.ts";
import type { CompactTrees } from "./compact_trees.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import { writeCodes } from "../binning/write_codes.ts";
import { LANES, QUESTION_BYTES, TOP_BYTES, TOP_LEVELS } from "./score_layout.ts";

/** Rows of a piece of work. */
export const BLOCK_ROWS = 4_096;

/**
 * Rows turned into codes and scored at a time, by one tree after the other: a tree of 1,000 leaves
 * stays in the first-level cache meanwhile, the codes (145 columns: 158 kB) in the second.
 */
const CODED_ROWS = 1_024;

/** From one column of codes to the next: an odd number of cache lines, or columns would share sets. */
const COLUMN_STEP = CODED_ROWS + 64;

const PAGE = 65_536;

/** See score_tree.as.ts. */
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

/** What the scoring of a table needs. */
export interface ScoreTask {
  trees: CompactTrees;
  /** By feature of the ensemble: numbers, or codes of its categories. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  /** By column of `trees`, where the rows have been turned into codes already. */
  codes?: Uint8Array[] | undefined;
  /** Receives the sums of leaf values. */
  scores: Float64Array;
}

/**
 * A function that adds up the leaf values of the rows of block number `index`, tree by tree in their
 * order. O(rows × trees × depth), about 1 ns a step.
 */
export function blockScorer(task: ScoreTask): (index: number) => void {
  const { trees, scores } = task;
  const { words, values, roots, depths } = trees;
  // the kernels' memory: sums, numbers, leaf values, words of the nodes, tops of the trees, codes, edges
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

  /** Where a column's codes stand, from the first of them on. */
  function columnAt(word: number): number {
    return (word >>> 8) * COLUMN_STEP;
  }

  /** Writes the nodes: columns and children are addresses in memory there. */
  function writeNodes(): void {
    const nodes = new Int32Array(memory.buffer, wordsAt, words.length);
    for (let i = 0; i < words.length; i += 2) {
      nodes[i] = (columnAt(words[i]!) << 8) | (words[i]! & 255);
      nodes[i + 1] = wordsAt + 4 * words[i + 1]!;
    }
  }

  /** Writes the questions of a tree's uppermost levels, breadth first, and where they lead. */
  function writeTop(root: number, at: number): void {
    const top = new Int32Array(memory.buffer, at, TOP_BYTES / 4);
    let level = [root];
    let place = 0;
    for (let l = 0; l < TOP_LEVELS; l++) {
      for (const node of level) {
        top[place] = columnAt(words[node]!);
        top[place + 1] = words[node]! & 255;
        place += QUESTION_BYTES / 4;
      }
      level = level.flatMap((node) => {
        const left = words[node + 1]!;
        return left === node ? [node, node] : [left, left + 2]; // a leaf leads to itself
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
      // columns come after those that they are made of
      const of = column.kind === "missing left" ? column.of * COLUMN_STEP : 0;
      writeCodes(column, values, own, codes.subarray(of, of + rows));
    });
  }
}

/** Scores a block of rows a piece. */
export const SCORE_BLOCK = job(import.meta.url, blockScorer);
