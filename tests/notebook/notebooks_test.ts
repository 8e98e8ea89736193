import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GivenParameters } from "../../lib/config/config.ts";
import { type ExecutedNotebook, executeNotebook } from "../../lib/jupyter/execute_notebook.ts";
import { type Notebook, parseNotebook } from "../../lib/jupyter/notebook.ts";
import { translator } from "../../lib/language/messages.ts";
import { renderNotebook } from "../../lib/report/render.ts";
import { renderRun } from "../../lib/report/render_run.ts";
import { RUNS_PAGE, writeRunsPage } from "../../lib/report/runs/write_runs_page.ts";
import { findChromium } from "../../tasks/find_chromium.ts";
import { openWatched, pageFaults } from "../browser/page_faults.ts";
import { copiedRun, type SharedRun, sharedRun } from "../end_to_end/shared_runs.ts";

const NOTEBOOKS = join(import.meta.dirname!, "..", "..", "notebooks");
const NAMES = [
  "00_overview",
  "01_extract_data",
  "02_preprocess",
  "03_split_data",
  "04_drift_check",
  "05_train_model",
  "06_shap_analysis",
  "07_predict",
];
/** Notebooks of stages that write files; 06 only in nightly tests, as 07 computes all that 06 does. */
const COMPUTED = NAMES.slice(2).filter((name) =>
  name !== "06_shap_analysis" || Deno.env.get("SODAI_NIGHTLY")
);

const CHROMIUM = await findChromium().catch(() => undefined);

