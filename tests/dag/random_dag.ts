import fc from "fast-check";
import type { Dag, Task, TaskState, TriggerRule } from "../../lib/dag/task.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";

/** A DAG as numbers, which an oracle can read without the code under test. */
export type Plan = {
  parents: boolean[];
  rule: TriggerRule;
  fails: boolean;
  branches: boolean;
  choice: number;
}[];

/** Plans of DAGs of up to eight tasks. */
export const plan: fc.Arbitrary<Plan> = fc.array(
  fc.record({
    parents: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    rule: fc.constantFrom<TriggerRule>("all_success", "none_failed_min_one_success"),
    fails: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    branches: fc.boolean(),
    choice: fc.nat(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Task i may come after any earlier one; a task with fewer than two followers does not branch. */
export function dagOf(plan: Plan, ran: string[]): Dag<TaskContext> {
  const parents = plan.map((node, i) => {
    return node.parents.slice(0, i).flatMap((yes, j) => yes ? [j] : []);
  });
  const tasks = plan.map((node, i): Task<TaskContext> => {
    const choices = parents.flatMap((before, j) => before.includes(i) ? [`t${j}`] : []);
    const branches = node.branches && choices.length > 1;
    return {
      id: `t${i}`,
      after: parents[i]!.map((j) => `t${j}`),
      triggerRule: node.rule,
      ...(branches && { branches: true as const }),
      run() {
        ran.push(`t${i}`);
        if (node.fails) return Promise.reject(new Error("planned"));
        return Promise.resolve(branches ? choices[node.choice % choices.length] : undefined);
      },
    };
  });
  return { id: "random", tasks };
}

/** Airflow's rules, implemented independently with a reachability table. */
export function oracle(plan: Plan): TaskState[] {
  const n = plan.length;
  const edge = plan.map((node, i) =>
    Array.from({ length: n }, (_, j) => j < i && node.parents[j]!)
  );
  const reaches = Array.from({ length: n }, () => Array<boolean>(n).fill(false));
  for (let to = 0; to < n; to++) {
    for (let from = 0; from < to; from++) {
      if (!edge[to]![from]) continue;
      reaches[from]![to] = true;
      for (let k = 0; k < from; k++) if (reaches[k]![from]) reaches[k]![to] = true;
    }
  }
  const state: TaskState[] = [];
  const banned = Array<boolean>(n).fill(false);
  for (let i = 0; i < n; i++) {
    const count = { success: 0, bad: 0, skipped: 0 };
    for (let j = 0; j < i; j++) {
      if (!edge[i]![j]) continue;
      const s = state[j]!;
      count[s === "success" ? "success" : s === "skipped" ? "skipped" : "bad"]++;
    }
    const roots = count.success + count.bad + count.skipped === 0;
    if (banned[i]) state[i] = "skipped";
    else if (count.bad) state[i] = "upstream_failed";
    else if (!roots && plan[i]!.rule === "all_success" && count.skipped) state[i] = "skipped";
    else if (!roots && count.success === 0) state[i] = "skipped";
    else state[i] = plan[i]!.fails ? "failed" : "success";
    const next = edge.flatMap((row, j) => row[i] ? [j] : []);
    if (plan[i]!.branches && next.length > 1 && state[i] === "success") {
      const chosen = next[plan[i]!.choice % next.length]!;
      for (const j of next) if (j !== chosen && !reaches[chosen]![j]) banned[j] = true;
    }
  }
  return state;
}
