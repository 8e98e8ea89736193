import assert from "node:assert/strict";
import { join } from "node:path";
import { readPage } from "../report/outside_references.ts";
import { command, outcome, simulatedWorld } from "./world.ts";

const FIGURES = ["false_alarms", "power", "power_simulated", "year"];

Deno.test("deno task evaluate --drift leaves tables, figures and a page, the same on any number of workers", async () => {
  using world = await simulatedWorld({ weeks: 11 });
  const run = async (workers: string) => {
    const outputs = join(world.folder, `outputs_${workers}`);
    const { code, stdout, stderr } = await outcome(
      command(
        "evaluate",
        ["--drift", "--data-dir", world.dataDir, "--outputs-dir", outputs]
          .concat("--repeats", "4", "--workers", workers),
      ),
    );
    assert.equal(code, 0, stderr);
    return { stdout, folder: join(outputs, "evaluation") };
  };
  const one = await run("1"), two = await run("2");
  const names = Array.from(Deno.readDirSync(one.folder), ({ name }) => name).sort();
  assert.deepEqual(
    names,
    [".html", ".json", ...FIGURES.flatMap((name) => [`_${name}.png`, `_${name}.svg`])]
      .map((end) => `drift_study${end}`).sort(),
  );
  for (const name of names) {
    const [a, b] = [one, two].map(({ folder }) => Deno.readFileSync(join(folder, name)));
    assert.deepEqual(a, b, name);
  }
  for (
    const part of ["In short", "False alarms", "Power: a real week", "Week by week", "retraining"]
  ) assert.match(one.stdout, new RegExp(`^### .*${part}`, "m"));

  const study = JSON.parse(Deno.readTextFileSync(join(one.folder, "drift_study.json")));
  assert.equal(study.weeks.length, 3);
  assert.deepEqual(study.retraining.weeks.map(({ week }: { week: string }) => week), [
    "2024-W09",
    "2024-W10",
  ]);
  for (const { repeats, rates } of study.experiments) {
    assert.ok(rates.decision.count <= repeats && rates.decision.of === repeats);
  }
  const html = Deno.readTextFileSync(join(one.folder, "drift_study.html"));
  assert.deepEqual(readPage(html).outside, []);
  assert.equal(html.match(/<img /g)?.length, FIGURES.length);
});

Deno.test("deno task evaluate --drift refuses too few weeks, and flags that it does not read", async () => {
  using world = await simulatedWorld({ weeks: 8 });
  const cases: [string[], RegExp][] = [
    [["--drift"], /^--drift: expected 9 complete weeks or more, .* found 8\n$/],
    [["--drift", "--from", "2024-W05"], /^--from: --drift studies every week/],
    [["--drift", "--repeats", "many"], /^--repeats: expected a whole number from 4 to 100,000/],
    [["--repeats", "40"], /^--repeats: goes with --drift/],
    [["--drift=yes"], /^--drift: expected no value, found "yes"/],
  ];
  for (const [flags, message] of cases) {
    const { code, stderr } = await outcome(
      command("evaluate", ["--data-dir", world.dataDir, ...flags]),
    );
    assert.equal(code, 2, flags.join(" "));
    assert.match(stderr, message);
  }
});
