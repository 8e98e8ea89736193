import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { dayName, mondayOfWeek, parseWeek } from "../../../lib/table/time/week.ts";
import { runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { digests, simulatedWeek, simulatedWorld } from "../../end_to_end/world.ts";
import { AIRFLOW_PYTHON, airflowPlace, until } from "./airflow_place.ts";

const WEEKS = 14;
/** The three last weeks of the data. */
const PAST = [12, 13, 14].map(simulatedWeek);
const day = (week: string, days = 0) => dayName(mondayOfWeek(parseWeek(week)!) + days);

Deno.test({
  name: "a backfill of three weeks has the bytes of the pipeline for each, and leaves latest alone",
  ignore: !AIRFLOW_PYTHON,
  async fn() {
    using world = await simulatedWorld({ customers: 30, products: 12, weeks: WEEKS });
    const quick = { n_trials: 1, weeks_to_include: 6 };
    const newest = (await runPipeline(world.config("outputs", quick))).run.run_id;
    const outputs = join(world.folder, "outputs");
    cpSync(outputs, join(world.folder, "alone"), { recursive: true, verbatimSymlinks: true });

    // this week's run, which Airflow starts besides, finds no data and waits
    await using place = airflowPlace({
      SODAI_DATA_DIR: join(world.folder, "none"),
      SODAI_RETRY_SECONDS: "1",
    });
    await place.readDag();
    await place.run(
      ...["airflow", "backfill", "create", "--dag-id", "sodai_mlops"] as const,
      ...[
        "--max-active-runs",
        "1",
        "--dag-run-conf",
        JSON.stringify(world.given("outputs", quick)),
      ],
      ...["--from-date", day(PAST[0]!), "--to-date", day(PAST.at(-1)!, 1)],
    );
    place.startAirflow();
    const runs = await until("three weeks predicted", () => {
      const ended = listRuns(outputs).filter(({ runId, run }) => runId !== newest && run?.ended);
      return ended.length === PAST.length ? ended.toReversed() : undefined;
    });

    assert.deepEqual(
      runs.map(({ run }) => [run!.run_id, run!.predicted_week, run!.state]),
      PAST.map((week) => [
        `${week}_${day(week).replaceAll("-", "")}T090000Z`,
        week,
        "success",
      ]),
    );
    assert.equal(readLatest(outputs), newest);
    await until(
      "Airflow counts them as successful",
      async () => await place.successes() === PAST.length || undefined,
    );
    const logs = readdirSync(place.home, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith("attempt=1.log"))
      .map((name) => Deno.readTextFileSync(join(place.home, name)));
    // eight tasks of each week
    assert.ok(logs.length >= PAST.length * 8, `${logs.length}`);
    assert.deepEqual(logs.filter((log) => log.includes('"level":"error"')), []);
    for (const [i, { folder }] of runs.entries()) {
      const alone = await runPipeline(world.config("alone", { ...quick, week: PAST[i]! }));
      const found = await digests(folder);
      assert.ok(found["scores.parquet"] && found["predicciones.csv"], Object.keys(found).join());
      assert.deepEqual(found, await digests(alone.folder));
    }
  },
});
