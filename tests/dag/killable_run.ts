/**
 * A run, or one stage of it, that kills its own process: `killable_run.ts OUTPUTS_DIR MOMENT [STAGE]`.
 * The moment is the number of an event, the name of a file to leave half-written, `never` or `hang`.
 */
import { runDag } from "../../lib/dag/run_dag.ts";
import type { Reporter } from "../../lib/dag/reporter.ts";
import type { RunHeader } from "../../lib/dag/runs/run_record.ts";
import type { Dag } from "../../lib/dag/task.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import { header, RUN_ID } from "./fixtures.ts";

type Context = TaskContext & { moment: string };

async function leave({ publish, moment }: Context, name: string, text: string) {
  await publish(name, (path) => {
    if (moment !== name) return Deno.writeTextFileSync(path, text);
    Deno.writeTextFileSync(path, text.slice(0, text.length / 2));
    kill();
  });
}

export const killable: Dag<Context> = {
  id: "sodai_mlops",
  tasks: [{
    id: "preprocess",
    after: [],
    async run(context) {
      context.facts({ rows: 4000 });
      await leave(context, "dataset_limpio.csv", "pair\n".repeat(4000));
      if (context.moment === "hang") await new Promise(() => setInterval(() => {}, 1000));
    },
  }, {
    id: "drift_check",
    after: ["preprocess"],
    branches: true,
    async run(context) {
      await leave(context, "drift_report.json", `{"rows": ${context.factsOf("preprocess").rows}}`);
      return "train_model";
    },
  }, {
    id: "train_model",
    after: ["drift_check"],
    async run(context) {
      context.warn("few weeks");
      await leave(context, "models/model.arrow", "leaf ".repeat(1000));
      await leave(context, "models/reference.csv", "row ".repeat(1000));
    },
  }, {
    id: "skip_training",
    after: ["drift_check"],
    run: (context) => leave(context, "models/model.arrow", "old"),
  }, {
    id: "predict",
    after: ["train_model", "skip_training"],
    triggerRule: "none_failed_min_one_success",
    async run(context) {
      const model = await Deno.readTextFile(context.path("models/model.arrow"));
      await leave(context, "predicciones.csv", `${model.length}\n`);
    },
  }],
};

export function runKillable(
  outputsDir: string,
  { moment = "never", reporter = () => {}, ...more }: {
    moment?: string;
    resume?: boolean;
    stage?: string;
    runId?: string;
    header?: RunHeader;
    reporter?: Reporter;
  } = {},
) {
  return runDag(killable, {
    outputsDir,
    runId: RUN_ID,
    header,
    reporter,
    context: (task) => ({ ...task, moment }),
    ...more,
  });
}

function kill() {
  Deno.kill(Deno.pid, "SIGKILL");
}

if (import.meta.main) {
  const [outputsDir, moment, stage] = Deno.args as [string, string, string?];
  let events = 0;
  await runKillable(outputsDir, {
    moment,
    ...(stage === undefined ? {} : { stage }),
    reporter: (event) => {
      if (String(events++) === moment) kill();
      if (event.kind === "task") console.log(event.task.id, event.task.state);
    },
  });
}
