import { resolve } from "node:path";
import { jupyterDataDir, writeKernelspec } from "../lib/jupyter/kernelspec.ts";
import { isObjectPath } from "../lib/object_storage/object_path.ts";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";
import { print } from "./print.ts";

const INSTALL = `expected JupyterLab, found no program jupyter-lab on the PATH
Install it with one of these commands, then run deno task lab again:
  uv tool install jupyterlab
  pipx install jupyterlab
  python3 -m pip install jupyterlab
JupyterLab is optional: deno task report writes the notebooks as HTML, and editors such as VS Code
open them with the installed kernel.`;

await runCommand({
  name: "lab",
  summary: "Install this project's Jupyter kernel and open the notebooks in JupyterLab",
  parameters: ["data_dir", "outputs_dir"],
}, async ({ config }) => {
  const remote = [config.data_dir, config.outputs_dir].find(isObjectPath);
  if (remote !== undefined) {
    throw new UserError(
      `deno task lab: expected folders of this machine, found ${remote}\n` +
        "Copy what you need to a folder, and name it with --data-dir or --outputs-dir.",
    );
  }
  const env = Deno.env.get.bind(Deno.env);
  const kernelspec = await writeKernelspec({ dataDir: jupyterDataDir(env, Deno.build.os) });
  print(`kernel written to ${kernelspec}`);

  const lab = new Deno.Command("jupyter-lab", {
    args: ["--LabApp.default_url=/lab/tree/notebooks/00_overview.ipynb"],
    // absolute, because kernels start in the notebook's folder
    env: {
      SODAI_DATA_DIR: resolve(config.data_dir),
      SODAI_OUTPUTS_DIR: resolve(config.outputs_dir),
    },
  });
  let started: Deno.ChildProcess;
  try {
    started = lab.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new UserError(INSTALL, 1);
    throw error;
  }
  const stop = () => {}; // JupyterLab also receives Ctrl-C, and asks before it stops
  Deno.addSignalListener("SIGINT", stop);
  const { success, code } = await started.status;
  Deno.removeSignalListener("SIGINT", stop);
  if (!success) throw new UserError(`JupyterLab ended with status ${code}; see above`, 1);
});
