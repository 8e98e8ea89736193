import { CODES } from "./pieces/boosting_layout.ts";
import type { BinnedTable } from "../binning/binned_table.ts";

/** An order of rows in which the plain rows are last; see {@linkcode plainRowsLast}. */
export interface PlainRows {
  /** Rows in their new order. */
  order: Uint32Array;
  /** Position of the first plain row. */
  plain: number;
  /** By feature: the bin that all plain rows have, or −1. */
  sharedBin: Int16Array;
}

/** Rows that are looked at to choose the features. */
const SAMPLE = 4096;

/**
 * Finds a set of features in which many rows, the plain ones, all have the most frequent bin: pairs
 * of a customer and a product without a purchase have the same values in 47 of 110 features, and
 * are 83 % of the pipeline's training rows. Histograms skip these rows for these features, a third of all
 * additions, and add their sum once.
 *
 * Features are added by the share of their most frequent bin, as long as the number of additions
 * saved grows. O(rows × features).
 */
export function plainRowsLast({ bins, features, length }: BinnedTable): PlainRows {
  const step = Math.max(1, Math.floor(length / SAMPLE));
  const sampled = Math.ceil(length / step);
  const modes = features.map((_, f) => {
    const counts = new Uint32Array(CODES);
    for (let i = 0; i < length; i += step) counts[bins[f * length + i]!]!++;
    const bin = counts.indexOf(Math.max(...counts));
    return { f, bin, rows: counts[bin]! };
  }).sort((a, b) => b.rows - a.rows || a.f - b.f);
  const alike = new Uint8Array(sampled).fill(1);
  let most = 0, chosen = 0;
  modes.forEach(({ f, bin }, k) => {
    let rows = 0;
    for (let i = 0; i < sampled; i++) {
      rows += alike[i]! &= Number(bins[f * length + i * step] === bin);
    }
    if ((k + 1) * rows > most) [most, chosen] = [(k + 1) * rows, k + 1];
  });
  const sharedBin = new Int16Array(features.length).fill(-1);
  const isPlain = new Uint8Array(length).fill(1);
  for (const { f, bin } of modes.slice(0, chosen)) {
    sharedBin[f] = bin;
    for (let i = 0; i < length; i++) isPlain[i]! &= Number(bins[f * length + i] === bin);
  }
  const order = new Uint32Array(length);
  let plain = 0;
  for (let i = 0; i < length; i++) if (!isPlain[i]) order[plain++] = i;
  for (let i = 0, at = plain; i < length; i++) if (isPlain[i]) order[at++] = i;
  return { order, plain, sharedBin };
}