Deno.test("there is one notebook per stage, after an overview", () => {
  const found = Array.from(Deno.readDirSync(NOTEBOOKS), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  assert.deepEqual(found, NAMES.map((name) => `${name}.ipynb`));
});

Deno.test("the notebooks of two runs", async (t) => {
  const shared = await sharedRun(), { run } = shared;
  using later = await copiedRun("next_week");
  const { runFolder, dataDir } = later;
  const [executed, { pages, warnings }] = await Promise.all([
    executeAll(shared),
    renderRun({ runFolder, dataDir, notebooksDir: NOTEBOOKS, language: "es" }),
  ]);
  const texts = await Promise.all(pages.slice(1).map((page) => Deno.readTextFile(page)));

  await t.step("executed by hand, they write the same files as the headless run", () => {
    for (const [name, notebook] of executed) {
      const shown = JSON.stringify(notebook.cells);
      if (!COMPUTED.includes(name)) continue;
      assert.match(shown, /The results were computed here/);
      const { outputs } = run.tasks.find(({ id }) => id === name.slice(3))!;
      assert.ok(outputs.length > 0, name);
      for (const output of outputs) assert.ok(shown.includes(output.sha256), output.name);
    }
  });

  await t.step("the pages of a run read its results, and nothing from elsewhere", () => {
    assert.deepEqual(warnings, []);
    assert.equal(pages.length, 1 + NAMES.length);
    for (const html of texts) {
      assert.ok(html.includes(`recorded by run <code>${later.run.run_id}</code>`));
      assert.ok(html.length < 2e6);
      assert.doesNotMatch(html, /\b(?:src|href)="https?:/);
      // a promise that a cell did not await
      assert.doesNotMatch(html, /Promise \{/);
    }
  });

  await t.step({
    name: "they fit phones and laptops, and axe finds no fault, in both themes",
    ignore: CHROMIUM === undefined,
    fn: async () => {
      const outputsDir = dirname(dirname(runFolder)); // it is runs/<id>
      assert.equal(await writeRunsPage(outputsDir, translator("es")), undefined);
      for (const path of [...pages, join(outputsDir, RUNS_PAGE)]) {
        await using page = await openWatched(pathToFileURL(path).href, { chromium: CHROMIUM! });
        assert.deepEqual(await pageFaults(page), [], path);
      }
    },
  });

  await t.step("their text differs for another week", () => {
    const one = NAMES.map((name) => proseOf(pageOf(executed.get(name)!)));
    const two = texts.map(proseOf);
    NAMES.forEach((name, i) => assert.notEqual(one[i], two[i], name));
    const words = (text: string) => text.replaceAll(/[\d.,]+/g, "#");
    const reworded = NAMES.filter((_, i) => words(one[i]!) !== words(two[i]!));
    assert.ok(reworded.length >= 5, `only other numbers, except in ${reworded.join(", ")}`);
  });

  await t.step("data other than the run's are refused", async () => {
    await assert.rejects(
      renderRun({ runFolder, dataDir: later.folder, notebooksDir: NOTEBOOKS }),
      /expected the data that run .* read, found no transacciones.parquet/,
    );
  });
});

Deno.test("a notebook that fails becomes a page with its error and a warning", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const runFolder = join(folder, "runs", "2024-W10_20240304T090000Z");
    await Deno.mkdir(runFolder, { recursive: true });
    const record = {
      run_id: "2024-W10_20240304T090000Z",
      predicted_week: "2024-W10",
      state: "success",
      started: "2024-03-04T09:00:00Z",
      ended: "2024-03-04T09:00:01Z",
      tasks: [],
      warnings: [],
      parameters: {},
      inputs: {},
      versions: {},
      seed: 0,
    };
    await Deno.writeTextFile(join(runFolder, "run.json"), JSON.stringify(record));
    const notebook = await readNotebook("00_overview");
    notebook.cells = [
      { cell_type: "markdown", id: "title", metadata: {}, source: "# Broken\n\nDoes it fail?" },
      {
        cell_type: "code",
        id: "fails",
        metadata: {},
        source: 'throw new Error("no such column");',
        execution_count: null,
        outputs: [],
      },
    ];
    await Deno.writeTextFile(join(folder, "00_broken.ipynb"), JSON.stringify(notebook));
    const { pages, warnings } = await renderRun({
      runFolder,
      dataDir: folder,
      notebooksDir: folder,
    });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /^00_broken: code cell 1 of 1 \(fails\) failed:[^]*no such column/);
    assert.match(await Deno.readTextFile(pages[1]!), /no such column/);
    assert.match(await Deno.readTextFile(pages[0]!), /Does it fail\?/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Executes every notebook on a run's data: stage notebooks compute, the others read the run's results. */
async function executeAll(
  { folder, dataDir, runFolder, config }: SharedRun,
): Promise<Map<string, ExecutedNotebook>> {
  const { n_trials, weeks_to_include, shap_rows, week } = config("outputs");
  const parameters = { n_trials, weeks_to_include, shap_rows, week };
  const executed = await Promise.all(NAMES.map(async (name) => {
    const computed = COMPUTED.includes(name), notebook = await readNotebook(name);
    return [
      name,
      await executeNotebook(computed ? withParameters(notebook, parameters) : notebook, {
        cwd: NOTEBOOKS,
        env: {
          SODAI_DATA_DIR: dataDir,
          SODAI_RUN: computed ? "" : runFolder,
          SODAI_OUTPUTS_DIR: join(folder, "none"),
        },
      }),
    ] as const;
  }));
  return new Map(executed);
}

async function readNotebook(name: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(join(NOTEBOOKS, `${name}.ipynb`)), name);
}

/** Replaces the text of the parameter cell, as a user would. */
function withParameters(notebook: Notebook, parameters: GivenParameters): Notebook {
  const cell = notebook.cells.find(({ id }) => id === "parameters")!;
  assert.equal(cell.source, "const parameters: GivenParameters = {};");
  cell.source = cell.source.replace("{}", JSON.stringify(parameters));
  return notebook;
}

/** The HTML page of an executed notebook, as in a run's report. */
function pageOf(executed: ExecutedNotebook): string {
  const [, title] = /^# (.+)$/m.exec(executed.cells[0]!.source)!;
  return renderNotebook(executed, { title: title! });
}

/** The sentences of a page, without tables, figures and the origin of the results. */
function proseOf(html: string): string {
  return html.slice(html.indexOf("<main"))
    .replaceAll(/The results (were computed here|are those recorded by)[^]*?<\/p>/g, "")
    .replaceAll(/<details[^]*?<\/details>|<table[^]*?<\/table>|<dl[^]*?<\/dl>|<img[^>]*>/g, "")
    .replaceAll(/<[^>]+>/g, " ").replaceAll(/\d{4}-W\d\d(_\w+)?/g, "");
}
