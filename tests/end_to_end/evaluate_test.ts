import assert from "node:assert/strict";
import { join } from "node:path";
import { SHARED, sharedData } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome, simulatedWeek, temporaryPlace } from "./world.ts";

const { customers, products, weeks } = SHARED;
const BASELINES = ["original", "popularity", "frequency", "decay"];

Deno.test("deno task evaluate writes a record per week and model, a table, figures and a page", async () => {
  using place = temporaryPlace(await sharedData());
  const outputs_dir = join(place.folder, "outputs");
  const given = { data_dir: place.dataDir, outputs_dir, n_trials: 1, weeks_to_include: 4 };
  const from = simulatedWeek(weeks - 1), to = simulatedWeek(weeks), range = `${from}_${to}`;
  const { code, stdout, stderr } = await outcome(
    taskProcess("evaluate", [...flags(given), "--from", from, "--to", to]),
  );
  assert.equal(code, 0, stderr);
  const models = ["random_forest", "gradient_boosting", "best", ...BASELINES];
  for (const model of models) assert.match(stdout, new RegExp(`^${model} +\\.\\d{3} `, "m"));

  const folder = join(outputs_dir, "evaluation");
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  const figures = ["average_precision", "calibration", "precision_recall", "recall_at_k"]
    .flatMap((name) => [`_${name}.png`, `_${name}.svg`]);
  assert.deepEqual(
    names,
    [".html", ".json", "_summary.json", ...figures].map((end) => `${range}${end}`).sort(),
  );
  const records = JSON.parse(Deno.readTextFileSync(join(folder, `${range}.json`)));
  assert.deepEqual(
    records.map(({ week, model }: { week: string; model: string }) => `${week} ${model}`),
    [from, to].flatMap((week) => models.map((model) => `${week} ${model}`)),
  );
  for (const record of records) {
    assert.ok(record.average_precision > 0.05 && record.average_precision < 0.95);
    assert.ok(record.average_precision_low <= record.average_precision);
    assert.equal(record.pairs_repeat + record.pairs_new, record.pairs);
    assert.equal(record.pairs_full_catalogue, customers * products);
  }
});

Deno.test("deno task evaluate refuses weeks that it cannot judge", async () => {
  const from = simulatedWeek(2), to = simulatedWeek(weeks);
  const { code, stderr } = await outcome(
    taskProcess("evaluate", ["--data-dir", await sharedData(), "--from", from, "--to", to]),
  );
  assert.equal(code, 2);
  const range = `a week from ${simulatedWeek(5)} to ${to}`;
  assert.match(stderr, new RegExp(`^--from: expected ${range}, found ${from}`));
});
