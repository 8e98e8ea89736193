import type { SplitRules } from "../../../lib/forest/growing/node_search.ts";
import { weightedImpurity } from "../../../lib/forest/growing/weighted_impurity.ts";

/** A row of a node: its bin in each feature, class, and number of draws. */
export interface NodeRow {
  bins: number[];
  label: number;
  draws: number;
}

/** A split: rows with these bins go left. */
export interface PlainSplit {
  impurity: number;
  candidate: number;
  goesLeft: (bin: number) => boolean;
}

const MISSING = 255;

/**
 * The best split of rows among candidates `[feature, category or −1]`, by the definition: every
 * division is counted row by row. A later one must be better to win. Also whether any candidate
 * takes more than one value.
 */
export function plainSplit(
  rows: NodeRow[],
  candidates: [feature: number, category: number][],
  rules: SplitRules,
): { best: PlainSplit | undefined; varies: boolean } {
  let best: PlainSplit | undefined, varies = false;
  candidates.forEach(([feature, category], candidate) => {
    const present = [...new Set(rows.map(({ bins }) => bins[feature]!))].sort((a, b) => a - b);
    const divisions = category >= 0
      ? present.includes(category) && present.length > 1 ? [(bin: number) => bin === category] : []
      : present.length > 1
      ? thresholds(present)
      : [];
    if (divisions.length > 0) varies = true;
    for (const goesLeft of divisions) {
      const left = rows.filter(({ bins }) => goesLeft(bins[feature]!)).length;
      if (Math.min(left, rows.length - left) < rules.minSamplesLeaf) continue;
      const impurity = impurityOf(rows, feature, goesLeft, rules, category >= 0);
      if (!best || impurity < best.impurity) best = { impurity, candidate, goesLeft };
    }
  });
  return { best, varies };
}

/** Thresholds after each bin that occurs, missing values right, then left. */
function thresholds(present: number[]): ((bin: number) => boolean)[] {
  const numbers = present.filter((bin) => bin !== MISSING);
  const upTo = (last: number, missingLeft: boolean) => (bin: number) =>
    bin === MISSING ? missingLeft : bin <= last;
  const right = numbers.map((last) => upTo(last, false));
  return numbers.length < present.length
    ? [...right, ...numbers.slice(0, -1).map((last) => upTo(last, true))]
    : right.slice(0, -1);
}

function impurityOf(
  rows: NodeRow[],
  feature: number,
  goesLeft: (bin: number) => boolean,
  rules: SplitRules,
  isCategory: boolean,
): number {
  const drawsOf = (side: boolean, label: number) =>
    rows.filter((row) => goesLeft(row.bins[feature]!) === side && row.label === label)
      .reduce((sum, { draws }) => sum + draws, 0);
  const lp = drawsOf(true, 1), ln = drawsOf(true, 0);
  const rp = drawsOf(false, 1), rn = drawsOf(false, 0);
  if (isCategory || rules.criterion === "entropy") {
    return weightedImpurity(lp, ln, rules) + weightedImpurity(rp, rn, rules);
  }
  // the same sum with one division, so that both round alike
  const [w0, w1] = rules.classWeight;
  const l = lp * w1 + ln * w0, r = rp * w1 + rn * w0;
  return (lp * w1 * (ln * w0) * r + rp * w1 * (rn * w0) * l) / (l * r);
}
