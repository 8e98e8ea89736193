import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { formatNotebook } from "../../lib/report/notebook.ts";
import { eventually, openBrowserPage } from "./jupyterlab_browser.ts";
import { displayNotebook, jupyterEnvironment } from "./jupyterlab_sample.ts";

const python = Deno.env.get("SODAI_PYTHON");
const chromium = Deno.env.get("SODAI_CHROMIUM") ?? "/usr/bin/chromium";
const ignore = !python || !existsSync(chromium);
if (ignore) {
  console.warn(
    "JupyterLab is not asked: set SODAI_PYTHON to an interpreter that has it, and SODAI_CHROMIUM " +
      "to a Chromium",
  );
}

Deno.test({
  name: "JupyterLab opens a notebook with this project's kernel, runs it and shows its figure",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/files`);
    await Deno.writeTextFile(`${folder}/files/sample.ipynb`, formatNotebook(displayNotebook()));
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const lab = new Deno.Command(python!, {
      args: [
        ...["-m", "jupyterlab", "--no-browser", "--allow-root", `--ServerApp.port=${port}`],
        ...["--ServerApp.port_retries=0", "--IdentityProvider.token=sample"],
        ...[`--ServerApp.root_dir=${folder}/files`, "--LabApp.expose_app_in_browser=True"],
      ],
      env: await jupyterEnvironment(folder),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const origin = `http://127.0.0.1:${port}`;
      await eventually(async () => {
        const response = await fetch(`${origin}/api/status?token=sample`);
        await response.body?.cancel();
        return response.ok || undefined;
      }, 60_000);
      await using page = await openBrowserPage(`${origin}/lab/tree/sample.ipynb?token=sample`, {
        chromium,
      });
      const notebook = `[...jupyterapp.shell.widgets("main")].find((tab) => tab.sessionContext)`;
      await page.until(
        `typeof jupyterapp === "object" && ` +
          `${notebook}?.sessionContext.session?.kernel?.status === "idle"`,
      );
      assert.equal(await page.evaluate(`${notebook}.sessionContext.session.kernel.name`), "sodai");
      await page.evaluate(`jupyterapp.shell.activateById(${notebook}.id)`);
      await page.evaluate(`jupyterapp.commands.execute("notebook:run-all-cells").then(() => true)`);

      const image = `document.querySelector('.jp-OutputArea img[alt="A green dot"]')`;
      await page.until(`${image}?.naturalWidth === 120`);
      assert.equal(await page.evaluate(`${image}.getBoundingClientRect().width`), 120);
      const cells = await page.until(
        `[...document.querySelectorAll(".jp-OutputArea td")].map((cell) => cell.textContent)`,
      );
      assert.deepEqual(cells, ["1,234", "5"]);
      await page.until(`document.querySelector(".jp-Notebook").textContent.includes("one\\ntwo")`);
    } finally {
      lab.kill("SIGTERM");
      await lab.status;
      await Deno.remove(folder, { recursive: true });
    }
  },
});
