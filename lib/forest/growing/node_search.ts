import type { Random } from "../../stats/random.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { CANDIDATE_BYTES, CLASS_BYTES } from "./entry_layout.ts";
import type { NodeBins, ThreadMemory } from "./grow_memory.ts";

/** The rows of a node: ranges of the tree's lists of entries, and the layout of their bins. */
export interface NodeRows {
  positiveBegin: number;
  positiveEnd: number;
  negativeBegin: number;
  negativeEnd: number;
  /** Draws of the rows of the two ranges. */
  positives: number;
  negatives: number;
  /** The bins to which the entries point. */
  bins: NodeBins;
}

/** Rules for splits. */
export interface SplitRules {
  /** Minimum number of distinct rows on each side. */
  minSamplesLeaf: number;
  criterion: "gini" | "entropy";
  /** Weights of the rows of class 0 and 1. */
  classWeight: [number, number];
}

/** The best split of a node. */
export interface Split {
  /** Weighted impurity of the two sides. */
  impurity: number;
  feature: number;
  /** Bins up to this go left; for a category, the bin that goes left. */
  bin: number;
  missingLeft: boolean;
  /** Draws of each class on the left. */
  leftPositives: number;
  leftNegatives: number;
}

/** The candidates of a draw: `[feature, −1]` if numeric, `[feature, c]` for each category `c`. */
export function splitCandidates(features: BinnedFeature[]): [number, number][] {
  return features.flatMap((feature, f): [number, number][] =>
    feature.kind === "numeric" ? [[f, -1]] : feature.categories.map((_, c) => [f, c])
  );
}

/**
 * Returns a function that draws candidates for a node and finds their best split, if there is any.
 * As in scikit-learn, it draws more as long as all drawn candidates are constant.
 *
 * @param perNode candidates drawn per node.
 */
export function splitFinder(
  features: BinnedFeature[],
  perNode: number,
  { minSamplesLeaf, criterion, classWeight: [weight0, weight1] }: SplitRules,
  memory: ThreadMemory,
): (node: NodeRows, chance: Random) => Split | undefined {
  const { at: addresses, kernel, slots: slotFeature, slotBins, candidates: drawnNow, split } =
    memory;
  const candidates = splitCandidates(features);
  const candidateFeature = Int32Array.from(candidates, ([feature]) => feature);
  const candidateCategory = Int32Array.from(candidates, ([, category]) => category);
  const binsOf = Int32Array.from(
    features,
    (feature) => feature.kind === "numeric" ? feature.edges.length + 1 : feature.categories.length,
  );
  const order = new Int32Array(candidates.length);
  const slotOfFeature = new Int32Array(features.length).fill(-1);
  slotBins.fill(binsOf[0]!);

  return (node, chance) => {
    // the same initial order for every node, so that a draw does not depend on earlier nodes
    for (let c = 0; c < order.length; c++) order[c] = c;
    for (let drawn = 0; drawn < order.length;) {
      const begin = drawn;
      drawn = drawn === 0 ? Math.min(perNode, order.length) : drawn + 1;
      const slots = drawCandidates(begin, drawn, chance);
      countRows(node, slots);
      const varies = search(node, drawn - begin);
      kernel.clearCounts(addresses.counts, addresses.slotBins, Math.ceil(slots / 4) * 4);
      if (varies) return bestSplit(begin);
    }
    return undefined;
  };

  /** Draws candidates into `order`, with one slot per feature; returns the number of slots. */
  function drawCandidates(begin: number, end: number, chance: Random): number {
    let slots = 0;
    for (let d = begin; d < end; d++) {
      const other = d + chance.below(order.length - d);
      const candidate = order[other]!;
      order[other] = order[d]!;
      order[d] = candidate;
      const feature = candidateFeature[candidate]!;
      if (slotOfFeature[feature] === -1) {
        slotOfFeature[feature] = slots;
        slotBins[slots] = binsOf[feature]!;
        slotFeature[slots++] = feature;
      }
      drawnNow[2 * (d - begin)] = slotOfFeature[feature]!;
      drawnNow[2 * (d - begin) + 1] = candidateCategory[candidate]!;
    }
    for (let slot = 0; slot < slots; slot++) slotOfFeature[slotFeature[slot]!] = -1;
    return slots;
  }

  function countRows(node: NodeRows, slots: number): void {
    const { at, rowStep, featureStep } = node.bins;
    const count = (list: number, begin: number, end: number, counts: number) =>
      kernel.countEntries(
        list + 4 * begin,
        list + 4 * end,
        at,
        rowStep,
        featureStep,
        addresses.slots,
        slots,
        counts,
        addresses.block,
      );
    count(addresses.positive, node.positiveBegin, node.positiveEnd, addresses.counts);
    count(addresses.negative, node.negativeBegin, node.negativeEnd, addresses.counts + CLASS_BYTES);
  }

  /** Whether any of the candidates drawn last takes more than one value in the node. */
  function search(node: NodeRows, length: number): boolean {
    return kernel.searchCandidates(
      addresses.candidates,
      addresses.candidates + length * CANDIDATE_BYTES,
      addresses.counts,
      addresses.slotBins,
      addresses.split,
      node.positiveEnd - node.positiveBegin + node.negativeEnd - node.negativeBegin,
      node.positives,
      node.negatives,
      Math.max(1, minSamplesLeaf),
      Number(criterion === "entropy"),
      weight0,
      weight1,
    ) !== 0;
  }

  function bestSplit(begin: number): Split | undefined {
    const impurity = split.getFloat64(0, true);
    return impurity === Infinity ? undefined : {
      impurity,
      feature: candidateFeature[order[begin + split.getInt32(8, true)]!]!,
      bin: split.getInt32(12, true),
      missingLeft: split.getUint32(16, true) === 1,
      leftPositives: split.getUint32(20, true),
      leftNegatives: split.getUint32(24, true),
    };
  }
}
