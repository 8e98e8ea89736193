import type { Random } from "../../stats/random.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { MISSING_BIN } from "../binning/bin_values.ts";
import type { ThreadMemory } from "./grow_memory.ts";
import { addFeatureNotingBins, BINS, type NodeBins } from "./node_histogram.ts";
import { searchCategory, searchThresholds, type Split, type SplitRules } from "./split_search.ts";

/** The rows of a node: ranges of the tree's lists of entries, and the layout of their bins. */
export interface NodeRows {
  positiveBegin: number;
  positiveEnd: number;
  negativeBegin: number;
  negativeEnd: number;
  /** Packed counts of the two ranges, see node_histogram.ts. */
  positives: number;
  negatives: number;
  /** The bins to which the entries point. */
  bins: NodeBins;
}

/** With fewer rows, a node records its used bins instead of scanning all bins. */
const FEW_ROWS = 128;

/** The candidates of a draw: `[feature, −1]` if numeric, `[feature, c]` for each category `c`. */
export function splitCandidates(features: BinnedFeature[]): [number, number][] {
  return features.flatMap((feature, f): [number, number][] =>
    feature.kind === "numeric" ? [[f, -1]] : feature.categories.map((_, c) => [f, c])
  );
}

/**
 * Returns a function that draws candidates for a node and finds their best split; `impurity` is +∞
 * if there is none. As in scikit-learn, it draws more as long as all drawn candidates are constant.
 *
 * @param perNode candidates drawn per node.
 */
export function splitFinder(
  features: BinnedFeature[],
  perNode: number,
  rules: SplitRules,
  { at: addresses, kernel, bytes, positive, negative, counts, slots: slotFeature }: ThreadMemory,
): (node: NodeRows, chance: Random) => Split {
  const candidates = splitCandidates(features);
  const candidateFeature = Int32Array.from(candidates, ([feature]) => feature);
  const candidateCategory = Int32Array.from(candidates, ([, category]) => category);
  const binsOf = Int32Array.from(
    features,
    (feature) => feature.kind === "numeric" ? feature.edges.length + 1 : feature.categories.length,
  );
  const order = new Int32Array(candidates.length);
  const slotOfFeature = new Int32Array(features.length).fill(-1);
  const used = new Int32Array(slotFeature.length * BINS / 32);
  const present = new Uint8Array(BINS);

  return (node, chance) => {
    const best = noSplit();
    const few = node.positiveEnd - node.positiveBegin + node.negativeEnd - node.negativeBegin <
      FEW_ROWS;
    // the same initial order for every node, so that a draw does not depend on earlier nodes
    for (let c = 0; c < order.length; c++) order[c] = c;
    let drawn = 0;
    let varies = false;
    while (!varies && drawn < order.length) {
      const begin = drawn;
      drawn = drawn === 0 ? Math.min(perNode, order.length) : drawn + 1;
      const slots = drawSlots(begin, drawn, chance);
      if (few) countFew(node, slots);
      else countMany(node, slots);
      for (let d = begin; d < drawn; d++) {
        varies = searchCandidate(order[d]!, node, few, best) || varies;
      }
      clear(slots);
    }
    return best;
  };

  /** Draws candidates into `order`, with one slot per feature; returns the number of slots. */
  function drawSlots(begin: number, end: number, chance: Random): number {
    let slots = 0;
    for (let d = begin; d < end; d++) {
      const other = d + chance.below(order.length - d);
      const candidate = order[other]!;
      order[other] = order[d]!;
      order[d] = candidate;
      const feature = candidateFeature[candidate]!;
      if (slotOfFeature[feature]! >= 0) continue;
      slotOfFeature[feature] = slots;
      slotFeature[slots++] = feature;
    }
    return slots;
  }

  function countMany(node: NodeRows, slots: number): void {
    const { at, rowStep, featureStep } = node.bins;
    const count = (list: number, begin: number, end: number, into: number) =>
      kernel.countEntries(
        list + 4 * begin,
        list + 4 * end,
        at,
        rowStep,
        featureStep,
        addresses.slots,
        slots,
        addresses.counts + 8 * into,
        8 * 2 * BINS,
        addresses.block,
      );
    count(addresses.positive, node.positiveBegin, node.positiveEnd, 0);
    count(addresses.negative, node.negativeBegin, node.negativeEnd, BINS);
  }

  function countFew(node: NodeRows, slots: number): void {
    const { bins, positiveBegin, positiveEnd, negativeBegin, negativeEnd } = node;
    for (let slot = 0; slot < slots; slot++) {
      const at = slot * 2 * BINS;
      const f = slotFeature[slot]!;
      const bits = slot * 8;
      addFeatureNotingBins(
        counts,
        at,
        used,
        bits,
        bytes,
        bins,
        f,
        positive,
        positiveBegin,
        positiveEnd,
      );
      addFeatureNotingBins(
        counts,
        at + BINS,
        used,
        bits,
        bytes,
        bins,
        f,
        negative,
        negativeBegin,
        negativeEnd,
      );
    }
  }

  function searchCandidate(candidate: number, node: NodeRows, few: boolean, best: Split): boolean {
    const feature = candidateFeature[candidate]!;
    const category = candidateCategory[candidate]!;
    const slot = slotOfFeature[feature]!;
    const at = slot * 2 * BINS;
    const { positives, negatives } = node;
    if (category >= 0) {
      return searchCategory(counts, at, category, feature, positives, negatives, rules, best);
    }
    const bins = few ? listUsed(slot) : listFilled(at, binsOf[feature]!);
    return searchThresholds(
      counts,
      at,
      present,
      bins,
      feature,
      positives,
      negatives,
      rules,
      best,
    );
  }

  /** Writes the used bins of a slot to `present`, ascending; returns their number. */
  function listUsed(slot: number): number {
    let length = 0;
    for (let word = 0; word < 8; word++) {
      let bits = used[slot * 8 + word]!;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        present[length++] = word * 32 + bit;
        bits &= bits - 1;
      }
    }
    return length > 0 && present[length - 1] === MISSING_BIN ? length - 1 : length;
  }

  /** Writes the bins with a count above 0 to `present`, ascending; returns their number. */
  function listFilled(at: number, bins: number): number {
    let length = 0;
    for (let bin = 0; bin < bins; bin++) {
      present[length] = bin;
      length += Number(counts[at + bin]! + counts[at + BINS + bin]! > 0);
    }
    return length;
  }

  function clear(slots: number): void {
    for (let slot = 0; slot < slots; slot++) slotOfFeature[slotFeature[slot]!] = -1;
    counts.fill(0, 0, Math.ceil(slots / 4) * 4 * 2 * BINS);
    used.fill(0, 0, slots * BINS / 32);
  }
}

function noSplit(): Split {
  return {
    impurity: Infinity,
    feature: -1,
    bin: 0,
    missingLeft: false,
    leftPositives: 0,
    leftNegatives: 0,
  };
}
