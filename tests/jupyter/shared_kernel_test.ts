import assert from "node:assert/strict";
import { CellError, type ExecutedNotebook } from "../../lib/jupyter/execute_notebook.ts";
import { sharedKernel } from "../../lib/jupyter/shared_kernel.ts";
import { sampleNotebook } from "./sample_notebook.ts";

const cwd = import.meta.dirname!;

/** What the cells showed as text. */
function shown({ cells }: ExecutedNotebook): unknown[][] {
  return cells.flatMap((cell) =>
    cell.cell_type === "code"
      ? [cell.outputs.map((output) => "data" in output ? output.data["text/plain"] : output)]
      : []
  );
}

Deno.test("notebooks share a kernel's modules, and may declare the same names", async () => {
  await using kernel = sharedKernel({ cwd });
  const first = await kernel.run(sampleNotebook(
    "const a = 1; let b = 2; class C {} function f() { return 3; }; Deno.pid",
    "import * as weeks from '../../lib/table/time/week.ts'; globalThis.weeks = weeks; a + b + f()",
  ));
  const second = await kernel.run(sampleNotebook(
    "const a = 10; let b = 20; class C {} function f() { return 30; }; Deno.pid",
    "import * as weeks from '../../lib/table/time/week.ts'; globalThis.weeks === weeks",
    "a + b + f()",
  ));
  assert.deepEqual(shown(second)[0], shown(first)[0]);
  assert.deepEqual(shown(first)[1], ["6"]);
  assert.deepEqual(shown(second).slice(1), [["true"], ["60"]]);
});

Deno.test("a notebook that fails gets its error, the next one a new kernel", async () => {
  await using kernel = sharedKernel({ cwd });
  const first = await kernel.run(sampleNotebook("Deno.pid"));
  for (const bad of ["throw new Error('no such column')", "let x = ;", "Deno.exit(3)"]) {
    await assert.rejects(kernel.run(sampleNotebook(bad, "1")), CellError);
  }
  const next = await kernel.run(sampleNotebook("Deno.pid"));
  assert.notDeepEqual(shown(next), shown(first));
});

Deno.test("a signal ends the kernel and is the error", async () => {
  const stop = new AbortController();
  await using kernel = sharedKernel({ cwd }, stop.signal);
  const endless = kernel.run(sampleNotebook("while (true);"));
  setTimeout(() => stop.abort(new Error("stopped")), 1500);
  await assert.rejects(endless, /^Error: stopped$/);
  await assert.rejects(kernel.run(sampleNotebook("1")), /^Error: stopped$/);
});

const [runs, cells] = Deno.env.get("SODAI_NIGHTLY") ? [20, 40] as const : [3, 8] as const;
Deno.test(`${cells} cells that await what they show lose nothing in ${runs} runs`, async () => {
  const text = (i: number) => `display ${i} ${"x".repeat(10_000)}`;
  const notebook = sampleNotebook(
    ...Array.from({ length: cells }, (_, i) =>
      `console.log("print ${i}");
for (const part of [1, 2]) {
  const view = { "text/plain": "display ${i} " + "x".repeat(10_000) };
  await Deno.jupyter.display(view, { raw: true });
}`),
  );
  const run = async () => {
    await using kernel = sharedKernel({ cwd });
    for (let time = 0; time < 2; time++) {
      for (const [i, cell] of shown(await kernel.run(notebook)).entries()) {
        const [print, ...displays] = cell.sort((a) => typeof a === "string" ? 1 : -1);
        assert.deepEqual(print, { output_type: "stream", name: "stdout", text: `print ${i}\n` });
        assert.deepEqual(displays, [text(i), text(i)]);
      }
    }
  };
  for (let done = 0; done < runs; done += 3) { // three at a time, as a busy machine is the difficult case
    await Promise.all(Array.from({ length: Math.min(3, runs - done) }, run));
  }
});
