import assert from "node:assert/strict";
import { resolve } from "node:path";

/** Runs `deno task lab` with this shell script as `jupyter-lab`, or without it. */
async function lab(script: string | null, args: string[] = []) {
  const folder = await Deno.makeTempDir();
  if (script !== null) {
    await Deno.writeTextFile(`${folder}/jupyter-lab`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--allow-read", "--allow-write", "--allow-env", "--allow-run"],
      ...[resolve(import.meta.dirname!, "../../tasks/lab.ts"), ...args],
    ],
    env: { PATH: folder, XDG_DATA_HOME: `${folder}/data`, JUPYTER_DATA_DIR: "", NO_COLOR: "1" },
  }).output();
  const kernel = JSON.parse(
    await Deno.readTextFile(`${folder}/data/jupyter/kernels/sodai/kernel.json`),
  );
  await Deno.remove(folder, { recursive: true });
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), kernel };
}

Deno.test("deno task lab writes the kernel and explains how to install JupyterLab", async () => {
  const { code, stdout, stderr, kernel } = await lab(null);
  assert.equal(code, 1);
  assert.equal(kernel.interrupt_mode, "message");
  assert.match(stdout, /kernel written to .*kernel\.json/);
  assert.match(stderr, /^expected JupyterLab, found no program jupyter-lab[^]*uv tool install/);
});

Deno.test("deno task lab opens JupyterLab on the overview, with absolute folders", async () => {
  const { code, stdout } = await lab(`echo "$@ $SODAI_DATA_DIR"`, ["--data-dir", "some/data"]);
  assert.equal(code, 0);
  assert.match(stdout, /default_url=\/lab\/tree\/notebooks\/00_overview\.ipynb \/.*\/some\/data\n/);
});

Deno.test("deno task lab reports a failure of JupyterLab", async () => {
  const { code, stderr } = await lab("exit 3");
  assert.equal(code, 1);
  assert.match(stderr, /JupyterLab ended with status 3/);
});
