/** Of two average precisions on a few weeks that are closer than this, neither is called better. */
export const NOT_APART = 0.002;

/** If the average precision of all complete trials lies within this, settings matter little. */
export const LITTLE_SPREAD = 0.02;

/** Optuna's authors advise at least five trials among the best tenth. */
const ENOUGH_TRIALS = 50;

/** With fewer complete trials the best tenth is a single one, and bars would show its place only. */
export const LEAST_TRIALS = 20;

/**
 * From how many trials the importances of the settings come, and a word of caution where they are
 * noise: below 50 complete trials, or where all trials score nearly the same.
 *
 * Without any effect, the first of three settings still takes more than half of the importance in
 * most searches of 30 trials: a test in tests/tuning/parameter_importances_test.ts.
 *
 * @param trials all trials of the search.
 */
export function importancesProse(
  trials: { state: string; value: number | null }[],
): string {
  const values = trials.filter(({ state }) => state === "complete").map(({ value }) => value!);
  if (values.length < LEAST_TRIALS) {
    return `Which setting matters is not shown: the best tenth of ${values.length} complete ` +
      `${values.length === 1 ? "trial" : "trials"} says too little. At least ${LEAST_TRIALS} are ` +
      `needed, and below ${ENOUGH_TRIALS} one setting often gets most of the importance even if ` +
      "none matters.";
  }
  const best = Math.ceil(values.length / 10);
  const spread = Math.max(...values) - Math.min(...values);
  const cautions = [
    ...(values.length < ENOUGH_TRIALS
      ? [
        `a tenth of so few trials is little to learn from, and from fewer than ${ENOUGH_TRIALS} ` +
        "one setting often gets most of the importance even if none matters",
      ]
      : []),
    ...(spread < LITTLE_SPREAD
      ? [`all complete trials lie within ${spread.toFixed(3)}, so there is little to explain`]
      : []),
  ];
  return `The importances compare the best tenth of **${values.length} complete trials**, ` +
    `${best} trials, with all of them. ` +
    (cautions.length > 0
      ? `**Read them with caution**: ${cautions.join("; ")}.`
      : "They say which settings the best trials share, not how much average precision each gains.");
}
