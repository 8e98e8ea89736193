/** What else than drift speaks for training. */
export interface RetrainContext {
  hasModel: boolean;
  /** Weeks since the last one that the model was trained on; null where there is no model. */
  modelAgeWeeks: number | null;
  /** An older model is trained again, but under the original preset. */
  maxModelAgeWeeks: number;
  forceTrain: boolean;
  /** False where the model has already learned from the current weeks: nothing can have drifted. */
  newWeeks?: boolean | undefined;
  /** How the model in use does not fit this run, in words. */
  featureMismatch?: string | undefined;
}

/** What the drift rule found, in words. */
export interface DriftFinding {
  drift: boolean;
  /** What it rests on, without a final stop. */
  because: string;
  /** The reason where nothing speaks for training, a sentence. */
  ordinary: string;
}

/** The first reason to train, or why there is none. */
export function retrainOrNot(
  { hasModel, modelAgeWeeks, maxModelAgeWeeks, forceTrain, featureMismatch, newWeeks }:
    RetrainContext,
  { drift, because, ordinary }: DriftFinding,
  { hasReference, modelsAge, currentLabel }: {
    hasReference: boolean;
    /** Whether the preset has models grow too old. */
    modelsAge: boolean;
    /** The current side in words. */
    currentLabel: string;
  },
): { train: boolean; reason: string } {
  const yes = (reason: string) => ({ train: true, reason });
  if (!hasModel) return yes("There is no model yet.");
  if (featureMismatch) return yes(`The model in use does not fit this run: ${featureMismatch}.`);
  if (forceTrain) return yes("Training was asked for.");
  if (!hasReference) return yes("There is nothing to compare the data with.");
  if (newWeeks === false) {
    return { train: false, reason: `The model has already learned from ${currentLabel}.` };
  }
  if (drift) return yes(`Drift: ${because}.`);
  if (modelsAge && modelAgeWeeks !== null && modelAgeWeeks > maxModelAgeWeeks) {
    return yes(
      `No drift, but the model is ${modelAgeWeeks} weeks old; the limit is ${maxModelAgeWeeks}.`,
    );
  }
  return { train: false, reason: ordinary };
}
