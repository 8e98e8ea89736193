import { loadKernel } from "../kernels/load_kernel.ts";
import { LANES } from "./bin_layout.ts";
import type { EdgeIndex } from "./edge_index.ts";

/** The functions of bin_values.as.ts. */
type BinKernel = Record<
  "binFloats" | "binDoubles",
  (
    values: number,
    count: number,
    target: number,
    edges: number,
    first: number,
    lowest: number,
    last: number,
    stride: number,
  ) => void
>;

const binKernel = loadKernel<BinKernel>(new URL("./bin_values.wasm", import.meta.url));

/** The bin of a missing value, for every kind of feature. */
export const MISSING_BIN = 255;

/** Edges in a kernel's memory: the addresses of `edges` and `first` of their index. */
export interface PlacedEdges {
  edges: number;
  first: number;
  index: EdgeIndex;
}

/** Bytes that the edges take in a kernel's memory. */
export function edgeBytes({ edges, first }: EdgeIndex): number {
  return 8 * edges.length + 8 * Math.ceil(first.length / 8);
}

/** Writes edges to a kernel's memory, at an address that is a multiple of 8. */
export function placeEdges(memory: WebAssembly.Memory, at: number, index: EdgeIndex): PlacedEdges {
  const { edges, first } = index;
  new Float64Array(memory.buffer, at, edges.length).set(edges);
  const firstAt = at + 8 * edges.length;
  new Uint8Array(memory.buffer, firstAt, first.length).set(first);
  return { edges: at, first: firstAt, index };
}

/**
 * Returns a function that copies 1 to `count` values to address `at` of a kernel's memory and
 * writes their bins to another address. It writes up to LANES − 1 bytes more than there are values.
 */
export function binnerOn(memory: WebAssembly.Memory, at: number, count: number) {
  const { binFloats, binDoubles } = binKernel(memory);
  const floats = new Float32Array(memory.buffer, at, count);
  const doubles = new Float64Array(memory.buffer, at, count);
  return (
    values: Float32Array | Float64Array,
    { edges, first, index }: PlacedEdges,
    target: number,
  ): void => {
    const isNarrow = values instanceof Float32Array;
    (isNarrow ? floats : doubles).set(values);
    const find = isNarrow ? binFloats : binDoubles;
    const last = index.first.length - 1;
    const padded = Math.ceil(values.length / LANES) * LANES;
    find(at, padded, target, edges - 8, first, index.lowest, last, index.stride);
  };
}

/** Values binned at a time. */
const CHUNK = 4_096;
const BINS_AT = 8 * CHUNK;
const EDGES_AT = BINS_AT + CHUNK;

/** Two pages: space for a chunk, its bins, and at most 510 edges and 65,538 buckets. */
const memory = new WebAssembly.Memory({ initial: 2 });
const bins = new Uint8Array(memory.buffer, BINS_AT, CHUNK);
const binChunk = binnerOn(memory, 0, CHUNK);

/**
 * Writes the bin of each value: the number of edges below it, or {@linkcode MISSING_BIN} for NaN.
 *
 * A binary search within the value's bucket, with as many steps as the fullest bucket needs, mostly
 * one or two: about 3 ns per value.
 *
 * @param target receives one bin per value.
 */
export function binValues(
  values: Float32Array | Float64Array,
  index: EdgeIndex,
  target: Uint8Array,
): void {
  const placed = placeEdges(memory, EDGES_AT, index);
  for (let begin = 0; begin < values.length; begin += CHUNK) {
    const part = values.subarray(begin, begin + CHUNK);
    binChunk(part, placed, BINS_AT);
    target.set(bins.subarray(0, part.length), begin);
  }
}
