/** Ascending edges, and an index that says where to start the search among them. */
export interface EdgeIndex {
  /** The edges, padded with +∞ for the longest search. */
  edges: Float64Array;
  /** First step of a search: the largest power of 2 up to the edges of the fullest bucket, or 0. */
  stride: number;
  /** The bucket before that of the lowest edge. */
  lowest: number;
  /** Number of edges in lower buckets, by bucket from `lowest` on. */
  first: Uint8Array;
}

/**
 * Prepares edges for bin_values.ts. A value's bucket is the sign, exponent and first 7 mantissa
 * bits of its 32-bit float, so buckets are in the order of the values.
 *
 * @param edges ascending, at most 254.
 */
export function indexEdges(edges: Float64Array): EdgeIndex {
  const buckets = [...new Int32Array(new Float32Array(edges).buffer)].map(bucketOf);
  const lowest = (buckets[0] ?? 0) - 1;
  const highest = buckets.at(-1) ?? 0;
  const first = new Uint8Array(highest - lowest + 2).fill(edges.length);
  let bucket = 0;
  let most = 0;
  let inBucket = 0;
  buckets.forEach((of, e) => {
    while (bucket <= of - lowest) first[bucket++] = e;
    inBucket = of === buckets[e - 1] ? inBucket + 1 : 1;
    most = Math.max(most, inBucket);
  });
  const stride = most > 0 ? 1 << (31 - Math.clz32(most)) : 0;
  const padded = new Float64Array(edges.length + 2 * stride).fill(Infinity);
  padded.set(edges);
  return { edges: padded, stride, lowest, first };
}

/** The bucket of a 32-bit float, given as its bits: the upper half, in the order of the values. */
export function bucketOf(form: number): number {
  return (form ^ ((form >> 31) & 0x7fffffff)) >> 16;
}
