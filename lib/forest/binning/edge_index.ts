/** Ascending edges, and where to begin among them. */
export interface EdgeIndex {
  /** The edges, padded with +∞ for the longest search. */
  edges: Float64Array;
  /** First step of the search in a bucket: the largest power of 2 up to the most edges of a bucket, or 0. */
  stride: number;
  /** Bucket of the lowest edge, less one. */
  lowest: number;
  /** By bucket above `lowest`: how many edges lie in lower buckets. */
  first: Uint8Array;
}

/**
 * Prepares edges for bin_values.ts. The buckets are the sign, exponent and first 7 mantissa
 * bits of a value's 32-bit form, which order as the values do.
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

/** The upper half of a 32-bit form, turned so that it grows with the value. */
export function bucketOf(form: number): number {
  return (form ^ ((form >> 31) & 0x7fffffff)) >> 16;
}
