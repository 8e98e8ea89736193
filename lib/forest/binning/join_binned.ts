import type { BinnedTable } from "./binned_table.ts";

/** One binned table with the features of all parts, which have the same rows. */
export function joinBinned(parts: BinnedTable[]): BinnedTable {
  const length = parts[0]!.length;
  const features = parts.flatMap((part) => part.features);
  const bins = new Uint8Array(new SharedArrayBuffer(length * features.length));
  let start = 0;
  for (const part of parts) {
    bins.set(part.bins, start);
    start += part.bins.length;
  }
  return { length, features, bins };
}
