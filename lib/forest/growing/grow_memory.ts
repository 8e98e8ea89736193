import type { Arena } from "../kernels/arena.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import { rowStepOf, writeRows } from "../binning/bin_layouts.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import { BLOCK, PLACE_BYTES } from "./entry_layout.ts";
import { BINS, type NodeBins } from "./node_histogram.ts";

/** The functions of node_entries.shared.as.ts. */
type EntryKernel = Record<
  "countEntries" | "partitionEntries" | "copyRows",
  (...args: number[]) => number
>;

const entryKernel = loadKernel<EntryKernel>(
  new URL("./node_entries.shared.wasm", import.meta.url),
);

/** The memory of the threads that grow a forest: plain data that can be sent to a worker. */
export interface GrowMemory {
  memory: WebAssembly.Memory;
  /** The bins in two layouts. */
  columns: NodeBins;
  rows: NodeBins;
  /** Number of rows. */
  length: number;
  /** Features that a node draws at most, a multiple of four. */
  slots: number;
  /** Rows that fit into each store. */
  stores: number[];
  /** Address of the working memory of each thread. */
  threads: number[];
  /** How many threads have taken theirs. */
  taken: Int32Array;
}

/**
 * Stores into which the bins of a subtree's rows are copied. The smaller one is half of a
 * second-level cache of 1 MB. The larger one, in the third-level cache, is used before if the rows
 * are a small share of the table and so lie far apart. With 336,000 rows of which 25 % were drawn,
 * nodes of 4,000 to 16,000 rows took 5 to 8 ns per row and feature, and 2.5 ns with the larger
 * store. With 80,000 rows, copying twice took more time than it saved.
 */
const STORES = [{ bytes: 2 ** 21, share: 1 / 16 }, { bytes: 2 ** 19, share: 1 }];

/** Copies a table into an arena and reserves the working memory of `threads` threads. */
export function growMemory(
  { memory, take }: Arena,
  binned: BinnedTable,
  features: number,
  threads: number,
): GrowMemory {
  const { length, bins } = binned;
  const rowStep = rowStepOf(binned);
  const columns: NodeBins = { at: take(bins.length), rowStep: 1, featureStep: length };
  const rows: NodeBins = { at: take(length * rowStep), rowStep, featureStep: 1 };
  new Uint8Array(memory.buffer, columns.at, bins.length).set(bins);
  writeRows(binned, new Uint8Array(memory.buffer, rows.at, length * rowStep));
  const slots = Math.ceil(features / 4) * 4;
  const stores = STORES.map(({ bytes, share }) =>
    Math.floor(Math.min(bytes / rows.rowStep, share * length))
  );
  const { bytes } = parts({ rows, length, slots, stores });
  return {
    memory,
    columns,
    rows,
    length,
    slots,
    stores,
    threads: Array.from({ length: threads }, () => take(bytes)),
    taken: new Int32Array(new SharedArrayBuffer(4)),
  };
}

/** Offsets in the working memory of a thread, and its size. */
function parts(
  { rows, length, slots, stores }: Pick<GrowMemory, "rows" | "length" | "slots" | "stores">,
) {
  let bytes = 0;
  const part = (size: number) => {
    const at = bytes;
    bytes += Math.ceil(size / 16) * 16;
    return at;
  };
  const offsets = {
    positive: part(4 * length),
    negative: part(4 * length),
    spare: part(4 * length),
    counts: part(8 * slots * 2 * BINS),
    slots: part(4 * slots),
    goesLeft: part(BINS),
    block: part(PLACE_BYTES * BLOCK),
    stores: stores.map((most) => part(most * rows.rowStep)),
  };
  return { offsets, bytes };
}

/** The working memory of a thread; the thread must be one of those that it was reserved for. */
export function threadMemory(task: GrowMemory) {
  const { memory, length, slots, rows } = task;
  const { buffer } = memory;
  const begin = task.threads[Atomics.add(task.taken, 0, 1)]!;
  const { offsets } = parts(task);
  const at = {
    positive: begin + offsets.positive,
    negative: begin + offsets.negative,
    spare: begin + offsets.spare,
    counts: begin + offsets.counts,
    slots: begin + offsets.slots,
    goesLeft: begin + offsets.goesLeft,
    block: begin + offsets.block,
  };
  return {
    at,
    kernel: entryKernel(memory),
    bytes: new Uint8Array(buffer),
    positive: new Uint32Array(buffer, at.positive, length),
    negative: new Uint32Array(buffer, at.negative, length),
    counts: new Float64Array(buffer, at.counts, slots * 2 * BINS).fill(0),
    slots: new Int32Array(buffer, at.slots, slots).fill(0),
    goesLeft: new Uint8Array(buffer, at.goesLeft, BINS),
    stores: offsets.stores.map((offset, k) => ({
      most: task.stores[k]!,
      bins: { at: begin + offset, rowStep: rows.rowStep, featureStep: 1 },
    })),
  };
}

/** What {@linkcode threadMemory} returns. */
export type ThreadMemory = ReturnType<typeof threadMemory>;
