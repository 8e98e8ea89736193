import { sourceOf } from "../../lib/features/pairs/row_source.ts";
import assert from "node:assert/strict";
import { MODEL_KINDS, SEARCHED_KINDS } from "../../lib/config/parameters.ts";
import type { PresetName } from "../../lib/config/presets/preset.ts";

import { featureSource } from "../../lib/features/feature_source.ts";
import { includedWeeks } from "../../lib/features/pairs/included_weeks.ts";
import {
  concatRows,
  type LabelledRows,
  pickRows,
  repeatFlags,
  rowsFromFrame,
} from "../../lib/features/pairs/labelled_rows.ts";
import { samplePlaces } from "../../lib/features/pairs/sample_places.ts";
import type { SamplingRates } from "../../lib/features/pairs/sampling_rates.ts";
import { splitData } from "../../lib/stages/split_data.ts";
import { trainModel } from "../../lib/stages/train_model.ts";
import type { TrainOptions } from "../../lib/stages/training/train_options.ts";
import { framesOf } from "../../lib/table/block.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { weekName } from "../../lib/table/time/week.ts";
import { english } from "../../lib/language/english.ts";
import { FIRST_BOOSTING } from "../../lib/model/boosting_settings.ts";
import { prepareTraining } from "../../lib/model/fit_forest.ts";
import { encodeModelFile } from "../../lib/model/model.ts";
import {
  blendSettings,
  LEARNERS,
  LOGISTIC_REGRESSION,
  SEARCHED_LEARNERS,
} from "../../lib/model/model_kinds.ts";
import { meanInLogOdds } from "../../lib/forest/log_odds.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

const OPTIONS: TrainOptions = {
  preset: "default",
  model: "random_forest",
  engine: "forest",
  n_trials: 2,
  decision_threshold: "auto",
  seed: 0,
  workers: 1,
};
const TEXTS = ["customer_type", "brand", "category", "sub_category", "segment", "package"];

interface Splits {
  train: LabelledRows;
  val: LabelledRows;
  test: LabelledRows;
  rates: SamplingRates;
}

function inputOf(preset: PresetName, weeks = 7): Splits {
  const sales = smallSales(randomLines(21, { count: 500 }));
  const { rates, ...splits } = splitData(
    sales,
    includedWeeks(sales, weeks),
    featureSource(sales, preset),
    { preset, maxRows: 1_000_000, seed: 0 },
  );
  const rows = (part: "train" | "val" | "test") =>
    concatRows(
      Array.from(framesOf(splits[part]), (frame) =>
        rowsFromFrame(frame, preset === "original" ? TEXTS : [])),
    );
  return { train: rows("train"), val: rows("val"), test: rows("test"), rates };
}

function learn({ train, val, test, rates }: Splits, options: Partial<TrainOptions> = {}) {
  const read = (rows: LabelledRows) => () => Promise.resolve(sourceOf(rows));
  const input = { train: read(train), val: read(val), test: read(test), rates };
  return trainModel(input, { ...OPTIONS, ...options });
}

const INPUT = inputOf("default");
const ORIGINAL = inputOf("original", 4);

const scrambled = (rows: LabelledRows): LabelledRows => ({
  ...rows,
  label: rows.label.map((y) => 1 - y),
});

function withColumns(rows: LabelledRows, change: (table: ColumnTable) => ColumnTable["columns"]) {
  return { ...rows, features: { ...rows.features, columns: change(rows.features) } };
}

