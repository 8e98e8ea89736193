import { joinEnsembles, type TreeEnsemble } from "./tree_ensemble.ts";

/**
 * Rows that a leaf gets from its tree's root: leaves without a purchase, or with purchases only,
 * have finite log-odds.
 */
const PRIOR_ROWS = 1;

/**
 * The weighted mean of ensembles in log-odds, as one ensemble of trees whose leaves add up. So its
 * predictions, TreeSHAP values and files need no code of their own.
 *
 * A forest enters with the mean of its trees' log-odds, which is not the log-odds of their mean: no
 * sum of trees has those. The importances of the members have the same weights as their scores.
 *
 * @param ensembles on the same features.
 * @param weights of the ensembles; equal by default.
 */
export function meanInLogOdds(
  ensembles: readonly TreeEnsemble[],
  weights: readonly number[] = ensembles.map(() => 1),
): TreeEnsemble {
  const members = ensembles.map((member) => member.link === "mean" ? inLogOdds(member) : member);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const joined = joinEnsembles(members.map((member, k) => {
    const { nodes: { value, gain } } = member, share = shares[k]!;
    const gains = gain.reduce((sum, x) => sum + x, 0);
    return {
      ...member,
      nodes: {
        ...member.nodes,
        value: value.map((x) => share * x),
        gain: gain.map((x) => gains > 0 ? share * x / gains : 0),
      },
    };
  }));
  return {
    ...joined,
    link: "logistic",
    baseScore: members.reduce((sum, { baseScore }, k) => sum + shares[k]! * baseScore, 0),
  };
}

/** A forest that averages the log-odds of its leaves instead of their shares. */
function inLogOdds({ features, offsets, nodes }: TreeEnsemble): TreeEnsemble {
  const value = new Float64Array(nodes.value.length), gain = new Float64Array(nodes.gain.length);
  const trees = offsets.length - 1;
  for (let tree = 0; tree < trees; tree++) {
    const begin = offsets[tree]!, end = offsets[tree + 1]!;
    // a tree that drew one class only has finite log-odds too
    const drawn = nodes.cover[begin]!;
    const ofRoot = (nodes.value[begin]! * drawn + 0.5) / (drawn + 1);
    let gains = 0;
    for (let node = begin; node < end; node++) gains += nodes.gain[node]!;
    for (let node = begin; node < end; node++) {
      const rows = nodes.cover[node]!;
      const share = (nodes.value[node]! * rows + ofRoot * PRIOR_ROWS) / (rows + PRIOR_ROWS);
      value[node] = Math.log(share / (1 - share)) / trees;
      // equal weight for every tree, as in the importances of a forest
      gain[node] = gains > 0 ? nodes.gain[node]! / gains : 0;
    }
  }
  return { features, offsets, nodes: { ...nodes, value, gain }, link: "logistic", baseScore: 0 };
}
