import type { Figure } from "../../plots/drawing/figure.ts";
import { rankedBarsFigure } from "../../plots/explaining/ranked_bars_figure.ts";
import { partialDependenceFigure } from "../../plots/explaining/partial_dependence_figure.ts";
import { shapDependenceFigure } from "../../plots/explaining/shap_dependence_figure.ts";
import { shapSummaryFigure } from "../../plots/explaining/shap_summary_figure.ts";
import { shapWaterfallFigure } from "../../plots/explaining/shap_waterfall_figure.ts";
import { separated } from "../../plots/drawing/ticks.ts";
import type { ColumnTable } from "../../table/column_table.ts";
import { takeRows } from "../../table/take_rows.ts";
import type { InterpretabilityStats, SampleStats } from "./interpretability_stats.ts";
import { explainedCustomers } from "./explained_customers.ts";
import type { ModelExplanation } from "./explanation.ts";

const DEPENDENCE_PANELS = 6;

/** Dots per feature: more would overlap, and 15 features of 500 dots already are 0.4 MB of SVG. */
const MOST_DOTS = 500;

/** The figures of an explanation, with their file names. */
export function shapFigures(
  explanation: ModelExplanation,
  stats: InterpretabilityStats,
  nameOf: (row: number) => string,
): { name: string; figure: Figure }[] {
  const { ensemble, meanings, native } = explanation;
  const { permutation_importance: permutation, partial_dependence: dependence } = stats;
  const titled = (name: string) => ({ label: name, note: meanings[name] });

  const measured = sampleText(permutation.sample);
  const reduced = ensemble.link === "mean" ? "impurity" : "loss";

  const figures = [{
    name: "feature_importance",
    figure: rankedBarsFigure(
      ensemble.features.map(({ name }, i) => ({ ...titled(name), value: native[i]! })),
      {
        title: "What the trees split on",
        subtitle:
          `Decrease of ${reduced} by splits: the 20 highest of ${ensemble.features.length} features`,
        caption:
          "Computed on the training rows. Features with many distinct values can have high " +
          "importance without being useful; correlated features share their importance.",
        axis: `share of the ${reduced} removed`,
      },
    ),
  }, {
    name: "permutation_importance",
    figure: rankedBarsFigure(
      permutation.features.map(({ feature, mean, interval_low: low, interval_high: high }) => ({
        ...titled(feature),
        value: mean,
        low,
        high,
      })),
      {
        title: "What the model loses without a feature",
        subtitle:
          `Average precision on a sample of ${separated(permutation.sample.rows)} pairs is ` +
          `${
            permutation.baseline.toFixed(3)
          }; each feature was shuffled ${permutation.repeats} times`,
        caption: `Measured on ${measured}, of ${weeksText(stats.weeks)}, which the model did not ` +
          `learn from, weighted to the share of purchases among all ${
            separated(stats.rows)
          }. Lines: 95% interval of the mean over the shuffles. Correlated ` +
          "features can replace each other, so each looks less important.",
        axis: "decrease in average precision",
      },
    ),
  }, {
    name: "partial_dependence",
    figure: partialDependenceFigure(
      dependence.features.map(({ mean_purchases: meanBought, ...feature }) => ({
        ...feature,
        meanBought,
        ...titled(feature.feature),
      })),
      {
        title: "How the probability changes with one feature",
        subtitle: "All other features of the pair stay unchanged",
        caption:
          `Thick: means of ${sampleText(dependence.sample)}, of ${weeksText(stats.weeks)}; ` +
          "the mean over all pairs is weighted to the share of purchases. Thin: single pairs. " +
          "The probability has a square-root scale, so that small ones are seen. Numbers are drawn " +
          "over the range that holds 98% of the pairs; a value far from the others stands apart, " +
          "not to scale.",
        axis: "probability",
      },
    ),
  }];
  return [
    ...figures,
    ...contributionFigures(explanation, stats.shap),
    customersFigure(explanation, nameOf),
  ];
}

function contributionFigures(
  { ensemble, meanings, shap, weeks }: ModelExplanation,
  stats: InterpretabilityStats["shap"],
) {
  const { values } = shap;
  const width = ensemble.features.length;
  const drawn = evenlySpaced(shap.labels.length, MOST_DOTS);
  const table = takeRows(shap.table, drawn);
  const labels = Uint8Array.from(drawn, (row) => shap.labels[row]!);
  const features = stats.features.map(({ feature }) => {
    const f = ensemble.features.findIndex(({ name }) => name === feature);
    return {
      label: feature,
      note: meanings[feature],
      kind: ensemble.features[f]!.kind,
      values: valuesOf(table, f),
      contributions: Float64Array.from(drawn, (row) => values[row * width + f]!),
    };
  });
  const unit = stats.unit === "probability" ? "probability" : "log-odds";
  const fewer = drawn.length < stats.sample.rows ? `; ${separated(drawn.length)} are drawn` : "";
  const sample = `${sampleText(stats.sample)}${fewer}`;
  const axis = `contribution to the ${unit}`;
  return [{
    name: "shap_summary",
    figure: shapSummaryFigure(
      features.map(({ label, note, kind, values, contributions }) =>
        kind === "numeric"
          ? { label, note, contributions, values: values as Float64Array }
          : { label, note, contributions }
      ),
      {
        title: "What changes the score of a pair",
        subtitle: `SHAP values of ${sample}, of ${weeksText(weeks)}; the base value is ` +
          stats.base_value.toFixed(3),
        caption: "A dot is a pair; colour is the rank of its value, grey is text or missing. " +
          "Features are sorted by their mean absolute contribution, purchases weighted to their " +
          "share in all pairs. The score is that of the trees, before the correction for the " +
          "sampling of pairs that were not bought.",
        axis,
      },
    ),
  }, {
    name: "shap_dependence",
    figure: shapDependenceFigure(features.slice(0, DEPENDENCE_PANELS), labels, {
      title: "Contribution of a feature by its value",
      subtitle: `SHAP values of ${sample}, of ${weeksText(weeks)}`,
      axis,
    }),
  }];
}

/** `2024-W46`, or `2024-W46 to 2024-W47`. */
function weeksText(weeks: string[]): string {
  return weeks.length === 1 ? weeks[0]! : `${weeks[0]} to ${weeks.at(-1)}`;
}

function customersFigure(explanation: ModelExplanation, nameOf: (row: number) => string) {
  const unit = explanation.ensemble.link === "mean" ? "probability" : "log-odds";
  return {
    name: "shap_customers",
    figure: shapWaterfallFigure(explainedCustomers(explanation, nameOf), {
      title: "How four pairs get their score",
      subtitle: "From the base value (dashed) to the score of the pair (line)",
      caption: `SHAP values of pairs of ${weeksText(explanation.weeks)}. The score is that of ` +
        "the trees, before the correction for the sampling of pairs that were not bought; the probability " +
        "is after it and the calibration, as in the call list. To explain any " +
        "pair of the forecast, run deno task explain --customer ID --product ID.",
      axis: `score, ${unit}`,
    }),
  };
}

function sampleText({ rows, positives }: SampleStats): string {
  return `${separated(rows)} pairs, ${separated(positives)} of them bought`;
}

function evenlySpaced(length: number, most: number): Int32Array {
  const count = Math.min(length, most);
  return Int32Array.from({ length: count }, (_, i) => Math.floor(i * length / count));
}

function valuesOf(table: ColumnTable, feature: number): Float64Array | string[] {
  const column = table.columns[feature]!;
  if (column.kind === "numeric") return Float64Array.from(column.values);
  return Array.from(column.codes, (code) => column.categories[code] ?? "missing");
}
