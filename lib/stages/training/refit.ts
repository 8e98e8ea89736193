import { joinSources, type RowSource } from "../../features/pairs/row_source.ts";
import { prepareTraining } from "../../model/fit_forest.ts";
import type { Model } from "../../model/model.ts";
import { LEARNERS } from "../../model/model_kinds.ts";
import { ALONE } from "../../model/units.ts";
import { described, type DescribedRows, learnedFrom, unitsOn } from "./learned_from.ts";
import type { TrainOptions } from "./train_options.ts";

/**
 * The same kind of model with the same settings, fitted on other rows. Only the bins of the rows are
 * in memory while it is fitted.
 */
export async function refit(
  { facts }: Model,
  rows: () => Promise<RowSource[]>,
  { preset, engine, seed, workers, units = ALONE }: TrainOptions,
): Promise<{ model: Model; learned: DescribedRows }> {
  const prepared = async () => {
    const all = joinSources(await rows());
    return {
      learned: described(all),
      set: await prepareTraining(all, { preset, engine, workers }),
    };
  };
  const { learned, set } = await prepared();
  const learner = LEARNERS[facts.model];
  const settings = learner.forRefit(facts.settings, learned.rows / facts.rows);
  const model = {
    ensemble: await learner.fit(set, settings, { seed, workers, units: unitsOn(learned, units) }),
    preprocessing: set.preprocessing,
    facts: { ...facts, settings, ...learnedFrom(learned) },
  };
  return { model, learned };
}
