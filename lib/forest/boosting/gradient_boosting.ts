import { random } from "../../stats/random.ts";
import { pickBinned, rowLayout } from "../binning/bin_layouts.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import { addTreeScores, type BinnedTree } from "../growing/binned_tree.ts";
import { boostedTreeGrower } from "./boosted_tree.ts";
import { ensembleFeatures } from "../ensemble_features.ts";
import { gradientTeam } from "./gradient_team.ts";
import { joinTrees, type TreeEnsemble } from "../tree_ensemble.ts";
import { cancellationPoint } from "../../workers/cancellation.ts";

/** Settings of boosted trees and of their training. */
export interface GradientBoostingOptions {
  /** Rows to train on, by index; all by default. */
  rows?: Uint32Array | Int32Array;
  /** Maximum number of trees: 200 by default. */
  rounds?: number;
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
    rounds = 200,
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
  const { features } = binned;
  const training = scored(binned, labels, options.rows);
  const validation = earlyStopping &&
    scored(earlyStopping.binned, earlyStopping.labels, earlyStopping.rows);
  const length = training.labels.length;
  const positives = training.labels.reduce((sum, label) => sum + label, 0);
  // one more row per class, so that the log-odds are finite
  const baseScore = Math.log((positives + 1) / (length - positives + 1));
  training.scores.fill(baseScore);
  validation?.scores.fill(baseScore);
  const rules = { maxDepth, learningRate, minChildWeight, l2 };
  const team = gradientTeam({
    layout: training.layout,
    length,
    features: features.length,
    depth: maxDepth,
    workers,
  });
  const grow = boostedTreeGrower(team, features, rules);
  const trees: BinnedTree[] = [];
  let bestRound = 0;
  let bestLoss = Infinity;
  try {
    for (let round = 0; round < rounds; round++) {
      const { below } = random(seed, round);
      writeGradients(training, team.gradients);
      const rows = drawSorted(length, subsample, below);
      const tree = grow(rows, drawSorted(features.length, colsample, below));
      trees.push(tree);
      addTreeScores(tree, features, training.layout, training.scores);
      onProgress?.(round + 1, rounds);
      if (validation) {
        addTreeScores(tree, features, validation.layout, validation.scores);
        const { labels, scores } = validation;
        const loss = (earlyStopping.loss ?? logLoss)(labels, scores);
        if (loss < bestLoss) [bestLoss, bestRound] = [loss, round];
        if (round - bestRound >= earlyStopping.patience) break;
      }
      await cancellationPoint();
    }
  } finally {
    await team.end();
  }
  const kept = trees.slice(0, validation ? bestRound + 1 : rounds).map(({ nodes }) => nodes);
  return { features: ensembleFeatures(features), ...joinTrees(kept), link: "logistic", baseScore };
}

/** Rows with their labels and their scores so far. */
function scored(binned: BinnedTable, labels: Uint8Array, rows?: Uint32Array | Int32Array) {
  const picked = rows ? pickBinned(binned, rows) : binned;
  return {
    layout: rowLayout(picked),
    labels: rows ? Uint8Array.from(rows, (row) => labels[row]!) : labels,
    scores: new Float64Array(picked.length),
  };
}

type Scored = ReturnType<typeof scored>;

/** Writes the first and second derivative of the log loss, by row and in turn. */
function writeGradients({ labels, scores }: Scored, gradients: Float64Array): void {
  for (let i = 0; i < scores.length; i++) {
    const p = 1 / (1 + Math.exp(-scores[i]!));
    gradients[2 * i] = p - labels[i]!;
    gradients[2 * i + 1] = Math.max(p * (1 - p), 1e-16);
  }
}

function logLoss(labels: Uint8Array, scores: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const margin = labels[i] ? scores[i]! : -scores[i]!;
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return sum / scores.length;
}

/** Draws a share of the numbers below `n` without replacement: at least one, ascending. */
function drawSorted(n: number, share: number, below: (n: number) => number): Uint32Array {
  let wanted = Math.max(1, Math.round(share * n));
  const drawn = new Uint32Array(wanted);
  for (let i = 0, k = 0; i < n && wanted > 0; i++) {
    if (wanted < n - i && below(n - i) >= wanted) continue;
    drawn[k++] = i;
    wanted--;
  }
  return drawn;
}
