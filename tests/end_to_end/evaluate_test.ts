import assert from "node:assert/strict";
import { join } from "node:path";
import { command, outcome, simulatedWorld } from "./world.ts";

const BASELINES = ["original", "popularity", "frequency", "decay"];

Deno.test("deno task evaluate leaves a record a week and model, a table, figures and a page", async () => {
  using world = await simulatedWorld();
  const outputs = join(world.folder, "outputs");
  const flags = ["--data-dir", world.dataDir, "--outputs-dir", outputs, "--n-trials", "1"];
  // the simulation ends with 2024-W12
  const range = ["--from", "2024-W11", "--to", "2024-W12"];
  const { code, stdout, stderr } = await outcome(command("evaluate", [...flags, ...range]));
  assert.equal(code, 0, stderr);
  const models = ["random_forest", "gradient_boosting", ...BASELINES];
  for (const model of models) assert.match(stdout, new RegExp(`^${model} +\\.\\d{3} `, "m"));

  const folder = join(outputs, "evaluation");
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  const figures = ["average_precision", "calibration", "precision_recall", "recall_at_k"]
    .flatMap((name) => [`_${name}.png`, `_${name}.svg`]);
  assert.deepEqual(
    names,
    [".html", ".json", "_summary.json", ...figures].map((end) => `2024-W11_2024-W12${end}`).sort(),
  );
  const records = JSON.parse(Deno.readTextFileSync(join(folder, "2024-W11_2024-W12.json")));
  assert.deepEqual(
    records.map(({ week, model }: { week: string; model: string }) => `${week} ${model}`),
    ["2024-W11", "2024-W12"].flatMap((week) => models.map((model) => `${week} ${model}`)),
  );
  for (const record of records) {
    assert.ok(record.average_precision > 0.05 && record.average_precision < 0.95);
    assert.ok(record.average_precision_low <= record.average_precision);
    assert.equal(record.pairs_repeat + record.pairs_new, record.pairs);
    assert.equal(record.pairs_full_catalogue, 50 * 20);
  }
});

Deno.test("deno task evaluate refuses weeks that it cannot judge", async () => {
  using world = await simulatedWorld();
  const { code, stderr } = await outcome(
    command("evaluate", ["--data-dir", world.dataDir, "--from", "2024-W02", "--to", "2024-W12"]),
  );
  assert.equal(code, 2);
  assert.match(stderr, /^--from: expected a week from 2024-W05 to 2024-W12, found 2024-W02/);
});
