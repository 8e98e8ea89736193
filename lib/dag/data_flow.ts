import type { Dag, Task } from "./task.ts";

/** Whether a name is declared; `shap/*` declares every file in `shap`. */
export function isDeclared(name: string, declared: readonly string[]): boolean {
  return declared.some((pattern) =>
    pattern.endsWith("/*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern
  );
}

/**
 * Checks that every file a task reads is written by a task before it, or is an input of the DAG.
 *
 * @throws Error naming the task and the file: a bug in the DAG.
 *
 * @example
 * ```ts
 * import { checkDataFlow } from "./data_flow.ts";
 * import assert from "node:assert/strict";
 *
 * const run = () => Promise.resolve();
 * const train = { id: "train", after: [], reads: ["rows.csv"], writes: ["models/*"], run };
 * assert.throws(() => checkDataFlow({ id: "d", tasks: [train] }), /train reads rows.csv, which no/);
 * checkDataFlow({ id: "d", inputs: ["rows.csv"], tasks: [train] });
 * ```
 */
export function checkDataFlow<C>(dag: Dag<C>): void {
  const writtenBefore = (task: Task<C>): string[] =>
    task.after.flatMap((id) => {
      const before = dag.tasks.find((other) => other.id === id)!;
      return [...before.writes ?? [], ...writtenBefore(before)];
    });
  for (const task of dag.tasks) {
    const available = [...dag.inputs ?? [], ...writtenBefore(task)];
    const missing = (task.reads ?? []).find((name) =>
      !available.includes(name) && !isDeclared(name, available)
    );
    if (missing !== undefined) {
      throw new Error(`${dag.id}: ${task.id} reads ${missing}, which no task before it writes`);
    }
  }
}
