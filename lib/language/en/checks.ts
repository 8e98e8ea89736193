/** Checks of a model and of its forecast, in English. */
export const CHECKS = {
  "check.invalid":
    "Expected a probability between 0 and 1 for each of {pairs, number} pairs, found {invalid, number} without one: the model or its features are damaged; train a new one with --force-train.",
  "check.constant":
    "Expected probabilities that tell pairs apart, found {tied, number} pairs that share the highest: the model has learned nothing; look at the quantities of the included weeks.",
  "check.empty":
    "Expected a list of likely purchases in {week}, found no pair above the threshold of {threshold, number, ::.000}: the model expects hardly any purchases, or the threshold is too high; look at the quantities of the newest weeks, and at --decision-threshold.",
  "check.hardlyBought":
    "Expected about {usual, number} purchases in {week}, the newest complete week, found {found, number} in its {lines, number} order lines: most are returns or zero, or lines are missing; check column items.",
  "check.total":
    "Expected {low, number} to {high, number} purchases in {week}, which is a median of {usual, number} in the last {weeks, number} weeks divided and multiplied by {factor, number}, found {found, number}: the newest weeks are incomplete or doubled, or the model is wrong; compare their purchases with your own figures.",
  "check.noBetter":
    'Expected an average precision of at least {least, number, ::.000} {where}, as the rule of thumb "{baseline}" has, found {found, number, ::.000}: the model adds nothing; look for features that changed, or train longer with --n-trials.',
  "check.worse":
    "Expected an average precision of at least {least, number, ::.000} {where}, {share, number} % of the {before, number, ::.000} of the model in use (run {run}), found {found, number, ::.000}: the newest weeks or the training are wrong; compare these weeks with earlier ones.",
  "check.onTest": "on the test {count, plural, =1 {week} other {weeks}} {weeks}",
  "check.inWeek": "in {week}, for which it was published",
  "check.backRun": "back-run: it forecasts {week}, and the data reach {newest}",
  "training.leakage":
    "test average precision {found, number, ::.000} in {weeks} is implausibly high (above {limit, number}): look for a feature that contains data of the predicted week",
  "training.mlForest":
    "ml-random-forest trained at most {trees, number} trees on {rows, number} of the {all, number} rows: its time grows faster than the square of the rows",
  "contest.alone":
    "The new model is used: the one in use was trained on all complete weeks, up to {week}, so no week is left to compare the two on.",
  "contest.promoted":
    "The new model is used: {figures}; it is not significantly worse than the model in use.",
  "contest.kept": "The model in use stays, as the new one is significantly worse: {figures}.",
  "contest.figures":
    "average precision {now, number, ::.000} against {before, number, ::.000} on {weeks}, a difference of {difference} (95 % interval {low} to {high})",
  "drift.fewWeeks":
    "threshold {threshold} can never alarm with so few past weeks: with {permutations, number} permutations and {variables, number} variables no adjusted p-value is below {least, number}",
  "drift.neverAlarms":
    "threshold {threshold} can never alarm: its limit is {limit, number, ::.0} usual moves, and a category that is lost completely moves {reach, number, ::.0}; {rate}",
  "drift.hasNotAlarmed": "threshold {threshold} has never alarmed: {rate}",
  "drift.tooOften": "threshold {threshold} alarms too often to be informative: {rate}",
  "drift.rate": "it would have alarmed in {alarms, number} of {weeks, number} past weeks",
  "drift.undecided": "no drift decision with min_samples {samples, number}, as {because}",
  "drift.scarce":
    "there are too few {what, select, purchases {purchases} other {customers}} to compare: {reference, number} and {recent, number}, fewer than {least, number}",
};
