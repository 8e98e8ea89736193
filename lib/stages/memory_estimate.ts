import type { PresetName } from "../config/presets/preset.ts";
import { PRESETS } from "../config/presets/presets.ts";
import { BLOCK_PAIRS } from "../features/pairs/labelled_pairs.ts";

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
const BASE = 250 * MB, LEAST = 600 * MB;
/** Bytes of an order line and its indices. */
const PER_LINE = 500;
/** Bytes of a pair of the forecast. */
const PER_CATALOGUE_PAIR = 135;
/**
 * Bytes of a row with features: of the block that is being written or scored; of a row that is
 * learned from, in bins and in the trees' work space; of a row of the held weeks, in bins.
 */
const PER_ROW: Record<PresetName, { written: number; learned: number; held: number }> = {
  default: { written: 2_600, learned: 1_100, held: 330 },
  original: { written: 600, learned: 750, held: 250 },
};
/** Bytes of a row of the weekly matrix, where drift is measured on all of it. */
const PER_COMPARED_ROW = 500;

/**
 * Estimates the highest memory of a run from its counts: that of its largest task. Tasks run one
 * after the other, but the process keeps a part of what one has freed.
 *
 * The constants fit the highest resident memory of whole runs of 2 trials on 2 processors, within
 * 0 to +30 %. Customers × products with order lines × included weeks (customers × products), and
 * order lines:
 *
 * | run                                            | measured | estimated |
 * | ---------------------------------------------- | -------- | --------- |
 * | 200 × 48 × 12                                  | 0.57 GiB |  0.56 GiB |
 * | 2,600 × 299 × 12, 500,000                      | 1.60 GiB |  1.97 GiB |
 * | 2,600 × 299 × 12, 500,000, `max_rows` 4,000,000 | 2.62 GiB |  3.08 GiB |
 * | 3,000 × 300 × 12, 30,000                       | 1.82 GiB |  1.83 GiB |
 * | 300 × 100 × 12 (20,000 × 1,000), 3,000         | 2.56 GiB |  2.82 GiB |
 * | the real data                                  | 0.88 GiB |  1.00 GiB |
 * | the real data, original                        | 0.79 GiB |  0.80 GiB |
 * | original, 3,000 × 300 × 4, 30,000              | 1.87 GiB |  1.92 GiB |
 */
export function memoryEstimate(size: RunSize): MemoryEstimate {
  const { lines, pairs, catalogue, weeks, heldWeeks, matrices, preset } = size;
  const { written, learned, held } = PER_ROW[preset];
  const scored = PRESETS[preset].scores === "everything" ? catalogue : pairs;
  const sampled = sampledRows(size), heldRows = heldWeeks * pairs;
  const tasks = {
    drift_check: PRESETS[preset].drift.compares === "matrix"
      ? PER_COMPARED_ROW * pairs * weeks * matrices
      : 0,
    split_data: written * Math.min(BLOCK_PAIRS, pairs) + 10 * pairs * weeks,
    train_model: learned * sampled + held * heldRows,
    predict: PER_CATALOGUE_PAIR * catalogue + written * Math.min(BLOCK_PAIRS, scored),
  };
  const bytes = Math.max(LEAST, BASE + PER_LINE * lines + Math.max(...Object.values(tasks)));
  return { pairs: catalogue, rows: sampled + heldRows, bytes: Math.ceil(bytes) };
}

/** Rows of the sample of all weeks: all purchases, and no more of the others than `maxRows` allow. */
function sampledRows({ lines, pairs, bought, weeks, maxRows, preset }: RunSize): number {
  const { byRepeat, repeatRate, newRate } = PRESETS[preset].sampling;
  const repeat = byRepeat ? repeatRate * bought : 0;
  const wanted = weeks * (repeat + newRate * Math.max(0, pairs - (byRepeat ? bought : 0)));
  return Math.round(Math.min(wanted, Math.max(maxRows, maxRows / 2 + lines)));
}
