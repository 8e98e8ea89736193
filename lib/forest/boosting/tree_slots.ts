import type { BinnedFeature } from "../binning/binned_table.ts";
import { CATEGORICAL, NUMERIC, SLOT_BYTES, UNUSED } from "./boosting_layout.ts";

/** Slots that are searched as one piece of work. */
const GROUP = 28;

/** A range of slots, by address, and the bytes of their histograms. */
export interface SlotGroup {
  begin: number;
  end: number;
  from: number;
  to: number;
}

/** The features of a tree; see {@linkcode writeSlots}. */
export interface TreeSlots {
  /** Feature by slot. */
  features: number[];
  /** Address of the first slot in which plain rows have the same bin, and of the end. */
  shared: number;
  end: number;
  /** Size of a histogram. */
  bytes: number;
  groups: SlotGroup[];
}

/** Bytes of a feature's histogram: an entry per bin and one for missing, in pairs. */
function histogramBytes(feature: BinnedFeature): number {
  return 16 * Math.ceil((binsOf(feature) + 1) / 2);
}

const binsOf = (feature: BinnedFeature) =>
  feature.kind === "numeric" ? feature.edges.length + 1 : feature.categories.length;

/** Slots of all features, with those that fill up fours. */
export const mostSlots = (features: number): number => features + 6;

/** Bytes of a histogram of all features. */
export function mostHistogramBytes(features: BinnedFeature[]): number {
  const sizes = features.map(histogramBytes);
  return sizes.reduce((sum, size) => sum + size, 0) + 6 * Math.max(0, ...sizes);
}

/**
 * Writes the slots of a tree: its features without a shared bin, then those with one. Both parts are
 * filled up to a multiple of four by copies that are not searched.
 *
 * @param chosen features of the tree.
 * @param sharedBin by feature: the bin of all plain rows, or −1.
 */
export function writeSlots(
  memory: WebAssembly.Memory,
  address: number,
  features: BinnedFeature[],
  chosen: ArrayLike<number>,
  sharedBin: Int16Array,
): TreeSlots {
  const all = Array.from(chosen);
  const dense = fillUp(all.filter((f) => sharedBin[f]! < 0));
  const shared = fillUp(all.filter((f) => sharedBin[f]! >= 0));
  const slots = [...dense, ...shared];
  const table = new Uint32Array(memory.buffer, address, slots.length * SLOT_BYTES / 4);
  const starts = [0];
  slots.forEach(({ feature: f, used }, slot) => {
    const feature = features[f]!;
    const kind = !used ? UNUSED : feature.kind === "numeric" ? NUMERIC : CATEGORICAL;
    const code = (sharedBin[f]! + 1) & 255;
    table.set([f, starts[slot]!, binsOf(feature), kind + 4 * code], 4 * slot);
    starts.push(starts[slot]! + histogramBytes(feature));
  });
  const groups = [];
  for (let begin = 0; begin < slots.length; begin += GROUP) {
    const end = Math.min(slots.length, begin + GROUP);
    groups.push({
      begin: address + begin * SLOT_BYTES,
      end: address + end * SLOT_BYTES,
      from: starts[begin]!,
      to: starts[end]!,
    });
  }
  return {
    features: slots.map(({ feature }) => feature),
    shared: address + dense.length * SLOT_BYTES,
    end: address + slots.length * SLOT_BYTES,
    bytes: starts.at(-1)!,
    groups,
  };
}

function fillUp(features: number[]): { feature: number; used: boolean }[] {
  const used = features.map((feature) => ({ feature, used: true }));
  const missing = (4 - features.length % 4) % 4;
  return [...used, ...Array.from({ length: missing }, () => ({ ...used.at(-1)!, used: false }))];
}
