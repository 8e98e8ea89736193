import { isDeclared } from "../dag/data_flow.ts";
import type { RunRecord } from "../dag/runs/run_record.ts";
import { SODAI_MLOPS } from "../pipeline/sodai_mlops.ts";

/**
 * Whether a notebook can be shown: of a finished run always; of a run that failed or was stopped, if
 * what its task writes is there. A notebook that has not the name of a task, such as the overview,
 * needs all of them.
 *
 * @param name of the notebook, such as `05_train_model`.
 */
export function canBeShown(name: string, { state, tasks }: RunRecord): boolean {
  if (state === "success" || state === "held") return true;
  const id = name.replace(/^\d+_/, "");
  const task = SODAI_MLOPS.tasks.find((task) => task.id === id);
  const record = tasks.find((task) => task.id === id);
  if (!task || !record) return false;
  if (record.state === "success") return true;
  // the other end of the branch writes the same files
  const written = tasks.filter((task) => task.state === "success")
    .flatMap(({ outputs }) => outputs);
  return record.state === "skipped" && (task.writes ?? []).length > 0 &&
    task.writes!.every((pattern) => written.some(({ name }) => isDeclared(name, [pattern])));
}