Deno.test("results describe the search, the training and the evaluation", async () => {
  const texts: string[] = [], fractions: number[] = [];
  const { model, results, warnings } = await learn(INPUT, {
    onProgress: (fraction, text) => {
      fractions.push(fraction);
      texts.push(text);
    },
  });
  assert.deepEqual(warnings, []);
  assert.equal(results.search.trials.length, 2);
  const values = results.search.trials.map(({ value }) => value!);
  assert.equal(values[results.search.best_trial], Math.max(...values));
  assert.ok(values.every((value) => value > 0 && value <= 1), `values ${values}`);
  assert.deepEqual(results.train.weeks, [3, 4, 5, 6, 7].map((i) => weekName(FIRST_WEEK + i)));
  assert.deepEqual(results.validation.weeks, [weekName(FIRST_WEEK + 8)]);
  assert.deepEqual(results.test.weeks, [weekName(FIRST_WEEK + 9)]);
  assert.equal(results.validation.pairs, INPUT.val.length);
  assert.equal(results.test.pairs, INPUT.test.length);
  for (
    const [{ label, features }, part] of [[INPUT.val, "validation"], [INPUT.test, "test"]] as const
  ) {
    const weeks = repeatFlags(features)!;
    const first = label.filter((bought, row) => bought === 1 && !(weeks[row]! > 0));
    assert.equal(results[part].positives_new, first.length);
    assert(results[part].average_precision_repeat! > 0, part);
  }
  assert.equal(results.curves!.precision_recall.at(-1)!.recall, 1);
  assert.deepEqual(results.features, INPUT.train.features.columns.map(({ name }) => name));
  assert.deepEqual(model.facts.features, results.features);
  assert.equal(model.facts.first_week, results.train.weeks[0]);
  assert.equal(model.facts.last_week, results.test.weeks[0]);
  assert.equal(model.facts.decision_threshold, results.decision_threshold);
  assert.deepEqual(texts.slice(0, 2).map((text) => text.slice(0, 12)), [
    "trial 1 of 2",
    "trial 2 of 2",
  ]);
  assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b));
  assert(fractions.at(-1)! < 1);
});

Deno.test("the model that predicts is trained on all weeks, with the same sampling", async () => {
  const { results } = await learn(INPUT, { n_trials: 1 });
  const purchases = [INPUT.train, INPUT.val, INPUT.test]
    .map(({ label }) => label.reduce((sum, y) => sum + y, 0));
  assert.equal(results.refit.weeks.length, 7);
  assert.equal(results.refit.purchases, purchases.reduce((a, b) => a + b));
  assert(results.refit.rows > INPUT.train.length);
  assert(results.refit.rows < INPUT.train.length + INPUT.val.length + INPUT.test.length);
});

Deno.test("two workers give the same bytes as one, another seed gives others", async () => {
  const outcome = async (given: Partial<TrainOptions>) => {
    const { model, results } = await learn(INPUT, given);
    return { bytes: encodeModelFile(model).toHex(), results: JSON.stringify(results) };
  };
  const [one, two, other] = [
    await outcome({}),
    await outcome({ workers: 2 }),
    await outcome({ seed: 1 }),
  ];
  assert(one.bytes === two.bytes && one.results === two.results);
  assert(one.bytes !== other.bytes);
});

Deno.test("test weeks change nothing but the test metrics and the refit", async () => {
  for (const [input, preset] of [[INPUT, "default"], [ORIGINAL, "original"]] as const) {
    const [plain, changed] = [
      await learn(input, { preset }),
      await learn({ ...input, test: scrambled(input.test) }, { preset }),
    ];
    const known = ({ results: { test: _, curves: __, refit: ___, ...rest } }: typeof plain) => rest;
    assert.deepEqual(known(changed), known(plain));
    assert.notDeepEqual(changed.results.test, plain.results.test);
  }
});

Deno.test("validation weeks choose the settings, and the search trains on the training weeks only", async () => {
  const options = { n_trials: 1 };
  const plain = await learn(INPUT, options);
  const changed = await learn({ ...INPUT, val: scrambled(INPUT.val) }, options);
  // ranks on test weeks come from the forest of the training weeks alone; calibration keeps them
  const ap = ({ results }: typeof plain) => results.test.average_precision;
  assert(Math.abs(ap(changed) - ap(plain)) < 1e-9);
  assert.notEqual(
    changed.results.search.trials[0]!.value,
    plain.results.search.trials[0]!.value,
  );
});

