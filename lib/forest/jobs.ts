import { columnBinner } from "./bin_column.ts";
import { blockExplainer } from "./explain_block.ts";
import { gradientHelper } from "./gradient_helper.ts";
import { treeGrower } from "./grow_tree.ts";
import { blockScorer } from "./score_block.ts";

/**
 * Work that can be shared among workers. Each makes, from a task of plain data and shared memory, a
 * function that does piece `index` of it: the pieces do not depend on who does them, or when.
 */
export const JOBS = {
  /** Bins a column. */
  binColumn: columnBinner,
  /** Grows a tree of a forest. */
  growTree: treeGrower,
  /** Sums up histograms of boosted trees until they have grown. */
  sumGradients: gradientHelper,
  /** Scores a block of rows. */
  scoreBlock: blockScorer,
  /** Explains a block of rows. */
  explainBlock: blockExplainer,
};

export type JobName = keyof typeof JOBS;
export type JobTask<Name extends JobName> = Parameters<(typeof JOBS)[Name]>[0];
export type JobResult<Name extends JobName> = ReturnType<ReturnType<(typeof JOBS)[Name]>>;
