import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checksFor, testsOf } from "../../tasks/mutate/checks_for.ts";
import { graphOf } from "../../tasks/mutate/import_graph.ts";
import { runDeno } from "../../tasks/mutate/run_deno.ts";

/** A small repository. */
const GRAPH = graphOf(
  new Map([
    ["lib/low.ts", "/** import { low } from './low.ts' */\nexport const low = 1;"],
    ["lib/shape.ts", "export interface Shape {}"],
    ["lib/job.ts", 'import { low } from "./low.ts";\nimport type { Shape } from "./shape.ts";'],
    ["lib/team.ts", 'new Worker(new URL("./job.ts", import.meta.url));'],
    ["tasks/run.ts", 'import "../lib/team.ts";\nconst folder = "../notebooks";'],
    ["notebooks/01.ipynb", '{"source": ["import \\"../lib/shape.ts\\";"]}'],
    ["tests/team_test.ts", 'import "../lib/team.ts";'],
    ["tests/low_test.ts", 'import "../lib/low.ts";'],
    ["tests/all_test.ts", 'import "../lib/low.ts";'],
    ["tests/end_to_end/run_test.ts", 'import "./world.ts";\ncommand("run");'],
    ["tests/oracles/low_test.ts", 'import "../../lib/low.ts";'],
  ]),
);

Deno.test("the tests of a file are those that depend on it, nearest and same name first", () => {
  assert.deepEqual(testsOf("lib/low.ts", GRAPH.needs), [
    "tests/low_test.ts",
    "tests/all_test.ts",
    "tests/team_test.ts",
    "tests/end_to_end/run_test.ts",
  ]);
  // only types, except the imports of a notebook
  assert.deepEqual(testsOf("lib/shape.ts", GRAPH.needs), ["tests/end_to_end/run_test.ts"]);
});

Deno.test("examples come first, types before the tests that start processes", () => {
  const names = (options: { hasExamples: boolean; nearOnly?: boolean }) =>
    checksFor("lib/team.ts", { graph: GRAPH, ...options }).map(({ name }) => name);
  assert.deepEqual(names({ hasExamples: true }), [
    "lib/team.ts",
    "tests/team_test.ts",
    "deno check",
    "tests/end_to_end/run_test.ts",
  ]);
  assert.deepEqual(names({ hasExamples: false, nearOnly: true }), [
    "tests/team_test.ts",
    "deno check",
  ]);
});

Deno.test("stopping a deno process also stops its child processes", async () => {
  const tmp = await Deno.makeTempDir();
  try {
    const grandchild = "setInterval(() => Deno.writeTextFileSync('beat', `${Date.now()}`), 5)";
    const child = `
      const args = ["eval", ${JSON.stringify(grandchild)}];
      await new Deno.Command(Deno.execPath(), { args }).output();
    `;
    const stop = new AbortController(), reason = new Error("stopped by SIGINT");
    const ended = runDeno(["eval", child], { cwd: tmp, tmp, limitMs: 60_000, signal: stop.signal });
    while (!existsSync(join(tmp, "beat"))) await pause(10);
    stop.abort(reason);
    await assert.rejects(ended, reason);
    // do not check the pid: a dead process keeps it until its parent waits for it
    await pause(50);
    const beat = await Deno.readTextFile(join(tmp, "beat"));
    await pause(100);
    assert.equal(await Deno.readTextFile(join(tmp, "beat")), beat);
  } finally {
    await Deno.remove(tmp, { recursive: true });
  }
});

Deno.test("a deno process passes or fails by its exit status, or ends at its limit", async () => {
  const { signal } = new AbortController();
  const run = (code: string, limitMs = 60_000) =>
    runDeno(["eval", code], { cwd: ".", tmp: ".", limitMs, keepsOutput: true, signal });
  assert.equal((await run("0")).how, "passed");
  assert.equal((await run("setInterval(() => {}, 1)", 200)).how, "timed out");
  const failed = await run("console.log('found 3'); Deno.exit(1)");
  assert.deepEqual([failed.how, failed.printed], ["failed", "found 3\n"]);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
