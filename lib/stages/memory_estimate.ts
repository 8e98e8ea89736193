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

/** The process with its threads, whatever the data. */
const BASE = 550 * MB;
/** Bytes of an order line and its indices. */
const PER_LINE = 500;
/** Bytes of a pair of the forecast. */
const PER_CATALOGUE_PAIR = 135;
/** Bytes of a row with features: of the week that is being written, and in training. */
const PER_ROW: Record<PresetName, { written: number; trained: number }> = {
  default: { written: 2_600, trained: 1_800 },
  original: { written: 600, trained: 950 },
};
/** Bytes of a row of the weekly matrix, where drift is measured on all of it. */
const PER_COMPARED_ROW = 500;

/**
 * Estimates the highest memory of a run from its counts: that of its largest task. Tasks run one
 * after the other, but the process keeps most of what one has freed.
 *
 * The constants fit the highest resident memory of whole runs of 2 trials on 2 processors, within
 * −5 to +35 %, but for the smallest of the original preset. Customers × products with order lines × included weeks (customers × products):
 *
 * | run                                      | measured | estimated |
 * | ---------------------------------------- | -------- | --------- |
 * | 200 × 48 × 12                            |  0.6 GiB |   0.6 GiB |
 * | 80 × 5,800 × 12 (80 × 10,000)            |  3.0 GiB |   3.9 GiB |
 * | 3,000 × 300 × 12                         |  4.2 GiB |   5.2 GiB |
 * | 3,000 × 300 × 12, `max_rows` 4,000,000   |  5.9 GiB |   6.8 GiB |
 * | 3,000 × 300 × 24                         |  8.2 GiB |   8.2 GiB |
 * | 8,000 × 500 × 12                         | 13.3 GiB |  15.6 GiB |
 * | 300 × 100 × 12 (20,000 × 1,000)          |  3.0 GiB |   3.1 GiB |
 * | the real data                            |  1.7 GiB |   2.1 GiB |
 * | the real data, original                  |  0.9 GiB |   1.3 GiB |
 * | original, 3,000 × 300 × 4                |  2.0 GiB |   2.2 GiB |
 * | original, 300 × 100 × 4 (20,000 × 1,000) |  2.8 GiB |   3.3 GiB |
 */
export function memoryEstimate(size: RunSize): MemoryEstimate {
  const { lines, pairs, catalogue, weeks, heldWeeks, matrices, preset } = size;
  const { written, trained } = PER_ROW[preset];
  const scored = PRESETS[preset].scores === "everything" ? catalogue : pairs;
  const rows = sampledRows(size) + heldWeeks * pairs;
  const tasks = {
    drift_check: PRESETS[preset].drift.compares === "matrix"
      ? PER_COMPARED_ROW * pairs * weeks * matrices
      : 0,
    split_data: written * pairs + 10 * pairs * weeks,
    train_model: trained * rows,
    predict: PER_CATALOGUE_PAIR * catalogue + written * Math.min(BLOCK_PAIRS, scored),
  };
  const bytes = BASE + PER_LINE * lines + Math.max(...Object.values(tasks));
  return { pairs: catalogue, rows, bytes: Math.ceil(bytes) };
}

/** Rows of the sample of all weeks: all purchases, and no more of the others than `maxRows` allow. */
function sampledRows({ lines, pairs, bought, weeks, maxRows, preset }: RunSize): number {
  const { byRepeat, repeatRate, newRate } = PRESETS[preset].sampling;
  const repeat = byRepeat ? repeatRate * bought : 0;
  const wanted = weeks * (repeat + newRate * Math.max(0, pairs - (byRepeat ? bought : 0)));
  return Math.round(Math.min(wanted, Math.max(maxRows, maxRows / 2 + lines)));
}
