import assert from "node:assert/strict";
import { join } from "node:path";
import { executeNotebook } from "../../lib/jupyter/execute_notebook.ts";
import { formatNotebook, type Notebook, parseNotebook } from "../../lib/jupyter/notebook.ts";
import { displayNotebook, jupyterEnvironment } from "./jupyterlab_sample.ts";
import { notebookNames, NOTEBOOKS, recordedRun } from "./recorded_run.ts";

const python = Deno.env.get("SODAI_PYTHON");
if (!python) {
  console.warn("nbclient tests are skipped: set SODAI_PYTHON to an interpreter that has nbclient");
}

const outputs = ({ cells }: Notebook) =>
  cells.flatMap((cell) => cell.cell_type === "code" ? [cell.outputs] : []);

Deno.test({
  name: "nbclient runs a notebook on this project's kernel with the same outputs",
  ignore: !python,
  async fn() {
    const cwd = await Deno.makeTempDir();
    const theirs = await nbclientExecute(displayNotebook(), cwd, await jupyterEnvironment(cwd));
    const ours = await executeNotebook(displayNotebook(), { cwd });
    assert.deepEqual(outputs(ours), outputs(theirs));
    assert.deepEqual(outputs(ours).map((cell) => cell.map((output) => output.output_type)), [
      [],
      ["display_data"],
      ["display_data"],
      ["stream"],
    ]);
    await Deno.remove(cwd, { recursive: true });
  },
});

Deno.test({
  name: "nbclient runs the eight notebooks with the same outputs",
  ignore: !python,
  async fn() {
    const folder = await Deno.makeTempDir();
    const run = await recordedRun(folder);
    const env = { ...await jupyterEnvironment(folder), ...run };
    const names = notebookNames();
    assert.equal(names.length, 8);
    for (const name of names) {
      const notebook = async () =>
        parseNotebook(await Deno.readTextFile(join(NOTEBOOKS, name)), name);
      const theirs = await nbclientExecute(await notebook(), NOTEBOOKS, env);
      const ours = await executeNotebook(await notebook(), { cwd: NOTEBOOKS, env: run });
      assert.ok(outputs(ours).flat().length > 5, name);
      assert.deepEqual(outputs(theirs), outputs(ours), name);
    }
    await Deno.remove(folder, { recursive: true });
  },
});

/** Executes a notebook with nbclient and returns the result. */
async function nbclientExecute(
  notebook: Notebook,
  cwd: string,
  env: Record<string, string>,
): Promise<Notebook> {
  const child = new Deno.Command(python!, {
    args: [new URL("nbclient_execute.py", import.meta.url).pathname, cwd],
    env,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(formatNotebook(notebook)));
  await writer.close();
  const { success, stdout } = await child.output();
  assert.ok(success);
  return parseNotebook(new TextDecoder().decode(stdout), "nbclient");
}
