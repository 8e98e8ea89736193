import "./fast_pictures.ts";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { GivenParameters } from "../../../lib/config/config.ts";
import { progressReporter } from "../../../lib/dag/terminal/progress.ts";
import { SODAI_MLOPS } from "../../../lib/pipeline/sodai_mlops.ts";
import { runAndReport } from "../../../tasks/run_pipeline.ts";
import { shared } from "../../end_to_end/shared_folder.ts";
import { flags, type Place, placeOf, simulateInto } from "../../end_to_end/world.ts";
import type { Phase } from "../try_point.ts";
import { type Ended, inProcess } from "./in_process_command.ts";

/** A small world: 25 shops, one trial, one thread. */
const WORLD = { customers: 25, products: 10, weeks: 12 };
const QUICK: GivenParameters = {
  n_trials: 1,
  shap_rows: 50,
  workers: 1,
  weeks_to_include: 5,
};

/** The tasks of a run that trains a model. */
export const TASKS = SODAI_MLOPS.tasks.map(({ id }) => id).filter((id) => id !== "skip_training");

/** When a run starts, an hour apart. */
const startOf = (hour: number) => new Date(Date.UTC(2024, 2, 25, 9 + hour));

/**
 * A folder of saved outputs: `first` after a published run, `TASK` after each task of a second run,
 * whose model is compared with that of the first, `whole` at its end; and the input files, `data`.
 */
export async function savedStages(): Promise<string> {
  return await shared("faults", async (folder) => {
    const place = placeOf(folder, join(folder, "data"), QUICK);
    await simulateInto(place.dataDir, WORLD);
    const save = (name: string) => copyFolder(join(folder, "outputs"), join(folder, name));
    const succeeds = async (ended: Promise<Ended>) => {
      const { code, stderr } = await ended;
      if (code !== 0) throw new Error(stderr);
    };
    await succeeds(pipelineRun(place, {}, { hour: 0 }));
    save("first");
    await succeeds(pipelineRun(place, { force_train: true }, { hour: 1, onTask: save }));
    save("whole");
  });
}

/** Runs the pipeline as its command does; up to the success of a task, if it is given. */
export async function pipelineRun(
  place: Place,
  given: GivenParameters,
  { hour = 1, until, due, onTask = () => {}, phase }: {
    hour?: number;
    until?: string | undefined;
    /** Its scheduled time. */
    due?: Date;
    /** Called after each task. */
    onTask?: (id: string) => void;
    /** Told when the task `until` starts and ends. */
    phase?: Phase | undefined;
  } = {},
): Promise<Ended> {
  const enough = new AbortController();
  return await inProcess(flags(place.given("outputs", given)), async ({ config }) => {
    const show = progressReporter();
    try {
      await runAndReport(config, {
        send: false,
        now: startOf(hour),
        ...due ? { due } : {},
        signal: enough.signal,
        reporter: (event) => {
          show(event);
          if (event.kind !== "task") return;
          if (event.task.ended === null) {
            return event.task.id === until ? phase?.begun() : undefined;
          }
          if (!event.kept) onTask(event.task.id);
          if (event.task.id !== until || event.task.state !== "success") return;
          phase?.ended();
          enough.abort();
        },
      });
    } catch (error) {
      if (!enough.signal.aborted || error !== enough.signal.reason) throw error;
    }
  });
}

/** A working folder with the input files, removed at the end of its scope. */
export async function workingFolder(): Promise<WorkingFolder> {
  const saved = await savedStages();
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  copyFolder(join(saved, "data"), join(folder, "data"));
  return {
    ...placeOf(folder, join(folder, "data"), QUICK),
    outputs: join(folder, "outputs"),
    restore(stage) {
      rmSync(join(folder, "outputs"), { recursive: true, force: true });
      copyFolder(join(saved, stage), join(folder, "outputs"));
    },
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

export interface WorkingFolder extends Place, Disposable {
  outputs: string;
  /** Sets the outputs to those of a saved stage. */
  restore(stage: string): void;
}

function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
