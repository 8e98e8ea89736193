import assert from "node:assert/strict";
import type { Task } from "../../lib/dag/task.ts";
import { topologicalOrder } from "../../lib/dag/topological_order.ts";

const task = (id: string, ...after: string[]): Task<unknown> => ({
  id,
  after,
  run: () => Promise.resolve(),
});

const wrong: [string, Task<unknown>[], RegExp][] = [
  ["a duplicate", [task("a"), task("a")], /d: duplicate task: a/],
  ["an unknown id", [task("a", "z")], /d: a is after unknown task: z/],
  ["a cycle", [task("a"), task("b", "c"), task("c", "b", "a")], /wait for each other: b, c/],
  ["a task after itself", [task("a", "a")], /wait for each other: a/],
  [
    "a branch with one follower",
    [{ ...task("a"), branches: true }, task("b", "a")],
    /needs two followers: a/,
  ],
];

for (const [name, tasks, message] of wrong) {
  Deno.test(`topologicalOrder() refuses ${name}`, () => {
    assert.throws(() => topologicalOrder({ id: "d", tasks }), message);
  });
}
