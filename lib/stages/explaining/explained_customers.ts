import type { ExplainedPair } from "../../plots/explaining/shap_waterfall_figure.ts";
import type { ModelExplanation } from "./explanation.ts";

/** The pairs to show, chosen among those that have SHAP values. */
const SHOWN_PAIRS: { note: string; bought: boolean; rank: (count: number) => number }[] = [
  { note: "bought, highest score", bought: true, rank: () => 0 },
  { note: "not bought, despite the highest score", bought: false, rank: () => 0 },
  { note: "bought, median score", bought: true, rank: (count) => Math.floor(count / 2) },
  { note: "bought, despite the lowest score", bought: true, rank: (count) => count - 1 },
];

/** Four customer × product pairs with the contribution of each feature. */
export function explainedCustomers(
  { ensemble, shap }: ModelExplanation,
  nameOf: (row: number) => string,
): ExplainedPair[] {
  const { values, baseValue, sample, labels, table, probability } = shap;
  const width = ensemble.features.length;
  const contributionsOf = (row: number) => values.subarray(row * width, (row + 1) * width);
  const scores = Array.from(
    labels,
    (_, row) => contributionsOf(row).reduce((sum, value) => sum + value, baseValue),
  );
  const ranked = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  return SHOWN_PAIRS.flatMap(({ note, bought, rank }) => {
    const alike = ranked.filter((row) => (labels[row] === 1) === bought);
    const row = alike[rank(alike.length)];
    if (row === undefined) return [];
    return [{
      label: nameOf(sample.rows[row]!),
      note: `${note}: ${scores[row]!.toFixed(3)}; probability ${
        (100 * probability[row]!).toFixed(1)
      }%`,
      baseValue,
      contributions: Array.from(contributionsOf(row), (contribution, f) => {
        const column = table.columns[f]!;
        const value = column.kind === "numeric"
          ? String(Number(column.values[row]!.toPrecision(3)))
          : column.categories[column.codes[row]!] ?? "missing";
        return { feature: column.name, value, contribution };
      }),
    }];
  });
}
