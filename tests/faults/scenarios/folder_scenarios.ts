import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promote } from "../../../lib/dag/runs/promote.ts";
import { rollBack } from "../../../lib/dag/runs/rollback.ts";
import { newRunId } from "../../../lib/dag/runs/run_folder.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import type { Dag } from "../../../lib/dag/task.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { removeOldRuns } from "../../../tasks/remove_old_runs.ts";
import { writeAllRuns } from "../../../tasks/write_all_runs.ts";
import { header } from "../../dag/fixtures.ts";
import { inProcess } from "./in_process_command.ts";
import type { Scenario } from "../try_point.ts";

/** The runs of the folder, oldest first: two published ones, a held one, a published one. */
const STARTS = ["07", "08", "09", "10"].map((hour) => new Date(`2024-11-25T${hour}:00:00Z`));
const [OLDEST, , HELD, NEWEST] = STARTS.map((start) => newRunId("2024-W48", start)) as [
  string,
  string,
  string,
  string,
];

const TWO_FILES: Dag<TaskContext> = {
  id: "sodai_mlops",
  tasks: [{
    id: "predict",
    after: [],
    async run({ publish }) {
      await publish("models/model.arrow", "leaf ".repeat(100));
      await publish("predicciones.csv", "customer,product\n");
    },
  }],
};

const english = (outputs_dir: string) => ({ outputs_dir, language: "en" as const });

/** `prune`, `rollback` and `promote` on a folder of four small runs. */
export async function folderScenarios(): Promise<Scenario[] & Disposable> {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  const saved = Deno.makeTempDirSync(), outputs = join(folder, "outputs");
  for (const now of STARTS) {
    const runId = newRunId("2024-W48", now), held = runId === HELD ? ["doubtful"] : [];
    await runDag(TWO_FILES, {
      outputsDir: saved,
      runId,
      header,
      context: (task) => task,
      publication: () => ({ held, warnings: [] }),
    });
  }
  for (const { name } of Deno.readDirSync(join(saved, "runs"))) {
    Deno.mkdirSync(join(saved, "runs", name, "report"));
    Deno.writeTextFileSync(join(saved, "runs", name, "report", "index.html"), "</html>\n");
  }
  await writeAllRuns(english(saved));
  const prepare = () => {
    rmSync(outputs, { recursive: true, force: true });
    cpSync(saved, outputs, { recursive: true, verbatimSymlinks: true });
  };
  const scenario = (
    name: string,
    words: string[],
    act: () => unknown,
    latest: string[],
  ): Scenario => {
    const args = ["--outputs-dir", outputs];
    const run = () =>
      inProcess(args, async () => {
        await act();
        await writeAllRuns(english(outputs));
      });
    const command = ["tasks/runs.ts", ...words, ...args];
    return { name, folder, outputs, prepare, run, again: run, command, latest };
  };
  const every = [
    scenario("prune", ["prune", "--keep", "1"], () => removeOldRuns(english(outputs), 1), [NEWEST]),
    scenario("rollback", ["rollback", OLDEST], () => rollBack(outputs, OLDEST), [NEWEST, OLDEST]),
    scenario("promote", ["promote", HELD], () => promote(outputs, HELD), [NEWEST, HELD]),
  ];
  return Object.assign(every, {
    [Symbol.dispose]: () => {
      for (const made of [folder, saved]) Deno.removeSync(made, { recursive: true });
    },
  });
}
