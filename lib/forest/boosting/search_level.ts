import type { GrowingTree } from "./growing_tree.ts";
import { cutRange, type LevelNode, type Pair, type Range, type Split } from "./level.ts";
import { RECORD_BYTES, SLOT_BYTES, SPLIT_BYTES } from "./pieces/boosting_layout.ts";
import { SEARCH, SUM } from "./pieces/boosting_pieces.ts";

/**
 * Fills the histograms of a level's pairs and searches them for splits.
 *
 * @param first index of the level's first node.
 * @param records address of the level's records.
 */
export function searchPairs(
  { fit, slots }: GrowingTree,
  pairs: Pair[],
  first: number,
  records: number,
): void {
  if (pairs.length === 0) return;
  const { arena, steps, at, mostSlots } = fit;
  const sums = new BigInt64Array(arena.memory.buffer, fit.task.at.sums);
  const address = (record: number) => records + RECORD_BYTES * record;
  let spare = at.moreHistograms;
  const more = pairs.map(({ summed }): [number, number] => {
    summed.histogram = fit.freeHistograms.pop() ?? arena.take(fit.histogramBytes);
    const [whole, ...rest] = cutRange(summed.begin, summed.end);
    const sum = (target: number, [begin, end]: Range) => {
      const plain = Math.min(end, Math.max(begin, summed.plain));
      steps.add(SUM, target, address(begin), address(plain), address(end));
    };
    const own = spare;
    sum(summed.histogram, whole!);
    rest.forEach((range, k) => sum(own + k * slots.bytes, range));
    spare += rest.length * slots.bytes;
    return [own, rest.length];
  });
  steps.run();
  for (const { begin, end, from, to } of slots.groups) {
    const splitsOf = (node: LevelNode | null) => {
      if (!node?.open) return [0, 0];
      const place = node.index - first;
      sums[place] = node.sums;
      const slot = (begin - at.slots) / SLOT_BYTES;
      return [at.splits + (place * mostSlots + slot) * SPLIT_BYTES, place];
    };
    pairs.forEach(({ summed, sibling }, pair) => {
      const ranges = [sibling?.histogram ?? 0, begin, end, from, to];
      const found = [...splitsOf(summed), ...splitsOf(sibling)];
      steps.add(SEARCH, summed.histogram, ...more[pair]!, ...ranges, ...found);
    });
  }
  steps.run();
}

/** The best split among those of a node's slots; of equal ones, that of the first feature. */
export function bestSplit(
  { fit, slots: { features } }: GrowingTree,
  node: LevelNode,
  first: number,
): Split | null {
  const begin = fit.at.splits + (node.index - first) * fit.mostSlots * SPLIT_BYTES;
  const splits = new DataView(fit.arena.memory.buffer, begin, features.length * SPLIT_BYTES);
  let best = -1, bestGain = 0;
  for (let slot = 0; slot < features.length; slot++) {
    const from = slot * SPLIT_BYTES;
    if (splits.getInt32(from + 8, true) < 0) continue;
    const gain = splits.getFloat64(from, true);
    const isBetter = best < 0 || gain > bestGain ||
      (gain === bestGain && features[slot]! < features[best]!);
    if (isBetter) [best, bestGain] = [slot, gain];
  }
  if (best < 0) return null;
  const from = best * SPLIT_BYTES;
  return {
    node,
    gain: bestGain,
    feature: features[best]!,
    bin: splits.getInt32(from + 8, true),
    missingLeft: splits.getUint32(from + 12, true) === 1,
    left: splits.getBigInt64(from + 16, true),
  };
}
