import { PRESETS } from "../config/presets/presets.ts";
import type { Config } from "../config/parameters.ts";
import type { FitAndScore } from "../evaluation/backtest.ts";
import { featureSource } from "../features/feature_source.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import { sourceOf } from "../features/pairs/row_source.ts";
import { concatRows, type LabelledRows, rowsFromFrame } from "../features/pairs/labelled_rows.ts";
import { TEXT_FEATURES } from "../features/static_features.ts";
import { predict } from "../stages/predict.ts";
import { splitData } from "../stages/split_data.ts";
import { trainModel } from "../stages/train_model.ts";
import type { TrainParameters } from "../stages/training/train_options.ts";
import { framesOf } from "../table/block.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { usedThreshold } from "../model/model.ts";

type PipelineConfig = TrainParameters & Pick<Config, "weeks_to_include" | "max_rows">;

/**
 * The forecast that the pipeline would make: split, search, threshold, refit and scores as in its
 * tasks, from the given data only and without files.
 */
export function fitAndScore(config: PipelineConfig, { workers }: { workers: number }): FitAndScore {
  const { preset, seed } = config;
  return async (sales) => {
    const features = featureSource(sales, preset);
    const split = splitData(sales, includedWeeks(sales, config.weeks_to_include), features, {
      preset,
      maxRows: config.max_rows,
      seed,
    });
    const rowsOf = async (blocks: typeof split.train) => {
      const weeks: LabelledRows[] = [];
      for (const frame of framesOf(blocks)) {
        weeks.push(
          rowsFromFrame(frame, PRESETS[preset].features === "static" ? TEXT_FEATURES : []),
        );
        await releaseMemory();
      }
      return sourceOf(concatRows(weeks));
    };
    const train = await rowsOf(split.train);
    const input = {
      train: () => Promise.resolve(train),
      val: () => rowsOf(split.val),
      test: () => rowsOf(split.test),
      rates: split.rates,
    };
    const { model } = await trainModel(input, { ...config, workers });
    const { probability, quantity } = await predict({ sales, model, features }, { workers });
    return {
      probability,
      quantity,
      decisionThreshold: usedThreshold(model.facts, config.decision_threshold),
    };
  };
}
