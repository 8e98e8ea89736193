import { UserError } from "../../user_error.ts";
import type { BinnedTable } from "../binning/binned_table.ts";

const PAGE = 65_536;
/** Pages of the largest memory: 4 GiB. */
const MOST_PAGES = 65_536;

/** A memory that all threads and kernels of a fit share, filled from its start. */
export interface Arena {
  memory: WebAssembly.Memory;
  /**
   * Reserves bytes, at a multiple of 16; returns their address.
   *
   * @throws UserError if the memory would have more than 4 GiB.
   */
  take(bytes: number): number;
  /** Keeps the memory for the next arena. */
  close(): void;
}

/**
 * The memory of the last fit: those of a search need as much, and a shared memory is only returned
 * by a garbage collection.
 */
let spare: WebAssembly.Memory | undefined;

/** An empty arena. */
export function openArena(): Arena {
  const memory = spare ??
    new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  spare = undefined;
  let end = 16; // no address is 0
  return {
    memory,
    take(bytes) {
      const begin = end;
      end += Math.ceil(bytes / 16) * 16;
      const pages = Math.ceil(end / PAGE);
      if (pages > MOST_PAGES) {
        throw new UserError(
          `too many rows: boosting would need ${
            (end / 2 ** 30).toFixed(1)
          } GiB in one piece, and ` +
            `has at most 4 GiB. Give it fewer, for instance with a smaller --max-rows.`,
        );
      }
      const missing = pages - memory.buffer.byteLength / PAGE;
      if (missing > 0) memory.grow(missing);
      return begin;
    },
    close: () => void (spare = memory),
  };
}

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
