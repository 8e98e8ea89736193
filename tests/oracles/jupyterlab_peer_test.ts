import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { formatNotebook } from "../../lib/jupyter/notebook.ts";
import { type BrowserPage, eventually, openBrowserPage } from "../browser/browser_page.ts";
import { displayNotebook, jupyterEnvironment } from "./jupyterlab_sample.ts";
import { notebookNames, NOTEBOOKS, recordedRun } from "./recorded_run.ts";

const python = Deno.env.get("SODAI_PYTHON");
const chromium = Deno.env.get("SODAI_CHROMIUM") ?? "/usr/bin/chromium";
const ignore = !python || !existsSync(chromium);
if (ignore) {
  console.warn(
    "JupyterLab tests are skipped: set SODAI_PYTHON to an interpreter that has JupyterLab, and " +
      "SODAI_CHROMIUM to a Chromium executable",
  );
}

Deno.test({
  name: "JupyterLab opens a notebook with this project's kernel, runs it and shows its figure",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/files`);
    await Deno.writeTextFile(`${folder}/files/sample.ipynb`, formatNotebook(displayNotebook()));
    await withJupyterLab(`${folder}/files`, await jupyterEnvironment(folder), async (address) => {
      await using page = await openBrowserPage(address("sample.ipynb"), { chromium });
      await runAllCells(page);
      const image = `document.querySelector('.jp-OutputArea img[alt="A green dot"]')`;
      await page.until(`${image}?.naturalWidth === 120`);
      assert.equal(await page.evaluate(`${image}.getBoundingClientRect().width`), 120);
      const cells = await page.until(
        `[...document.querySelectorAll(".jp-OutputArea td")].map((cell) => cell.textContent)`,
      );
      assert.deepEqual(cells, ["1,234", "5"]);
      await page.until(`document.querySelector(".jp-Notebook").textContent.includes("one\\ntwo")`);
    });
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "JupyterLab runs the eight notebooks without an error and displays their figures",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const env = { ...await jupyterEnvironment(folder), ...await recordedRun(folder) };
    await withJupyterLab(NOTEBOOKS, env, async (address) => {
      for (const name of notebookNames()) {
        await using page = await openBrowserPage(address(name), { chromium });
        await runAllCells(page);
        const cells = `${NOTEBOOK}.content.model.cells`;
        const results = await page.evaluate(
          `Array.from(${cells}).filter(({ type }) => type === "code")` +
            `.map(({ outputs }) => outputs.toJSON())`,
        ) as Record<string, unknown>[][];
        const shown = results.flat();
        assert.deepEqual(shown.filter(({ output_type }) => output_type === "error"), [], name);
        const figures = shown.filter((output) => JSON.stringify(output).includes("sodai-figure"));
        const seen = `[...document.querySelectorAll(".jp-OutputArea img.sodai-figure")]` +
          `.filter((image) => image.naturalWidth > 300 && image.getBoundingClientRect().width > 300)`;
        await page.until(`${seen}.length === ${figures.length}`);
        // only the cells with imports and parameters have no output; a first run compares nothing, and its
        // search of two trials is too short for some figures: those sections are left empty
        const silent = results.slice(2).filter((outputs) => outputs.length === 0).length;
        assert.ok(/^0[45]_/.test(name) ? silent < results.length / 2 : silent === 0, name);
      }
    });
    await Deno.remove(folder, { recursive: true });
  },
});

/** JavaScript expression for the notebook that is open in the page. */
const NOTEBOOK = `[...jupyterapp.shell.widgets("main")].find((tab) => tab.sessionContext)`;

/** Waits for the kernel, runs every cell and waits until all have finished. */
async function runAllCells(page: BrowserPage): Promise<void> {
  await page.until(
    `typeof jupyterapp === "object" && ` +
      `${NOTEBOOK}?.sessionContext.session?.kernel?.status === "idle"`,
  );
  assert.equal(await page.evaluate(`${NOTEBOOK}.sessionContext.session.kernel.name`), "sodai");
  await page.evaluate(`jupyterapp.shell.activateById(${NOTEBOOK}.id)`);
  await page.evaluate(`void jupyterapp.commands.execute("notebook:run-all-cells")`);
  await page.until(
    `Array.from(${NOTEBOOK}.content.model.cells).filter(({ type }) => type === "code")` +
      `.every(({ executionCount, executionState }) => executionCount && executionState === "idle")`,
  );
}

/** Serves a folder in JupyterLab until the work is done. */
async function withJupyterLab(
  folder: string,
  env: Record<string, string>,
  work: (address: (name: string) => string) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const lab = new Deno.Command(python!, {
    args: [
      ...["-m", "jupyterlab", "--no-browser", "--allow-root", `--ServerApp.port=${port}`],
      ...["--ServerApp.port_retries=0", "--IdentityProvider.token=sample"],
      ...[`--ServerApp.root_dir=${folder}`, "--LabApp.expose_app_in_browser=True"],
    ],
    env,
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
    await work((name) => `${origin}/lab/tree/${name}?reset&token=sample`);
  } finally {
    lab.kill("SIGTERM");
    await lab.status;
  }
}
