import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { SHARDED } from "../../../lib/pipeline/shards/run_shard.ts";
import { dayName, mondayOfWeek, parseWeek } from "../../../lib/table/time/week.ts";
import { digests, simulatedWeek, simulatedWorld } from "../../end_to_end/world.ts";
import { AIRFLOW_PYTHON, killSession, until } from "./airflow_place.ts";
import { celeryPlace, LACKING } from "./celery_place.ts";
import { hangingDeno, tellingDeno } from "./disturbed_deno.ts";

const WEEKS = 12;
const WEEK = simulatedWeek(WEEKS + 1);
const [MONDAY, TUESDAY] = [0, 1].map((day) => dayName(mondayOfWeek(parseWeek(WEEK)!) + day));

/** What is killed, and how often the run is begun: a stage that outlives its worker is not repeated. */
const KILLS = [
  {
    what: "a worker of Celery with its task",
    task: "train_model",
    kill: killSession,
    disturbed: tellingDeno,
    attempts: 2,
  },
  {
    what: "a worker of Celery without its task",
    task: "train_model",
    kill: ({ pid }: Deno.ChildProcess) => Deno.kill(-pid, "SIGKILL"),
    disturbed: tellingDeno,
    attempts: 1,
  },
  {
    what: "a worker of Celery with its task",
    task: "a shard of split_data",
    kill: killSession,
    disturbed: hangingDeno,
    // shards do not change the record of the run
    attempts: 1,
  },
];

for (const { what, task, kill, disturbed, attempts } of KILLS) {
  const inShards = disturbed === hangingDeno;
  Deno.test({
    name: `${what} is killed in ${task}: another worker ends the run, with the same bytes` +
      (LACKING.length > 0 ? ` (ignored without ${LACKING.join(" and ")})` : ""),
    ignore: !AIRFLOW_PYTHON || LACKING.length > 0,
    async fn() {
      using world = await simulatedWorld({ customers: 30, products: 12, weeks: WEEKS });
      const quick = { n_trials: 1, weeks_to_include: 6, week: WEEK };
      const given = { ...quick, shards: inShards ? 2 : 1 };
      const outputs = join(world.folder, "outputs"), deno = disturbed(world.folder);
      await using place = await celeryPlace({
        SODAI_DENO: deno.path,
        SODAI_DATA_DIR: join(world.folder, "none"),
        SODAI_RETRY_SECONDS: "1",
        // a worker counts as lost after 5 minutes otherwise
        AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT: "45",
      });
      await place.readDag();
      await place.run(
        ...["airflow", "backfill", "create", "--dag-id", "sodai_mlops"] as const,
        ...["--dag-run-conf", JSON.stringify(world.given("outputs", given))],
        ...["--from-date", MONDAY!, "--to-date", TUESDAY!],
      );
      place.startAirflow();
      const workers = ["w1", "w2"].map((name) =>
        place.start("celery", "worker", "-c", "1", "-H", `${name}@%h`, "--skip-serve-logs")
      );
      const trainModel = () => {
        const [listed] = listRuns(outputs);
        return listed?.run?.tasks.find(({ id }) => id === "train_model");
      };
      await until(
        `${task} at work`,
        () =>
          existsSync(deno.session) && (inShards || trainModel()?.state === "running") || undefined,
      );
      const session = Number(Deno.readTextFileSync(deno.session));
      const worker = workers.find(({ pid }) => pid === session);
      assert.ok(worker, `${session}: expected a worker, one of ${workers.map(({ pid }) => pid)}`);
      kill(worker);
      assert.equal((await worker.status).signal, "SIGKILL");

      await until("one run successful", async () => await place.successes() === 1 || undefined);
      const folder = runFolder(outputs, readLatest(outputs)!), run = readRunRecord(folder);
      assert.deepEqual([run.predicted_week, run.state, run.attempt], [WEEK, "success", attempts]);
      if (inShards) {
        // the other shards are not made again
        const calls = Deno.readTextFileSync(deno.calls!).trim().split("\n");
        const shards = SHARDED.flatMap((id) => [`${id} 1/2`, `${id} 2/2`]);
        assert.deepEqual(calls.sort(), [...shards, "split_data 1/2"].sort());
      }
      const alone = await runPipeline(world.config("alone", quick));
      assert.deepEqual(await digests(folder), await digests(alone.folder));
    },
  });
}
