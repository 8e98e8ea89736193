import type { PresetName } from "../config/presets/preset.ts";
import { PRESETS } from "../config/presets/presets.ts";
import { BLOCK_PAIRS } from "../features/pairs/labelled_pairs.ts";
import { HELD_PAIRS } from "./some_customers.ts";

/** What decides how much memory a run needs. */
export interface RunSize {
  /** Order lines. */
  lines: number;
  /** Customer × product pairs of a week: both have order lines. */
  pairs: number;
  /** Pairs that were ever bought. */
  bought: number;
  /** Every customer × every product: the pairs of the forecast. */
  catalogue: number;
  /** Included weeks, and those of them for validation or test, whichever are more. */
  weeks: number;
  heldWeeks: number;
  maxRows: number;
  /** Tables of all pairs that drift compares, under the preset that compares those: 1 or 2. */
  matrices: number;
  preset: PresetName;
}

/** The memory that a run needs. */
export interface MemoryEstimate {
  /** Pairs of the forecast. */
  pairs: number;
  /** Rows that training holds at a time: those of its sample and those of the held weeks. */
  rows: number;
  /** Estimated peak of the process. */
  bytes: number;
}

const MB = 1e6;

/** The process with its threads; with little data it needs `LEAST` for a moment. */
const BASE = 455 * MB, LEAST = 600 * MB;
/** Bytes of an order line with its indices, about as many as while it is read. */
const PER_LINE = 90;
/** Bytes of a pair of the forecast: its probability and quantity, and those of its columns on disk. */
const PER_CATALOGUE_PAIR = 45;
/** Smaller blocks would take longer: each begins with sums over the whole history. */
const LEAST_BLOCK = 50_000;
/**
 * Bytes of a row with features: of the block that is being written or scored; of a row that is
 * learned from, in bins and in the trees' work space; of a row of the held weeks, in bins.
 */
const PER_ROW: Record<PresetName, { written: number; learned: number; held: number }> = {
  default: { written: 2_200, learned: 450, held: 250 },
  original: { written: 600, learned: 750, held: 250 },
};
/** Bytes of a row of the weekly matrix, where drift is measured on all of it. */
const PER_COMPARED_ROW = 500;

/**
 * Estimates the highest memory of a run from its counts: that of its largest task. Tasks run one
 * after the other, but the process keeps a part of what one has freed.
 *
 * The constants fit the highest resident memory of whole runs of 1 to 3 trials on 2 processors within
 * 10 %. Customers × products × included weeks, and order lines:
 *
 * | run                                              | measured | estimated |
 * | ------------------------------------------------ | -------- | --------- |
 * | 1,500 × 130 × 12, 178,318                        | 0.76 GiB |  0.77 GiB |
 * | 3,000 × 300 × 12, 116,329                        | 1.29 GiB |  1.29 GiB |
 * | 15,000 × 130 × 12, 1,814,470                     | 1.35 GiB |  1.48 GiB |
 * | 90,000 × 130 × 12, 11,002,753, blocks of 50,000  | 1.86 GiB |  1.99 GiB |
 *
 * An earlier version, which needed more, had 1.06 GiB with 20,000 × 1,000 of which few had traded, and
 * 1.99 GiB under the original preset with 3,000 × 300 × 4; they are estimated at 1.32 and 2.10 GiB.
 */
export function memoryEstimate(size: RunSize, blockPairs = BLOCK_PAIRS): MemoryEstimate {
  const { lines, pairs, catalogue, weeks, heldWeeks, matrices, preset } = size;
  const { written, learned, held } = PER_ROW[preset];
  const sampled = sampledRows(size), heldRows = Math.min(HELD_PAIRS, heldWeeks * pairs);
  const tasks = {
    drift_check: PRESETS[preset].drift.compares === "matrix"
      ? PER_COMPARED_ROW * pairs * weeks * matrices
      : 0,
    // of a row the frame is in memory, and the pairs of its week
    split_data: written * Math.min(blockPairs, pairs) + 10 * pairs,
    train_model: learned * sampled + held * heldRows,
    predict: PER_CATALOGUE_PAIR * catalogue + written * Math.min(blockPairs, scoredPairs(size)),
  };
  const bytes = BASE + PER_LINE * lines + Math.max(...Object.values(tasks));
  return {
    pairs: catalogue,
    rows: sampled + heldRows,
    bytes: Math.ceil(Math.max(LEAST, bytes)),
  };
}

/**
 * Pairs whose features are computed at a time, as many as `bytes` allow in the tasks that work block
 * by block. Their number changes no result.
 *
 * @param shards blocks, at least, of the pairs that are scored.
 */
export function affordableBlock(size: RunSize, bytes: number, shards = 1): number {
  const room = bytes - BASE - PER_LINE * size.lines - PER_CATALOGUE_PAIR * size.catalogue -
    10 * size.pairs;
  const affordable = Math.floor(room / PER_ROW[size.preset].written);
  const largest = Math.max(1, Math.ceil(scoredPairs(size) / shards));
  return Math.min(BLOCK_PAIRS, largest, Math.max(LEAST_BLOCK, affordable));
}

function scoredPairs({ preset, catalogue, pairs }: RunSize): number {
  return PRESETS[preset].scores === "everything" ? catalogue : pairs;
}

/** Rows of the sample of all weeks; see `splitData`. */
function sampledRows({ pairs, bought, weeks, maxRows, preset }: RunSize): number {
  const { byRepeat, repeatRate, newRate } = PRESETS[preset].sampling;
  const repeat = byRepeat ? repeatRate * bought : 0;
  const wanted = weeks * (repeat + newRate * Math.max(0, pairs - (byRepeat ? bought : 0)));
  return Math.round(Math.min(wanted, maxRows));
}
