import assert from "node:assert/strict";
import { join } from "node:path";
import { driftStudy } from "../../lib/drift/study/drift_study.ts";
import { studyPurchases } from "../../lib/drift/study/study_purchases.ts";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import { readPage } from "../report/outside_references.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome, simulatedWeek, simulatedWorld } from "./world.ts";

const FIGURES = ["false_alarms", "power", "power_simulated", "year"];

Deno.test("deno task evaluate --drift writes tables, figures and a page", async () => {
  using world = await simulatedWorld({ weeks: 11 });
  const given = { data_dir: world.dataDir, outputs_dir: join(world.folder, "outputs") };
  const { code, stdout, stderr } = await outcome(
    taskProcess("evaluate", ["--drift", "--repeats", "4", ...flags({ ...given, workers: 2 })]),
  );
  assert.equal(code, 0, stderr);
  const folder = join(given.outputs_dir, "evaluation");
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  assert.deepEqual(
    names,
    [".html", ".json", ...FIGURES.flatMap((name) => [`_${name}.png`, `_${name}.svg`])]
      .map((end) => `drift_study${end}`).sort(),
  );
  for (
    const part of ["Summary", "False alarms", "Power: a real week", "Week by week", "retraining"]
  ) assert.match(stdout, new RegExp(`^### .*${part}`, "m"));

  const study = JSON.parse(Deno.readTextFileSync(join(folder, "drift_study.json")));
  assert.equal(study.weeks.length, 3);
  assert.deepEqual(study.retraining.weeks.map(({ week }: { week: string }) => week), [
    simulatedWeek(9),
    simulatedWeek(10),
  ]);
  const { extracted: { sales } } = await readInputs({ ...given, week: null }, new Date());
  const alone = await driftStudy(studyPurchases(sales), { threshold: 0.05, repeats: 4, seed: 0 });
  const { retraining: _, ...drift } = study;
  assert.deepEqual(drift, JSON.parse(JSON.stringify(alone)), "with one worker");
  for (const { repeats, rates } of study.experiments) {
    assert.ok(rates.decision.count <= repeats && rates.decision.of === repeats);
  }
  const html = Deno.readTextFileSync(join(folder, "drift_study.html"));
  assert.deepEqual(readPage(html).outside, []);
  assert.equal(html.match(/class="figure narrow"/g)?.length, FIGURES.length);
});

Deno.test("deno task evaluate --drift refuses too few weeks, and flags that it does not support", async () => {
  using world = await simulatedWorld({ weeks: 8 });
  const cases: [string[], RegExp][] = [
    [["--drift"], /^--drift: expected 9 complete weeks or more, .* found 8; add earlier .*\n$/],
    [
      ["--drift", "--from", simulatedWeek(5)],
      /^--from: not allowed with --drift, which studies every week/,
    ],
    [["--drift", "--repeats", "many"], /^--repeats: expected a whole number from 4 to 100,000/],
    [["--repeats", "40"], /^--repeats: requires --drift/],
  ];
  for (const [flags, message] of cases) {
    const { code, stderr } = await outcome(
      taskProcess("evaluate", ["--data-dir", world.dataDir, ...flags]),
    );
    assert.equal(code, 2, flags.join(" "));
    assert.match(stderr, message);
  }
});
