import type { Dag, Task } from "./task.ts";

/**
 * The tasks of a DAG, each after those it depends on; otherwise in declared order.
 *
 * @throws Error for a duplicate or unknown id, a cycle, or a branching task with fewer than two
 * followers: a bug in the DAG, not a user error.
 *
 * @example
 * ```ts
 * import { topologicalOrder } from "./topological_order.ts";
 * import assert from "node:assert/strict";
 *
 * const run = () => Promise.resolve();
 * const tasks = [{ id: "predict", after: ["train"], run }, { id: "train", after: [], run }];
 * assert.deepEqual(topologicalOrder({ id: "d", tasks }).map((t) => t.id), ["train", "predict"]);
 * ```
 */
export function topologicalOrder<C>(dag: Dag<C>): Task<C>[] {
  const ids = new Set<string>();
  for (const { id } of dag.tasks) {
    if (ids.has(id)) throw new Error(`${dag.id}: duplicate task: ${id}`);
    ids.add(id);
  }
  for (const { id, after, branches } of dag.tasks) {
    const unknown = after.find((before) => !ids.has(before));
    if (unknown !== undefined) {
      throw new Error(`${dag.id}: ${id} is after unknown task: ${unknown}`);
    }
    if (branches && followers(dag, id).length < 2) {
      throw new Error(`${dag.id}: a branching task needs two followers: ${id}`);
    }
  }
  const order: Task<C>[] = [];
  const placed = new Set<string>();
  while (order.length < dag.tasks.length) {
    const next = dag.tasks.find(({ id, after }) =>
      !placed.has(id) && after.every((before) => placed.has(before))
    );
    if (!next) {
      const cycle = dag.tasks.filter(({ id }) => !placed.has(id)).map(({ id }) => id);
      throw new Error(`${dag.id}: tasks wait for each other: ${cycle.join(", ")}`);
    }
    order.push(next);
    placed.add(next.id);
  }
  return order;
}

/** The tasks directly after a task. */
export function followers<C>(dag: Dag<C>, id: string): Task<C>[] {
  return dag.tasks.filter(({ after }) => after.includes(id));
}
