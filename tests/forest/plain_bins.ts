import { MISSING_BIN } from "../../lib/forest/binning/bin_values.ts";
import { bucketOf, type EdgeIndex } from "../../lib/forest/binning/edge_index.ts";

/** The twin of bin_values.as.ts in TypeScript. */
export function plainBins(
  values: Float32Array | Float64Array,
  { edges, stride, lowest, first }: EdgeIndex,
  target: Uint8Array,
): void {
  const last = first.length - 1;
  const forms = new Int32Array(new Float32Array(values).buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) {
      target[i] = MISSING_BIN;
      continue;
    }
    let bin = first[Math.min(Math.max(bucketOf(forms[i]!) - lowest, 0), last)]!;
    for (let ahead = stride; ahead > 0; ahead >>= 1) {
      bin += ahead * Number(edges[bin + ahead - 1]! < value);
    }
    target[i] = bin;
  }
}
