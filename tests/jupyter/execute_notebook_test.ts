import assert from "node:assert/strict";
import {
  CellError,
  type ExecutedNotebook,
  executeNotebook,
} from "../../lib/jupyter/execute_notebook.ts";
import { formatNotebook, type Output, parseNotebook } from "../../lib/jupyter/notebook.ts";
import { SECRET_VARIABLES } from "../../lib/config/secrets.ts";
import { sampleNotebook } from "./sample_notebook.ts";

const cwd = import.meta.dirname!;

/** Outputs of each code cell. */
function outputs({ cells }: ExecutedNotebook): Output[][] {
  return cells.flatMap((cell) => cell.cell_type === "code" ? [cell.outputs] : []);
}

function printed(outputs: Output[], name = "stdout"): string {
  return outputs.map((o) => o.output_type === "stream" && o.name === name ? o.text : "").join("");
}

async function failure(run: Promise<unknown>): Promise<CellError> {
  const error = await run.then(() => null, (error) => error);
  assert.ok(error instanceof CellError, `expected a CellError, found ${error}`);
  return error;
}

Deno.test("executeNotebook() keeps results, displays and prints, merged by stream", async () => {
  const executed = await executeNotebook(
    sampleNotebook(
      "# A title",
      "const a: number = 40;\nconsole.log('one');\nconsole.log('two');\nconsole.error('three');\na + 2",
      `await Deno.jupyter.display({ "text/plain": "plain", "text/html": "<b>rich</b>" }, { raw: true });`,
      "import { parseWeek } from '../../lib/table/time/week.ts';\ntypeof parseWeek + Deno.env.get('SODAI_SAMPLE')",
    ),
    { cwd, env: { SODAI_SAMPLE: "!" } },
  );
  const [first, second, third] = outputs(executed);
  assert.deepEqual(first!.filter((output) => output.output_type === "stream"), [
    { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
    { output_type: "stream", name: "stderr", text: "three\n" },
  ]);
  assert.deepEqual(first!.find((output) => output.output_type === "execute_result"), {
    output_type: "execute_result",
    execution_count: 1,
    data: { "text/plain": "42" },
    metadata: {},
  });
  assert.deepEqual(second, [{
    output_type: "display_data",
    data: { "text/plain": "plain", "text/html": "<b>rich</b>" },
    metadata: {},
  }]);
  assert.match(JSON.stringify(third), /function!/);
  assert.deepEqual(Object.keys(executed.durationsMs), ["cell-2", "cell-3", "cell-4"]);
  const { durationsMs: _, ...notebook } = executed;
  assert.deepEqual(parseNotebook(formatNotebook(executed), "executed"), notebook);
});

Deno.test("an empty cell is not run and does not count", async () => {
  const seen: number[] = [];
  const executed = await executeNotebook(sampleNotebook("1", " \n", "2"), {
    cwd,
    onCell: (_, { index }) => void seen.push(index),
  });
  const counts = executed.cells.flatMap((cell) =>
    cell.cell_type === "code" ? [cell.execution_count] : []
  );
  assert.deepEqual([seen, counts], [[1, 3], [1, null, 2]]);
});

Deno.test("an updated display changes in place, and clear_output empties a cell", async () => {
  const executed = await executeNotebook(
    sampleNotebook(
      `const send = (type, data) => Deno.jupyter.broadcast(type, { data, metadata: {}, transient: { display_id: "bar" } });
await send("display_data", { "text/plain": "0 %" });`,
      `await send("update_display_data", { "text/plain": "100 %" });`,
      `await Deno.jupyter.display({ "text/plain": "old" }, { raw: true });
await Deno.jupyter.broadcast("clear_output", { wait: true });
await Deno.jupyter.display({ "text/plain": "new" }, { raw: true });`,
    ),
    { cwd },
  );
  const texts = outputs(executed).map((cell) =>
    cell.map((output) => "data" in output ? output.data["text/plain"] : output.output_type)
  );
  assert.deepEqual(texts, [["100 %"], [], ["new"]]);
});

Deno.test("a notebook can revoke permissions and still show output", async () => {
  const executed = await executeNotebook(
    sampleNotebook(
      `import { narrowPermissions } from "../../lib/jupyter/narrow_permissions.ts";
import { showMarkdown } from "../../lib/notebook/display.ts";
await narrowPermissions();`,
      `const refused = [];
for (const attempt of [
  async () => await Deno.writeTextFile("x", ""),
  async () => await new Deno.Command("true").output(),
  async () => await Deno.connect({ port: 9 }),
]) await attempt().catch((error) => refused.push(error.name));
await showMarkdown(refused.join())`,
    ),
    { cwd },
  );
  assert.deepEqual(outputs(executed)[1]!.map((output) => "data" in output && output.data), [{
    "text/markdown": "NotCapable,NotCapable,NotCapable",
    "text/plain": "NotCapable,NotCapable,NotCapable",
  }]);
});

Deno.test("output that arrives after the end of a cell is assigned to the cell", async () => {
  const executed = await executeNotebook(
    sampleNotebook(
      "setTimeout(() => console.log('late'), 60);\n'early'",
      "console.log('next')",
    ),
    { cwd },
  );
  assert.deepEqual(outputs(executed).map((cell) => printed(cell)), ["late\n", "next\n"]);
});

Deno.test("a large output arrives complete", async () => {
  const executed = await executeNotebook(
    sampleNotebook(
      `await Deno.jupyter.display({ "text/html": "x".repeat(5e6) }, { raw: true });`,
      "for (let i = 0; i < 3000; i++) console.log(`line ${i}`);",
    ),
    { cwd },
  );
  const [html, lines] = outputs(executed);
  assert.equal(
    html![0]?.output_type === "display_data" && html![0].data["text/html"],
    "x".repeat(5e6),
  );
  assert.equal(printed(lines!), Array.from({ length: 3000 }, (_, i) => `line ${i}\n`).join(""));
});

Deno.test("a failing cell is reported with its source and error, and earlier cells are kept", async () => {
  const error = await failure(executeNotebook(
    sampleNotebook("1 + 1", "const weeks = 3;\nthrow new RangeError('weeks: too few');", "2"),
    { cwd },
  ));
  assert.match(error.message, /^code cell 2 of 3 \(cell-2\) failed:/);
  assert.match(error.message, /\| const weeks = 3;/);
  assert.match(error.message, /RangeError: weeks: too few/);
  assert.equal(error.cellId, "cell-2");
  assert.deepEqual(outputs(error.executed).map((cell) => cell.map((o) => o.output_type)), [
    ["execute_result"],
    ["error"],
    [],
  ]);
});

Deno.test("a syntax error is reported with its position", async () => {
  const error = await failure(executeNotebook(sampleNotebook("let x = ;"), { cwd }));
  assert.match(error.message, /code cell 1 of 1/);
  assert.match(error.message, /Expression expected/);
  assert.equal(outputs(error.executed)[0]![0]?.output_type, "error");
});

Deno.test("a hung cell ends at its time limit, together with its kernel", async () => {
  const start = performance.now();
  const error = await failure(executeNotebook(
    sampleNotebook("console.log(`pid ${Deno.pid}`)", "while (true);"),
    { cwd, cellTimeoutMs: 1500 },
  ));
  assert.ok(performance.now() - start < 10_000);
  assert.match(error.message, /while \(true\);\nCellTimeout: the cell did not end within 1.5 s/);
  assertEnded(error.executed);
});

Deno.test("a cell that ends the kernel is reported with the exit status", async () => {
  const error = await failure(executeNotebook(
    sampleNotebook("console.log(`pid ${Deno.pid}`)", "Deno.exit(7)"),
    { cwd },
  ));
  assert.match(error.message, /Deno\.exit\(7\)\nKernelEnded: the kernel ended with status 7/);
  assertEnded(error.executed);
});

Deno.test("the kernel ends with the process that started it, even if that is killed", async () => {
  const script = `
    import { startKernel } from ${
    JSON.stringify(import.meta.resolve("../../lib/jupyter/kernel.ts"))
  };
    const kernel = await startKernel({ cwd: ${JSON.stringify(cwd)} });
    await kernel.execute("Deno.pid", { timeoutMs: 9000, lateOutputMs: 100, onOutput(message) {
      if (message.type === "execute_result") console.log(message.content.data["text/plain"]);
    }});
    await kernel.execute("while (true);", { timeoutMs: 60000, lateOutputMs: 0, onOutput() {} });`;
  const owner = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--ext=ts", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = owner.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const reader = owner.stdout.getReader();
  const kernelId = Number(new TextDecoder().decode((await reader.read()).value));
  assert.ok(isRunning(kernelId));
  owner.kill("SIGKILL");
  await owner.status;
  await reader.cancel();
  for (let i = 0; i < 50 && isRunning(kernelId); i++) await new Promise((r) => setTimeout(r, 50));
  assert.ok(!isRunning(kernelId), `kernel ${kernelId} outlived its owner`);
});

const [runs, cells] = Deno.env.get("SODAI_NIGHTLY") ? [20, 40] as const : [3, 8] as const;
Deno.test(`${cells} noisy cells lose nothing in ${runs} runs`, async () => {
  const delayOf = (i: number) => Math.round(40 * i / cells);
  const noisy = (i: number) =>
    `for (let line = 0; line < 20; line++) console.log("cell ${i} line " + line);
console.error("error ${i}");
await Deno.jupyter.display({ "text/plain": "display ${i}" }, { raw: true });
setTimeout(() => console.log("late ${i}"), ${delayOf(i)});
"result ${i}"`;
  const notebook = sampleNotebook(...Array.from({ length: cells }, (_, i) => noisy(i)));
  const run = async () => {
    const executed = await executeNotebook(notebook, { cwd });
    for (const [i, cell] of outputs(executed).entries()) {
      const lines = Array.from({ length: 20 }, (_, line) => `cell ${i} line ${line}\n`).join("");
      assert.equal(printed(cell), `${lines}late ${i}\n`);
      assert.equal(printed(cell, "stderr"), `error ${i}\n`);
      const data = cell.flatMap((output) => "data" in output ? [output.data["text/plain"]] : []);
      assert.deepEqual(data.sort(), [`"result ${i}"`, `display ${i}`].sort());
    }
  };
  for (let done = 0; done < runs; done += 3) { // three at a time, as a busy machine is the difficult case
    await Promise.all(Array.from({ length: Math.min(3, runs - done) }, run));
  }
});

function assertEnded(executed: ExecutedNotebook) {
  const kernelId = Number(/pid (\d+)/.exec(JSON.stringify(executed.cells))![1]);
  assert.ok(!isRunning(kernelId), `kernel ${kernelId} still runs`);
}

function isRunning(processId: number): boolean {
  try {
    Deno.kill(processId, "SIGCONT"); // no effect on a running process
    return true;
  } catch {
    return false;
  }
}

Deno.test("a cell cannot print the secrets of this process", async () => {
  const before = SECRET_VARIABLES.map((name) => Deno.env.get(name));
  SECRET_VARIABLES.forEach((name) => Deno.env.set(name, `MARK-${name}`));
  try {
    const code = "console.log(JSON.stringify(Deno.env.toObject()))";
    const [first] = outputs(await executeNotebook(sampleNotebook("#", code), { cwd }));
    const variables = JSON.parse(printed(first!));
    assert.ok("PATH" in variables || "Path" in variables);
    assert.ok(SECRET_VARIABLES.every((name) => !variables[name]), printed(first!));
  } finally {
    SECRET_VARIABLES.forEach((name, i) => {
      const value = before[i];
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    });
  }
});
