import assert from "node:assert/strict";
import { jupyterDataDir, writeKernelspec } from "../../lib/jupyter/kernelspec.ts";

Deno.test("jupyterDataDir() returns Jupyter's data folder", () => {
  const dir = (env: Record<string, string>, os = "linux") =>
    jupyterDataDir((name) => env[name], os);
  assert.equal(dir({ HOME: "/h" }), "/h/.local/share/jupyter");
  assert.equal(dir({ HOME: "/h" }, "darwin"), "/h/Library/Jupyter");
  assert.equal(dir({ HOME: "/h", XDG_DATA_HOME: "/x" }), "/x/jupyter");
  assert.equal(dir({ HOME: "/h", XDG_DATA_HOME: "/x", JUPYTER_DATA_DIR: "/j" }), "/j");
});

Deno.test("writeKernelspec() writes a kernel that an interrupt does not end, and overwrites it", async () => {
  const dataDir = await Deno.makeTempDir();
  await writeKernelspec({ dataDir, denoPath: "/old/deno" });
  const path = await writeKernelspec({ dataDir, denoPath: "/bin/deno" });
  assert.equal(path, `${dataDir}/kernels/sodai/kernel.json`);
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), {
    argv: ["/bin/deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "SodAI (Deno)",
    language: "typescript",
    interrupt_mode: "message",
  });
  await Deno.remove(dataDir, { recursive: true });
});