Deno.test("encoders depend only on the rows that they are fitted on", async () => {
  const { preprocessing } = await prepareTraining(sourceOf(ORIGINAL.train), {
    preset: "original",
    engine: "forest",
  });
  const [longitude] = preprocessing!.columns.filter(({ name }) => name === "X");
  assert(longitude?.kind === "numeric" && longitude.scaler && longitude.winsorizer);
  const values = ORIGINAL.train.features.columns.find(({ name }) => name === "X")!;
  assert(values.kind === "numeric");
  assert(longitude.winsorizer.lower >= Math.min(...values.values));
  assert(longitude.winsorizer.upper <= Math.max(...values.values));

  // the later weeks are not passed, so the encoders cannot depend on them
  const far = withColumns(
    ORIGINAL.val,
    ({ columns }) =>
      columns.map((column) =>
        column.kind === "numeric"
          ? { ...column, values: column.values.map((value) => 1000 * value) }
          : { ...column, categories: column.categories.map((text) => `${text} unseen`) }
      ),
  );
  const joined = await prepareTraining(sourceOf(concatRows([ORIGINAL.train, far])), {
    preset: "original",
    engine: "forest",
  });
  assert.notDeepEqual(joined.preprocessing, preprocessing);
  const again = await prepareTraining(sourceOf(ORIGINAL.train), {
    preset: "original",
    engine: "forest",
  });
  assert.deepEqual(again.preprocessing, preprocessing);
});

Deno.test("later weeks with unseen categories and values can be scored", async () => {
  const strange = (rows: LabelledRows) =>
    withColumns(
      rows,
      ({ columns }) =>
        columns.map((column) =>
          column.kind === "numeric"
            ? { ...column, values: column.values.map((value) => value + 1e6) }
            : { ...column, categories: column.categories.map((text) => `${text} unseen`) }
        ),
    );
  const { results } = await learn({ ...ORIGINAL, test: strange(ORIGINAL.test) }, {
    preset: "original",
    n_trials: 1,
  });
  assert(results.test.average_precision > 0 && results.test.log_loss < 10);
});

Deno.test("a given decision threshold is kept, and the original preset does not calibrate", async () => {
  const { model, results } = await learn(ORIGINAL, {
    preset: "original",
    decision_threshold: 0.5,
    n_trials: 1,
  });
  assert.equal(results.decision_threshold, 0.5);
  assert.equal(results.decision_threshold_from, "parameter");
  assert.equal(results.calibration, null);
  assert(model.preprocessing !== null);
});

Deno.test("a feature that contains the label raises a warning", async () => {
  const leaking = (rows: LabelledRows) =>
    withColumns(rows, ({ columns }) => [
      ...columns.filter(({ name }) => name === "pair_weeks_ever"),
      { kind: "numeric", name: "answer", values: Float64Array.from(rows.label) },
    ]);
  const { train, val, test, rates } = INPUT;
  const splits = { train: leaking(train), val: leaking(val), test: leaking(test), rates };
  const { warnings } = await learn(splits, { n_trials: 1 });
  assert.equal(warnings.length, 1);
  assert.match(
    english(warnings[0]!),
    /^test average precision (0\.9|1\.0)\d+ in \S+ is implausibly high/,
  );
});

Deno.test("ml-random-forest trains too, and reports on how few rows", async () => {
  // its time grows faster than the square of the rows
  const few = (rows: LabelledRows) => pickRows(rows, samplePlaces(rows.length, 40, 0));
  const { train, val, test, rates } = ORIGINAL;
  const { model, results, warnings } = await learn(
    { train: few(train), val: few(val), test: few(test), rates },
    { preset: "original", engine: "ml-random-forest", n_trials: 1 },
  );
  assert.equal(model.facts.engine, "ml-random-forest");
  assert(results.test.average_precision > 0);
  assert.match(
    warnings.map(english).join(),
    /^ml-random-forest .* of the \d+ rows: its time grows faster/,
  );
});

