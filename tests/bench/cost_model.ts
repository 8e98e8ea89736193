import type { Taken } from "./bench_data.ts";

/** What a run took, by task, and the counts that decide it. */
export interface Measured {
  lines: number;
  /** Rows that training holds at a time. */
  rows: number;
  tasks: Record<string, Taken>;
}

/** Tasks whose time grows with the rows that are learned from; that of the others with the lines. */
const BY_ROWS = ["train_model", "shap_analysis"];

/**
 * The time that a run of another size will take: for each task the straight line through two measured
 * runs. Beyond the rows of `max_rows` and of a million pairs of validation, training grows no more.
 */
export function expectedCost(
  [small, large]: [Measured, Measured],
  size: Pick<Measured, "lines" | "rows">,
): Taken {
  const total = { seconds: 0, wall: 0 };
  for (const [task, least] of Object.entries(small.tasks)) {
    const count = BY_ROWS.includes(task) ? "rows" : "lines";
    const share = (size[count] - small[count]) / (large[count] - small[count]);
    for (const measure of ["seconds", "wall"] as const) {
      total[measure] += least[measure] + share * (large.tasks[task]![measure] - least[measure]);
    }
  }
  return total;
}
