import { UserError } from "../../user_error.ts";
import type { BinnedTable } from "./binned_table.ts";

/** Rows transposed at a time: 256 rows of 64 bytes stay in the first-level cache. */
const BLOCK = 256;

/** A binned table of the given rows, with the row layout too, for any number of models. */
export function pickBinned(binned: BinnedTable, rows: Uint32Array | Int32Array): BinnedTable {
  return byRow(takeBinned(binned, rows));
}

/** A binned table of the given rows. */
export function takeBinned(binned: BinnedTable, rows: Uint32Array | Int32Array): BinnedTable {
  const { features, length } = binned;
  const bins = new Uint8Array(new SharedArrayBuffer(rows.length * features.length));
  for (let f = 0; f < features.length; f++) {
    copyColumn(binned.bins, f * length, rows, bins, f * rows.length);
  }
  return { length: rows.length, features, bins };
}

/** A binned table with the row layout too, in shared memory. */
export function byRow(binned: BinnedTable): BinnedTable {
  const rowStep = rowStepOf(binned);
  const bytes = new Uint8Array(new SharedArrayBuffer(binned.length * rowStep));
  writeRows(binned, bytes);
  return { ...binned, byRow: { bytes, rowStep, featureStep: 1 } };
}

/** Entries and packed counts have at least 26 bits for rows. */
const MOST_ROWS = 2 ** 26;

/** Positions in the bins are 32-bit integers. */
const MOST_BYTES = 2 ** 31;

/**
 * Bytes of a row in {@linkcode writeRows}, a multiple of 16.
 *
 * @throws UserError if there are more rows than training can count.
 */
export function rowStepOf({ length, features }: BinnedTable): number {
  const rowStep = Math.max(16, Math.ceil(features.length / 16) * 16);
  const most = Math.min(MOST_ROWS, Math.floor(MOST_BYTES / rowStep));
  if (length > most) {
    throw new UserError(
      `too many rows: a model learns from at most ${most} rows of ${features.length} features, ` +
        `found ${length}. Give it fewer, for instance with a smaller --max-rows.`,
    );
  }
  return rowStep;
}

/**
 * Writes the bins row by row. Scattered rows are copied from here: that reads one or two cache
 * lines per row, against one per feature from columns. O(rows × features).
 */
export function writeRows(binned: BinnedTable, bytes: Uint8Array): void {
  if (binned.byRow) return bytes.set(binned.byRow.bytes);
  const rows = binned.length, features = binned.features.length, rowStep = rowStepOf(binned);
  for (let begin = 0; begin < rows; begin += BLOCK) {
    const count = Math.min(BLOCK, rows - begin);
    for (let f = 0; f < features; f++) {
      const from = f * rows + begin;
      spread(binned.bins, from, count, bytes, begin * rowStep + f, rowStep);
    }
  }
}

function copyColumn(
  bins: Uint8Array,
  from: number,
  rows: Uint32Array | Int32Array,
  target: Uint8Array,
  to: number,
): void {
  for (let i = 0; i < rows.length; i++) target[to + i] = bins[from + rows[i]!]!;
}

function spread(
  bytes: Uint8Array,
  from: number,
  count: number,
  target: Uint8Array,
  to: number,
  step: number,
): void {
  for (let i = 0; i < count; i++) target[to + i * step] = bytes[from + i]!;
}
