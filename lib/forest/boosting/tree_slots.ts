import type { BinnedFeature } from "../binning/binned_table.ts";
import { CATEGORICAL, NUMERIC, PART_BYTES, SLOT_BYTES, UNUSED } from "./pieces/boosting_layout.ts";

/** Slots that are searched as one piece of work. */
export const SLOT_GROUP = 28;

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
  /** End of the table of parts. */
  partsEnd: number;
  /** Size of a histogram. */
  bytes: number;
  groups: SlotGroup[];
}

/** Where the codes of a part's features are: addresses, and offsets by place in `features`. */
export interface StoredPart {
  features: number[];
  /** Address of the number of each row's group; 0 if rows have codes of their own. */
  groups: number;
  codes: number;
  step: number;
}

/** Bytes of a feature's histogram: an entry per bin and one for missing, in pairs. */
function histogramBytes(feature: BinnedFeature): number {
  return 16 * Math.ceil((binsOf(feature) + 1) / 2);
}

const binsOf = (feature: BinnedFeature) =>
  feature.kind === "numeric" ? feature.edges.length + 1 : feature.categories.length;

/** Slots of all features, with those that fill up fours. */
export const mostSlots = (features: number, parts: number): number => features + 3 * (parts + 1);

/** Bytes of a histogram of all features. */
export function mostHistogramBytes(features: BinnedFeature[], parts: number): number {
  const sizes = features.map(histogramBytes);
  return sizes.reduce((sum, size) => sum + size, 0) + 3 * (parts + 1) * Math.max(0, ...sizes);
}

/**
 * Writes the slots of a tree, part by part; in the first one, features of which plain rows share a
 * bin are last. Each section is filled up to a multiple of four by copies that are not searched.
 *
 * @param address where to write slots.
 * @param partsAddress where to write the parts; see PART_BYTES.
 * @param chosen whether a feature is in the tree.
 * @param sharedBin by feature: the bin of all plain rows, or −1.
 */
export function writeSlots(
  memory: WebAssembly.Memory,
  { address, partsAddress }: { address: number; partsAddress: number },
  features: BinnedFeature[],
  parts: StoredPart[],
  chosen: Uint8Array,
  sharedBin: Int16Array,
): TreeSlots {
  const slots: Slot[] = [];
  const here = () => address + slots.length * SLOT_BYTES;
  const table = new Uint32Array(memory.buffer, partsAddress, parts.length * PART_BYTES / 4);
  parts.forEach((part, p) => {
    const own = part.features.map((feature, offset) => ({ feature, offset, used: true }))
      .filter(({ feature }) => chosen[feature]);
    const begin = here();
    slots.push(...fillUp(own.filter(({ feature }) => sharedBin[feature]! < 0)));
    const shared = here();
    slots.push(...fillUp(own.filter(({ feature }) => sharedBin[feature]! >= 0)));
    table.set([begin, shared, here(), part.groups, part.codes, part.step], p * PART_BYTES / 4);
  });
  const lines = new Uint32Array(memory.buffer, address, slots.length * SLOT_BYTES / 4);
  const starts = [0];
  slots.forEach(({ feature: f, offset, used }, slot) => {
    const feature = features[f]!;
    const kind = !used ? UNUSED : feature.kind === "numeric" ? NUMERIC : CATEGORICAL;
    const code = (sharedBin[f]! + 1) & 255;
    lines.set([offset, starts[slot]!, binsOf(feature), kind + 4 * code], 4 * slot);
    starts.push(starts[slot]! + histogramBytes(feature));
  });
  const groups = [];
  for (let begin = 0; begin < slots.length; begin += SLOT_GROUP) {
    const end = Math.min(slots.length, begin + SLOT_GROUP);
    groups.push({
      begin: address + begin * SLOT_BYTES,
      end: address + end * SLOT_BYTES,
      from: starts[begin]!,
      to: starts[end]!,
    });
  }
  return {
    features: slots.map(({ feature }) => feature),
    partsEnd: partsAddress + parts.length * PART_BYTES,
    bytes: starts.at(-1)!,
    groups,
  };
}

interface Slot {
  feature: number;
  /** Place of its code in those of its part. */
  offset: number;
  used: boolean;
}

function fillUp(slots: Slot[]): Slot[] {
  const missing = (4 - slots.length % 4) % 4;
  return [...slots, ...Array.from({ length: missing }, () => ({ ...slots.at(-1)!, used: false }))];
}
