import assert from "node:assert/strict";
import { executeNotebook } from "../../lib/report/execute_notebook.ts";
import { formatNotebook, type Notebook, parseNotebook } from "../../lib/report/notebook.ts";
import { displayNotebook, jupyterEnvironment } from "./jupyterlab_sample.ts";

const python = Deno.env.get("SODAI_PYTHON");
if (!python) console.warn("nbclient is not asked: set SODAI_PYTHON to an interpreter that has it");

const outputs = ({ cells }: Notebook) =>
  cells.flatMap((cell) => cell.cell_type === "code" ? [cell.outputs] : []);

Deno.test({
  name: "nbclient runs a notebook on this project's kernel to the same outputs as we do",
  ignore: !python,
  async fn() {
    const cwd = await Deno.makeTempDir();
    const child = new Deno.Command(python!, {
      args: [new URL("nbclient_execute.py", import.meta.url).pathname, cwd],
      env: await jupyterEnvironment(cwd),
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(formatNotebook(displayNotebook())));
    await writer.close();
    const { success, stdout } = await child.output();
    assert.ok(success);
    const theirs = parseNotebook(new TextDecoder().decode(stdout), "nbclient");
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
