import type { TaskRecord } from "./runs/run_record.ts";
import type { Dag, Task } from "./task.ts";
import { followers } from "./topological_order.ts";
import { trigger, type Verdict } from "./trigger.ts";

/** What to do with a task: its trigger rule decides, unless a branch skips it. */
export function judge<C>(
  dag: Dag<C>,
  task: Task<C>,
  record: (id: string) => TaskRecord,
): Verdict {
  for (const id of task.after) {
    const { branch } = record(id);
    if (branch !== undefined && branch !== task.id && !isAfter(dag, task, branch)) {
      const values = { task: id, next: branch };
      return { verdict: "skipped", reason: { key: "task.chose", values } };
    }
  }
  const before = Object.fromEntries(task.after.map((id) => [id, record(id).state]));
  return trigger(task.triggerRule ?? "all_success", before);
}

/**
 * Checks the follower that a branching task returned.
 *
 * @throws Error if it is not one of its direct followers.
 */
export function chosenBranch<C>(dag: Dag<C>, task: Task<C>, chosen: void | string): string {
  const choices = followers(dag, task.id).map(({ id }) => id);
  if (typeof chosen === "string" && choices.includes(chosen)) return chosen;
  throw new Error(`${task.id} must choose one of ${choices.join(", ")}: ${chosen}`);
}

/** As in Airflow's branching, a follower that also comes after the chosen one is not skipped. */
function isAfter<C>(dag: Dag<C>, task: Task<C>, id: string): boolean {
  return task.after.some((before) =>
    before === id || isAfter(dag, dag.tasks.find((other) => other.id === before)!, id)
  );
}
