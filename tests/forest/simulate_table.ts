import { random } from "../../lib/stats/random.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";

/**
 * A table with a continuous, a discrete, a skewed column with missing values, a constant and two
 * categorical columns, and labels that depend on most of them.
 */
export function simulateTable(length: number, seed: number): {
  table: ColumnTable;
  labels: Uint8Array;
} {
  const { uniform, below, normal } = random(seed, length);
  const make = <T>(value: () => T) => Array.from({ length }, value);
  const continuous = Float64Array.from(make(normal));
  const discrete = Float32Array.from(make(() => below(9)));
  const skewed = Float64Array.from(make(() => uniform() < 0.2 ? NaN : Math.exp(2 * normal())));
  const brand = Int32Array.from(make(() => below(6) - 1));
  const size = Int32Array.from(make(() => below(2)));
  const labels = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const score = continuous[i]! + (discrete[i]! - 4) / 3 + (skewed[i]! > 1 ? 1 : 0) +
      (brand[i] === 2 ? 1.5 : 0) - 1.5;
    labels[i] = Number(uniform() < 1 / (1 + Math.exp(-2 * score)));
  }
  return {
    table: {
      length,
      columns: [
        { kind: "numeric", name: "continuous", values: continuous },
        { kind: "numeric", name: "discrete", values: discrete },
        { kind: "numeric", name: "skewed", values: skewed },
        { kind: "numeric", name: "constant", values: new Float32Array(length).fill(3) },
        {
          kind: "categorical",
          name: "brand",
          codes: brand,
          categories: ["ada", "bel", "cor", "dia", "eva"],
        },
        { kind: "categorical", name: "size", codes: size, categories: ["large", "small"] },
      ],
    },
    labels,
  };
}
