/** Reasons to train other than drift. */
export interface RetrainContext {
  hasModel: boolean;
  /** Weeks since the model's last training week; null where there is no model. */
  modelAgeWeeks: number | null;
  /** An older model is trained again, except under the original preset. */
  maxModelAgeWeeks: number;
  forceTrain: boolean;
  /** False where the model was already trained on the current weeks: nothing can have drifted. */
  newWeeks?: boolean | undefined;
  /** Why the model in use does not fit this run. */
  featureMismatch?: string | undefined;
}

/** The result of the drift rule. */
export interface DriftFinding {
  drift: boolean;
  /** False if there are too few purchases to say whether anything drifted. */
  judged: boolean;
  /** The evidence, as a sentence without its final period. */
  because: string;
  /** The reason to report where there is no reason to train, a sentence. */
  ordinary: string;
}

/** What led to the decision, for pages that say it in their own words. */
export type DecisionCause =
  | "no_model"
  | "other_features"
  | "requested"
  | "no_reference"
  | "same_weeks"
  | "drift"
  | "age"
  | "ordinary";

/** The decision: its cause, and the reason as a sentence. */
export interface RetrainDecision {
  train: boolean;
  cause: DecisionCause;
  reason: string;
}

/** Whether to train: the first reason to do so, or why there is none. */
export function retrainOrNot(
  { hasModel, modelAgeWeeks, maxModelAgeWeeks, forceTrain, featureMismatch, newWeeks }:
    RetrainContext,
  { drift, judged, because, ordinary }: DriftFinding,
  { hasReference, modelsAge, currentLabel }: {
    hasReference: boolean;
    /** Whether the preset has an age limit for models. */
    modelsAge: boolean;
    /** Name of the current weeks. */
    currentLabel: string;
  },
): RetrainDecision {
  const yes = (cause: DecisionCause, reason: string) => ({ train: true, cause, reason });
  if (!hasModel) return yes("no_model", "There is no model yet.");
  if (featureMismatch) {
    return yes("other_features", `The model in use does not fit this run: ${featureMismatch}.`);
  }
  if (forceTrain) return yes("requested", "Training was requested (--force-train).");
  if (!hasReference) {
    return yes("no_reference", "There is no reference to compare the data with.");
  }
  if (newWeeks === false) {
    const reason = `The model was already trained on ${currentLabel}.`;
    return { train: false, cause: "same_weeks", reason };
  }
  if (drift) return yes("drift", `Drift: ${because}.`);
  if (modelsAge && modelAgeWeeks !== null && modelAgeWeeks > maxModelAgeWeeks) {
    return yes(
      "age",
      `${judged ? "No drift, but" : `Drift could not be judged (${because}), and`} the model is ` +
        `${modelAgeWeeks} weeks old; the limit is ${maxModelAgeWeeks}.`,
    );
  }
  return { train: false, cause: "ordinary", reason: ordinary };
}