Deno.test("boosting trains the number of rounds chosen on the validation weeks", async () => {
  for (const [input, preset] of [[INPUT, "default"], [ORIGINAL, "original"]] as const) {
    const { model, results } = await learn(input, { preset, model: "gradient_boosting" });
    assert.equal(model.facts.model, "gradient_boosting");
    assert.equal(model.ensemble.link, "logistic");
    assert.equal(results.model, "gradient_boosting");
    const rounds = (model.ensemble.offsets.length - 1) / FIRST_BOOSTING.n_bags;
    assert.equal(model.facts.settings["n_estimators"], rounds);
    const growth = results.refit.rows / results.train.rows;
    assert.equal(rounds, Math.round(results.settings["n_estimators"]! * growth));
    assert(results.settings["n_estimators"]! < FIRST_BOOSTING.n_estimators);
    assert.deepEqual(results.alternatives, []);
  }
});

Deno.test("the validation weeks choose one of two kinds, each fitted as if alone, or a blend", async () => {
  const { model, results } = await learn(INPUT, { model: "best", n_trials: 3 });
  const kinds = [results, ...results.alternatives];
  assert.deepEqual(kinds.map(({ model }) => model).sort(), MODEL_KINDS.toSorted());
  const precisions = kinds.map(({ validation }) => validation.average_precision);
  assert.deepEqual(precisions, precisions.toSorted((a, b) => b - a));
  assert.equal(model.facts.model, results.model);
  const blend = kinds.find(({ model }) => model === "blend")!;
  for (const kind of SEARCHED_KINDS) {
    const { search, validation, settings } = kinds.find(({ model }) => model === kind)!;
    const trials = kind === "random_forest" ? 2 : 1;
    assert.equal(search.trials.length, trials);
    const alone = await learn(INPUT, { model: kind, n_trials: trials });
    assert.deepEqual(validation, alone.results.validation);
    assert.deepEqual(settings, alone.results.settings);
    assert.equal(blend.settings[`${kind}.n_estimators`], settings["n_estimators"]);
  }
});

Deno.test("the refit of a mean is the mean of the refits", async () => {
  const { train: rows } = INPUT;
  const set = await prepareTraining(sourceOf(rows), { preset: "default", engine: "forest" });
  const settings = blendSettings((kind) =>
    kind === "logistic_regression"
      ? LOGISTIC_REGRESSION.settings
      : { ...SEARCHED_LEARNERS[kind].first("default"), n_estimators: 10 }
  );
  const refit = LEARNERS.blend.forRefit(settings, 1.5);
  assert.equal(refit["random_forest.n_estimators"], 10);
  assert.equal(refit["gradient_boosting.n_estimators"], 15);
  const blend = await LEARNERS.blend.fit(set, refit, { seed: 3, workers: 2 });
  const members: TreeEnsemble[] = [];
  for (const kind of SEARCHED_KINDS) {
    const learner = SEARCHED_LEARNERS[kind];
    const own = learner.forRefit({ ...learner.first("default"), n_estimators: 10 }, 1.5);
    members.push(await learner.fit(set, own, { seed: 3, workers: 1 }));
  }
  const { fit, settings: fixed } = LOGISTIC_REGRESSION;
  members.push(await fit(set, fixed, { seed: 3, workers: 1 }));
  assert.deepEqual(blend, meanInLogOdds(members, [1, 2, 1]));
});

Deno.test("boosting gives the same bytes with two workers", async () => {
  const bytes = async (workers: number) =>
    encodeModelFile(
      (await learn(INPUT, { model: "gradient_boosting", n_trials: 1, workers })).model,
    )
      .toHex();
  assert(await bytes(1) === await bytes(2));
});
