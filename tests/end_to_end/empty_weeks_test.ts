import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { simulate } from "../../lib/simulator/simulator.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome, simulatedWeek, simulateInto, temporaryPlace } from "./world.ts";

const OPTIONS = { customers: 40, products: 15, weeks: 14, firstDay: "2024-01-01" };

/** A simulated world without the purchases of some weeks, counted from 1. */
async function worldWithout(...weeks: number[]) {
  const place = temporaryPlace();
  await simulateInto(place.dataDir, OPTIONS);
  const { transacciones } = simulate(OPTIONS);
  const at = (day: number) => pl.lit(day).cast(pl.Date).cast(pl.Datetime("ns"));
  const kept = weeks.reduce((frame, number) => {
    const monday = mondayOfWeek(parseWeek(simulatedWeek(number))!), date = pl.col("purchase_date");
    return frame.filter(date.lt(at(monday)).or(date.gtEq(at(monday + 7))));
  }, transacciones);
  await Deno.writeFile(join(place.dataDir, "transacciones.parquet"), encodeParquet(kept));
  return place;
}

Deno.test("deno task evaluate copes with weeks without purchases", async (t) => {
  using world = await worldWithout(5, 6, 13);
  const given = { data_dir: world.dataDir, outputs_dir: join(world.folder, "outputs") };
  const folder = join(given.outputs_dir, "evaluation");
  const evaluate = (...more: string[]) =>
    outcome(taskProcess("evaluate", [...flags(given), ...more]));

  await t.step("one is marked, and in no mean", async () => {
    const from = simulatedWeek(12), to = simulatedWeek(14), empty = simulatedWeek(13);
    const { code, stdout, stderr } = await evaluate("--from", from, "--to", to, "--n-trials", "1");
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`^${empty}  not judged: no purchases$`, "m"));
    assert.match(stdout, new RegExp(`^1 week without purchases is not judged: ${empty}$`, "m"));
    assert.doesNotMatch(stdout, /NaN/);
    const read = (end: string) =>
      JSON.parse(Deno.readTextFileSync(join(folder, `${from}_${to}${end}.json`)));
    const records = read("") as { week: string; model: string; judged?: false }[];
    assert.deepEqual([...new Set(records.map(({ week }) => week))], [from, empty, to]);
    assert(records.every(({ week, judged }) => (judged === false) === (week === empty)));
    for (const { weeks, mean } of read("_summary").models) {
      assert.deepEqual(weeks, [from, to]);
      assert(mean.average_precision.estimate > 0.05);
    }
  });

  await t.step("where all are, this is said before anything is learned", async () => {
    const week = simulatedWeek(13);
    const { code, stderr } = await evaluate("--from", week, "--to", week);
    assert.equal(code, 2);
    assert.match(stderr, /--from, --to: expected a week with purchases .*, found none in \S+\n$/);
  });

  await t.step("--drift leaves them out, and says so", async () => {
    const { code, stdout, stderr } = await evaluate("--drift", "--repeats", "4");
    assert.equal(code, 0, stderr);
    const names = `${simulatedWeek(5)} to ${simulatedWeek(6)}, ${simulatedWeek(13)}`;
    assert(stderr.startsWith(`left out, without purchases: ${names}\n`), stderr);
    assert(
      stdout.includes(`- Weeks without purchases are left out of every table and trial: ${names}.`),
    );
    const study = JSON.parse(Deno.readTextFileSync(join(folder, "drift_study.json")));
    assert.deepEqual(
      study.weeks.map(({ week }: { week: string }) => week),
      [11, 12, 14].map(simulatedWeek),
    );
  });
});

Deno.test("deno task pipeline learns from earlier weeks in place of empty ones", async () => {
  using world = await worldWithout(9, 10, 11);
  const given = world.given("outputs", { weeks_to_include: 4, n_trials: 1 });
  const { code, stderr } = await outcome(taskProcess("pipeline", flags(given)));
  assert.equal(code, 0, stderr);
  const latest = join(world.folder, "outputs", "latest");
  const run = JSON.parse(Deno.readTextFileSync(join(latest, "run.json")));
  const facts = run.tasks.find(({ id }: { id: string }) => id === "split_data").facts;
  assert.deepEqual(
    ["train", "val", "test"].flatMap((part) => facts[part].weeks),
    [8, 12, 13, 14].map(simulatedWeek),
  );
  const names = `${simulatedWeek(9)} to ${simulatedWeek(11)}`;
  const warning = `3 weeks without purchases, left out of training: ${names}`;
  assert(run.warnings.some(({ text }: { text: string }) => text === warning));
});
