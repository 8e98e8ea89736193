import { random } from "../../lib/stats/random.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";

/**
 * Rows similar to the pipeline's, as 32-bit floats: counts, shares that are mostly 0, recencies with
 * missing values, and noise. About 8 % of the labels are 1.
 */
export function forestData(
  length: number,
  features: number,
  seed: number,
): { table: ColumnTable; labels: Uint8Array } {
  const { uniform, below, normal } = random(seed, length);
  const draws = [
    normal,
    () => uniform() < 0.7 ? 0 : Math.exp(normal()),
    () => below(12),
    uniform,
    () => uniform() < 0.1 ? NaN : 10 * uniform(),
  ];
  const score = new Float64Array(length).fill(-4.4);
  const columns = Array.from({ length: features }, (_, f) => {
    const draw = draws[f % draws.length]!;
    const values = Float32Array.from({ length }, draw);
    const weight = f < 20 ? 4 / (4 + f) : 0;
    for (let i = 0; i < length && weight > 0; i++) {
      const x = Number.isNaN(values[i]!) ? 0.3 : Math.max(-2, Math.min(2, values[i]!));
      score[i]! += weight *
        (f % 5 === 2 ? (values[i]! - 6) / 6 : f % 5 === 4 ? Math.sin(3 * x) : x);
    }
    return { kind: "numeric" as const, name: `f${f}`, values };
  });
  const labels = Uint8Array.from(score, (s) => Number(uniform() < 1 / (1 + Math.exp(-2 * s))));
  return { table: { length, columns }, labels };
}
