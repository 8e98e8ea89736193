import type { BinnedTable } from "../binning/binned_table.ts";
import type { Arena } from "../kernels/arena.ts";

/**
 * Copies a table into an arena, column by column, with its rows in the given order. A bin `b`
 * becomes code `b + 1`, and missing 0.
 *
 * @returns the address.
 */
export function copyColumns(
  arena: Arena,
  { bins, features, length }: BinnedTable,
  order: Uint32Array,
): number {
  const at = arena.take(length * features.length);
  const codes = new Uint8Array(arena.memory.buffer, at, length * features.length);
  for (let column = 0; column < codes.length; column += length) {
    for (let i = 0; i < length; i++) codes[column + i] = bins[column + order[i]!]! + 1;
  }
  return at;
}

/** Rows copied at a time: their codes stay in the first-level cache. */
const BLOCK = 256;

/**
 * Copies columns of codes row by row.
 *
 * @param columns address of the codes.
 * @returns the address of the first row; each has `rowStep` bytes.
 */
export function copyRows(
  arena: Arena,
  columns: number,
  length: number,
  features: number,
  rowStep: number,
): number {
  const at = arena.take(length * rowStep);
  const { buffer } = arena.memory;
  const from = new Uint8Array(buffer, columns, length * features);
  const to = new Uint8Array(buffer, at, length * rowStep);
  for (let begin = 0; begin < length; begin += BLOCK) {
    const end = Math.min(length, begin + BLOCK);
    for (let f = 0; f < features; f++) {
      for (let i = begin; i < end; i++) to[i * rowStep + f] = from[f * length + i]!;
    }
  }
  return at;
}
