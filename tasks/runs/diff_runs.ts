import type { Translator } from "../../lib/language/messages.ts";
import { changeText, figureText } from "../../lib/pipeline/history/figure_text.ts";
import {
  type ProductDifference,
  productDifferences,
} from "../../lib/pipeline/history/product_differences.ts";
import {
  type Difference,
  type ReadableRun,
  type RunDifferences,
  runDifferences,
} from "../../lib/pipeline/history/run_differences.ts";
import type { ListedRun } from "../../lib/dag/runs/runs.ts";
import { textTable } from "./text_table.ts";

/** Products that are listed. */
const PRODUCTS = 10;

/** How two runs differ, with the products whose forecasts differ most. */
export interface RunDiff extends RunDifferences {
  /** Null if one of the runs has no forecast by product. */
  products: ProductDifference[] | null;
}

/** Compares two runs. */
export function diffRuns(
  from: ReadableRun,
  to: ReadableRun,
  runs: readonly ListedRun[],
): RunDiff {
  const products = productDifferences(from.folder, to.folder, PRODUCTS);
  return { ...runDifferences(from, to, runs), products: products ?? null };
}

/** The differences of two runs as text. */
export function diffText(diff: RunDiff, translator: Translator): string {
  const { t, number } = translator;
  const figures = diff.figures.map(({ name, from, to }) => [
    `  ${t(`runs.figure.${name}`)}`,
    figureText(name, from, translator),
    figureText(name, to, translator),
    changeText(name, from, to, translator),
  ]);
  const products = (diff.products ?? []).map(({ product_id, from, to }) => [
    `  ${product_id}`,
    number(from, 1),
    number(to, 1),
    `${to < from ? "−" : "+"}${number(Math.abs(to - from), 1)}`,
  ]);
  const sections: [string, string[][]][] = [
    ["results", figures],
    ["parameters", rowsOf(diff.parameters)],
    ["input files (SHA-256)", rowsOf(diff.inputs)],
    ["versions", rowsOf(diff.versions)],
    ["purchases expected by product, where they differ most", products],
  ];
  const found = sections.filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `${title}\n${textTable(rows)}`);
  return [
    `from ${diff.from}\nto   ${diff.to}`,
    ...found.length > 0 ? found : ["They do not differ."],
    ...diff.products === null
      ? ["Products were not compared: one has no expected_items.json."]
      : [],
  ].join("\n");
}

function rowsOf(differences: Difference[]): string[][] {
  return differences.map(({ name, from, to }) => [`  ${name}`, shown(from), shown(to)]);
}

/** A digest by its first digits, as it is only compared. */
function shown(value: unknown): string {
  if (value === null) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^(sha256:)?[0-9a-f]{64}$/.test(text)
    ? `${text.replace("sha256:", "").slice(0, 12)}…`
    : text;
}
