import type { Arena } from "../kernels/arena.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import { rowStepOf, writeRows } from "../binning/bin_layouts.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import {
  BLOCK,
  CANDIDATE_BYTES,
  HISTOGRAM_BYTES,
  PLACE_BYTES,
  SPLIT_BYTES,
} from "./entry_layout.ts";

/** Bins in the shared memory: that of feature `f` of row `i` is at `at + i * rowStep + f * featureStep`. */
export interface NodeBins {
  at: number;
  rowStep: number;
  featureStep: number;
}

/** The functions of node_entries.shared.as.ts. */
type EntryKernel = Record<
  "countEntries" | "partitionEntries" | "copyRows",
  (...args: number[]) => number
>;

const entryKernel = loadKernel<EntryKernel>(
  new URL("./node_entries.shared.wasm", import.meta.url),
);

/** The functions of node_split.shared.as.ts. */
type SplitKernel = Record<"searchCandidates" | "clearCounts", (...args: number[]) => number>;

const splitKernel = loadKernel<SplitKernel>(new URL("./node_split.shared.wasm", import.meta.url));

/** The memory of the threads that grow a forest: plain data that can be sent to a worker. */
export interface GrowMemory {
  memory: WebAssembly.Memory;
  /** The bins in two layouts. */
  columns: NodeBins;
  rows: NodeBins;
  /** Number of rows. */
  length: number;
  /** Candidates that a node draws at a time. */
  candidates: number;
  /** Features that it draws at most, a multiple of four. */
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
  candidates: number,
  threads: number,
): GrowMemory {
  const { length, bins } = binned;
  const rowStep = rowStepOf(binned);
  const columns: NodeBins = { at: take(bins.length), rowStep: 1, featureStep: length };
  const rows: NodeBins = { at: take(length * rowStep), rowStep, featureStep: 1 };
  new Uint8Array(memory.buffer, columns.at, bins.length).set(bins);
  writeRows(binned, new Uint8Array(memory.buffer, rows.at, length * rowStep));
  const slots = Math.ceil(Math.min(candidates, binned.features.length) / 4) * 4;
  const stores = STORES.map(({ bytes, share }) =>
    Math.floor(Math.min(bytes / rows.rowStep, share * length))
  );
  const { bytes } = parts({ rows, length, candidates, slots, stores });
  return {
    memory,
    columns,
    rows,
    length,
    candidates,
    slots,
    stores,
    threads: Array.from({ length: threads }, () => take(bytes)),
    taken: new Int32Array(new SharedArrayBuffer(4)),
  };
}

/** Offsets in the working memory of a thread, and its size. */
function parts(
  { rows, length, candidates, slots, stores }: Pick<
    GrowMemory,
    "rows" | "length" | "candidates" | "slots" | "stores"
  >,
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
    counts: part(HISTOGRAM_BYTES * slots),
    slots: part(4 * slots),
    slotBins: part(4 * slots),
    candidates: part(CANDIDATE_BYTES * candidates),
    split: part(SPLIT_BYTES),
    goesLeft: part(256),
    block: part(PLACE_BYTES * BLOCK),
    stores: stores.map((most) => part(most * rows.rowStep)),
  };
  return { offsets, bytes };
}

/** The working memory of a thread; the thread must be one of those that it was reserved for. */
export function threadMemory(task: GrowMemory) {
  const { memory, length, candidates, slots, rows } = task;
  const { buffer } = memory;
  const begin = task.threads[Atomics.add(task.taken, 0, 1)]!;
  const { offsets } = parts(task);
  // memory may have been used before
  new Uint8Array(buffer, begin + offsets.counts, HISTOGRAM_BYTES * slots).fill(0);
  const at = {
    positive: begin + offsets.positive,
    negative: begin + offsets.negative,
    spare: begin + offsets.spare,
    counts: begin + offsets.counts,
    slots: begin + offsets.slots,
    slotBins: begin + offsets.slotBins,
    candidates: begin + offsets.candidates,
    split: begin + offsets.split,
    goesLeft: begin + offsets.goesLeft,
    block: begin + offsets.block,
  };
  return {
    at,
    kernel: { ...entryKernel(memory), ...splitKernel(memory) },
    bytes: new Uint8Array(buffer),
    positive: new Uint32Array(buffer, at.positive, length),
    negative: new Uint32Array(buffer, at.negative, length),
    slots: new Int32Array(buffer, at.slots, slots).fill(0),
    slotBins: new Int32Array(buffer, at.slotBins, slots),
    candidates: new Int32Array(buffer, at.candidates, candidates * CANDIDATE_BYTES / 4),
    split: new DataView(buffer, at.split, SPLIT_BYTES),
    goesLeft: new Uint8Array(buffer, at.goesLeft, 256),
    stores: offsets.stores.map((offset, k) => ({
      most: task.stores[k]!,
      bins: { at: begin + offset, rowStep: rows.rowStep, featureStep: 1 },
    })),
  };
}

/** What {@linkcode threadMemory} returns. */
export type ThreadMemory = ReturnType<typeof threadMemory>;
