/** One column as bins; see {@linkcode BinnedTable}. */
export type BinnedFeature =
  | { kind: "numeric"; name: string; edges: Float64Array }
  | { kind: "categorical"; name: string; categories: string[] };

/**
 * A table with one byte per value, as histogram trees need it. Feature `f` of row `i` is
 * `bins[f * length + i]`: bin `b` of a numeric feature holds `edges[b − 1] < x ≤ edges[b]`, bin `b`
 * of a categorical feature is `categories[b]`, and 255 is missing. `bins` is in shared memory, so
 * that workers read it without a copy.
 */
export interface BinnedTable {
  /** Number of rows. */
  length: number;
  /** Meaning of the bins of each feature. */
  features: BinnedFeature[];
  /** The bins, feature by feature. */
  bins: Uint8Array<SharedArrayBuffer>;
  /** The bins row by row, if several models share that layout; see bin_layouts.ts. */
  byRow?: BinLayout;
}

/** Bins in memory: feature `f` of row `i` is `bytes[i * rowStep + f * featureStep]`. */
export interface BinLayout {
  /** The bins. */
  bytes: Uint8Array;
  /** Bytes from a row to the next. */
  rowStep: number;
  /** Bytes from a feature to the next. */
  featureStep: number;
}
