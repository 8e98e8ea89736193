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
): { train: boolean; reason: string } {
  const yes = (reason: string) => ({ train: true, reason });
  if (!hasModel) return yes("There is no model yet.");
  if (featureMismatch) return yes(`The model in use does not fit this run: ${featureMismatch}.`);
  if (forceTrain) return yes("Training was requested (--force-train).");
  if (!hasReference) return yes("There is no reference to compare the data with.");
  if (newWeeks === false) {
    return { train: false, reason: `The model was already trained on ${currentLabel}.` };
  }
  if (drift) return yes(`Drift: ${because}.`);
  if (modelsAge && modelAgeWeeks !== null && modelAgeWeeks > maxModelAgeWeeks) {
    return yes(
      `${judged ? "No drift, but" : `Drift could not be judged (${because}), and`} the model is ` +
        `${modelAgeWeeks} weeks old; the limit is ${maxModelAgeWeeks}.`,
    );
  }
  return { train: false, reason: ordinary };
}
