import { random } from "../../stats/random.ts";
import { cancellationPoint } from "../../workers/cancellation.ts";
import { endCrew } from "../../workers/crew.ts";
import { runJobElsewhere } from "../../workers/run_job.ts";
import { pickBinned, takeBinned } from "../binning/bin_layouts.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import { ensembleFeatures } from "../ensemble_features.ts";
import { joinTrees, type TreeEnsemble, type TreeNodes } from "../tree_ensemble.ts";
import { growBoostedTree } from "./boosted_tree.ts";
import { boostingFit } from "./boosting_fit.ts";
import { BOOST } from "./pieces/boosting_pieces.ts";
import { numberGroups } from "./number_groups.ts";

/** Settings of boosted trees and of their training. */
export interface GradientBoostingOptions {
  /** Rows to train on, by index; all by default. */
  rows?: Uint32Array | Int32Array;
  /**
   * Groups of rows in which many features have one value, by row and numbered by first row (see
   * number_groups.ts). They save time, and do not change the result.
   */
  groupings?: Uint32Array[];
  /** Maximum number of trees: 200 by default. A function is asked before each round. */
  rounds?: number | (() => number);
  /** Shrinkage of each tree's scores: 0.1 by default. */
  learningRate?: number;
  /** Maximum depth of a tree: 6 by default. */
  maxDepth?: number;
  /** Minimum sum of second derivatives, p · (1 − p), in a leaf: 1 by default. */
  minChildWeight?: number;
  /** Penalty on squared leaf scores: 1 by default. XGBoost's `lambda`. */
  l2?: number;
  /** Share of the rows drawn per tree, without replacement: 1 by default. */
  subsample?: number;
  /** Share of the features drawn per tree: 1 by default. XGBoost's `colsample_bytree`. */
  colsample?: number;
  /**
   * Stops after `patience` rounds without a lower loss on held-out rows, and keeps the trees up to
   * the best round. The rows have the bins of the training rows. `loss` is log loss by default.
   */
  earlyStopping?: {
    binned: BinnedTable;
    labels: Uint8Array;
    rows?: Uint32Array | Int32Array;
    patience: number;
    loss?: (labels: Uint8Array, logOdds: Float64Array) => number;
  };
  /** Seed of the draws of rows and features: 0 by default. */
  seed?: number;
  /** Threads that sum histograms, including this one: 1 by default. */
  workers?: number;
  /** Called after each round. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Trains gradient-boosted trees with the logistic loss (Friedman 2001; the second-order form of
 * Chen & Guestrin 2016, https://arxiv.org/abs/1603.02754) on binned features, by the rules of
 * XGBoost's `hist`. Own implementation, because no npm package boosts trees.
 *
 * @param labels 0 or 1 per row of `binned`.
 * @returns an ensemble with the logistic link; the same for any number of workers.
 */
export async function trainGradientBoosting(
  binned: BinnedTable,
  labels: Uint8Array,
  options: GradientBoostingOptions = {},
): Promise<TreeEnsemble> {
  const {
    rounds: most = 200,
    learningRate = 0.1,
    maxDepth = 6,
    minChildWeight = 1,
    l2 = 1,
    subsample = 1,
    colsample = 1,
    earlyStopping,
    seed = 0,
    workers = 1,
    onProgress,
  } = options;
  const { features } = binned, rounds = () => typeof most === "number" ? most : most();
  const rows = options.rows ? pickBinned(binned, options.rows) : binned;
  const picked = options.rows ? Uint8Array.from(options.rows, (row) => labels[row]!) : labels;
  const positives = picked.reduce((sum, label) => sum + label, 0);
  // one more row per class, so that the log-odds are finite
  const baseScore = Math.log((positives + 1) / (rows.length - positives + 1));
  const held = earlyStopping && heldRows(earlyStopping);
  const rules = { maxDepth, learningRate, minChildWeight, l2, subsample };
  const groupings =
    options.groupings?.map((groups) =>
      options.rows ? numberGroups(Array.from(options.rows, (row) => groups[row]!)) : groups
    ) ?? [];
  const fit = boostingFit(rows, picked, rules, {
    groupings,
    baseScore,
    seed,
    held: held?.binned,
    workers,
  });
  const helpers = runJobElsewhere(BOOST, fit.task, workers - 1);
  const trees: TreeNodes[] = [];
  const best = { trees: 1, loss: Infinity };
  const judge = () => {
    if (!earlyStopping || trees.length === 0) return;
    const loss = (earlyStopping.loss ?? logLoss)(held!.labels, fit.validationScores);
    if (loss < best.loss) Object.assign(best, { trees: trees.length, loss });
  };
  // the newest tree is not judged yet
  const goesOn = () => trees.length - best.trees <= (earlyStopping?.patience ?? Infinity);
  try {
    while (trees.length < rounds() && goesOn()) {
      const round = trees.length, { below } = random(seed, round);
      // the loss takes 3 to 4 % of a round; the other threads begin the next tree without it
      trees.push(growBoostedTree(fit, round, drawShare(features.length, colsample, below), judge));
      onProgress?.(round + 1, rounds());
      await cancellationPoint();
    }
    if (goesOn()) judge();
  } finally {
    endCrew(fit.task.control);
    await helpers;
    fit.arena.close();
  }
  const kept = trees.slice(0, earlyStopping ? best.trees : rounds());
  return { features: ensembleFeatures(features), ...joinTrees(kept), link: "logistic", baseScore };
}

/** The rows that decide when to stop. */
function heldRows({ binned, labels, rows }: NonNullable<GradientBoostingOptions["earlyStopping"]>) {
  return rows
    ? { binned: takeBinned(binned, rows), labels: Uint8Array.from(rows, (row) => labels[row]!) }
    : { binned, labels };
}

function logLoss(labels: Uint8Array, scores: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const margin = labels[i] ? scores[i]! : -scores[i]!;
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return sum / scores.length;
}

/** Draws a share of `n` without replacement, at least one: 1 for those that are drawn. */
function drawShare(n: number, share: number, below: (n: number) => number): Uint8Array {
  let wanted = Math.max(1, Math.round(share * n));
  return Uint8Array.from({ length: n }, (_, i) => {
    const isDrawn = wanted > 0 && (wanted === n - i || below(n - i) < wanted);
    wanted -= Number(isDrawn);
    return Number(isDrawn);
  });
}
