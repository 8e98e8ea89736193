/** One column as bins; see {@linkcode BinnedTable}. */
export type BinnedFeature =
  | { kind: "numeric"; name: string; edges: Float64Array }
  | { kind: "categorical"; name: string; categories: string[] };

/**
 * A table reduced to one byte a value, as histogram trees need it. Feature `f` of row `i` is
 * `bins[f * length + i]`: bin `b` of a numeric feature holds `edges[b − 1] < x ≤ edges[b]`, bin `b`
 * of a categorical one is `categories[b]`, and 255 is missing. `bins` is shared memory, which
 * workers read without a copy.
 */
export interface BinnedTable {
  /** Number of rows. */
  length: number;
  /** What the bins of each feature mean. */
  features: BinnedFeature[];
  /** The bins, feature by feature. */
  bins: Uint8Array<SharedArrayBuffer>;
  /** The same row by row, where that was laid out for several models; see bin_layouts.ts. */
  byRow?: BinLayout;
}

/** Bins in memory: feature `f` of row `i` is `bytes[i * rowStep + f * featureStep]`. */
export interface BinLayout {
  /** The bins. */
  bytes: Uint8Array;
  /** From a row to the next. */
  rowStep: number;
  /** From a feature to the next. */
  featureStep: number;
}
