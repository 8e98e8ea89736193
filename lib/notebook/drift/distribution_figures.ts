import { purchaseFeatures } from "../../drift/measure/purchase_features.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import { FEATURE_MEANINGS, featureSource } from "../../features/feature_source.ts";
import { purchaseTable } from "../../features/purchases/purchase_table.ts";
import {
  type CategoryCounts,
  categorySharesFigure,
} from "../../plots/drift/category_shares_figure.ts";
import { ecdfFigure } from "../../plots/drift/ecdf_figure.ts";
import type { CategoricalColumn } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekName } from "../../table/time/week.ts";
import { attributeLabel } from "../tables/attribute_label.ts";
import type { WeekSpan } from "./reference_weeks.ts";

/** A figure with its description. */
export interface DescribedFigure {
  /** An SVG document. */
  svg: string;
  /** What the figure shows, for those who cannot see it. */
  alt: string;
}

/** The two periods that are compared. */
export interface ComparedWeeks {
  /** The earlier weeks. */
  reference: WeekSpan;
  /** The weeks that are compared with them. */
  current: WeekSpan;
}

/**
 * One figure per attribute of the purchases: shares of its categories, or cumulative shares of its
 * numbers, in the reference weeks and now. Attributes with a single value have no figure.
 */
export function purchaseFigures(sales: SalesData, weeks: ComparedWeeks): DescribedFigure[] {
  const then = purchaseTable(sales, weeks.reference), now = purchaseTable(sales, weeks.current);
  const { from, to } = weeks.reference;
  const subtitle = `${weekName(weeks.current.to)} against ${weekName(from)} to ${weekName(to)}`;
  return now.columns.flatMap((current) => {
    const reference = then.columns.find(({ name }) => name === current.name)!;
    const label = attributeLabel(current.name);
    const text = { title: `Purchases by ${label}`, subtitle };
    if (current.kind === "categorical" && reference.kind === "categorical") {
      const counts = categoryCounts(reference, current);
      if (counts.length < 2) return [];
      const { svg } = categorySharesFigure(counts, { ...text, top: 12 });
      return [{ svg, alt: `Shares of the categories of ${current.name}` }];
    }
    if (current.kind !== "numeric" || reference.kind !== "numeric") return [];
    if (new Set([...reference.values, ...current.values]).size < 2) return [];
    const samples = { reference: reference.values, current: current.values };
    const { svg } = ecdfFigure(samples, { ...text, axis: label });
    return [{ svg, alt: `Distribution of ${label}` }];
  });
}

/** The distributions of some features over the purchases of the reference weeks and of now. */
export function featureFigures(
  sales: SalesData,
  { reference, current, preset, features, seed }: ComparedWeeks & {
    preset: PresetName;
    features: string[];
    seed: number;
  },
): DescribedFigure[] {
  if (features.length === 0) return [];
  const source = featureSource(sales, preset);
  const [then, now] = [reference, current].map((weeks) =>
    purchaseFeatures(sales, source, weeks, { seed })
  );
  const valuesOf = (name: string, table = now!) => {
    const column = table.columns.find((other) => other.name === name);
    return column?.kind === "numeric" ? column.values : [];
  };
  return features.map((name) => {
    const { svg } = ecdfFigure({ reference: valuesOf(name, then), current: valuesOf(name) }, {
      title: `Feature ${name}`,
      subtitle: FEATURE_MEANINGS.get(name) ?? "",
      axis: name,
    });
    return { svg, alt: `Distribution of the feature ${name}` };
  });
}

/** Purchases of each category that was bought then or now. */
function categoryCounts(
  reference: CategoricalColumn,
  current: CategoricalColumn,
): CategoryCounts[] {
  const counted = (codes: Int32Array) => {
    const counts = new Float64Array(current.categories.length);
    for (const code of codes) if (code >= 0) counts[code]!++;
    return counts;
  };
  const then = counted(reference.codes), now = counted(current.codes);
  return current.categories
    .map((category, code) => ({ category, reference: then[code]!, current: now[code]! }))
    .filter((row) => row.reference + row.current > 0);
}
