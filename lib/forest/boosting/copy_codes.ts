import type { BinnedTable } from "../binning/binned_table.ts";
import type { Arena } from "../kernels/arena.ts";
import type { CodePart } from "./code_parts.ts";
import type { StoredPart } from "./tree_slots.ts";

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
 * Copies the codes of some features and rows, row by row.
 *
 * @param columns address of the codes of all features, column by column.
 * @param length rows of a column.
 * @param features indices of the features, in their new order.
 * @param rows rows to copy; all without it.
 * @returns the address of the first row's codes, and the bytes of a row, a multiple of 8.
 */
function copyRows(
  { memory, take }: Arena,
  columns: number,
  length: number,
  features: number[],
  rows?: Uint32Array,
): { codes: number; step: number } {
  const step = Math.max(8, Math.ceil(features.length / 8) * 8);
  const count = rows?.length ?? length;
  const codes = take(count * step);
  const from = new Uint8Array(memory.buffer, columns);
  const to = new Uint8Array(memory.buffer, codes, count * step);
  for (let begin = 0; begin < count; begin += BLOCK) {
    const end = Math.min(count, begin + BLOCK);
    features.forEach((feature, place) => {
      const column = feature * length;
      for (let i = begin; i < end; i++) {
        to[i * step + place] = from[column + (rows ? rows[i]! : i)]!;
      }
    });
  }
  return { codes, step };
}

/** Copies the codes of a part, those that plain rows share last: plain rows need the first bytes only. */
export function storePart(
  arena: Arena,
  { features, groups, rows }: CodePart,
  columns: number,
  order: Uint32Array,
  sharedBin: Int16Array,
): StoredPart {
  const { length } = order;
  if (!groups) {
    const sorted = features.toSorted((a, b) =>
      Number(sharedBin[a]! >= 0) - Number(sharedBin[b]! >= 0)
    );
    return { features: sorted, groups: 0, ...copyRows(arena, columns, length, sorted) };
  }
  const ids = arena.take(4 * length);
  const list = new Uint32Array(arena.memory.buffer, ids, length);
  const ordered = new Uint32Array(rows!.length);
  for (let i = 0; i < length; i++) {
    list[i] = groups[order[i]!]!;
    ordered[list[i]!] = i;
  }
  return { features, groups: ids, ...copyRows(arena, columns, length, features, ordered) };
}
