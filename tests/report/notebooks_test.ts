import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config.ts";
import { readRunRecord } from "../../lib/dag/run_record.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { checkNotebooks } from "../../lib/report/check_notebooks.ts";
import { executeNotebook } from "../../lib/report/execute_notebook.ts";
import { type Notebook, parseNotebook } from "../../lib/report/notebook.ts";
import { renderRun } from "../../lib/report/render_run.ts";
import type { SimulatorOptions } from "../../lib/table/simulator.ts";
import { writeSimulation } from "../../lib/table/write_simulation.ts";

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
/** Small, but with the four past moves that the drift rule needs, and weeks to spare. */
const WORLD = { customers: 40, products: 25, weeks: 14 };
const PARAMETERS = { n_trials: 1, weeks_to_include: 8, shap_rows: 60 };

Deno.test("the notebooks are as they are to be committed: formatted, checked, without outputs", async () => {
  const found = Array.from(Deno.readDirSync(NOTEBOOKS), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  assert.deepEqual(found, NAMES.map((name) => `${name}.ipynb`));
  const paths = found.map((name) => join(NOTEBOOKS, name));
  assert.deepEqual(await checkNotebooks(paths, { config: join(NOTEBOOKS, "..", "deno.json") }), []);
});

Deno.test("notebooks and the headless run leave the same files", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const { data_dir, record } = await headlessRun(folder, { seed: 3 });
    const env = {
      SODAI_DATA_DIR: data_dir,
      SODAI_RUN: "",
      SODAI_OUTPUTS_DIR: join(folder, "none"),
    };
    await Promise.all(
      NAMES.slice(2).map(async (name) => {
        const executed = await executeNotebook(withParameters(await readNotebook(name)), {
          cwd: NOTEBOOKS,
          env,
        });
        const shown = JSON.stringify(executed.cells);
        assert.match(shown, /The results were computed here/);
        const { outputs } = record.tasks.find(({ id }) => id === name.slice(3))!;
        assert.ok(outputs.length > 0, name);
        for (const output of outputs) assert.ok(shown.includes(output.sha256), output.name);
      }),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the pages of a run read its results, and say other things about another world", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const worlds = [
      { seed: 3 },
      { seed: 8, weeks: 16, drift: { week: 14, kind: "activity", size: 0.8 } as const },
    ];
    const prose: string[][] = [];
    for (const [i, world] of worlds.entries()) {
      const { data_dir, runFolder, record } = await headlessRun(join(folder, `${i}`), world);
      const { pages, warnings } = await renderRun({
        runFolder,
        dataDir: data_dir,
        notebooksDir: NOTEBOOKS,
      });
      assert.deepEqual(warnings, []);
      assert.equal(pages.length, 1 + NAMES.length);
      await assert.rejects(
        renderRun({ runFolder, dataDir: folder, notebooksDir: NOTEBOOKS }),
        /expected the data that run .* read, found no transacciones.parquet/,
      );
      const texts = await Promise.all(pages.slice(1).map((page) => Deno.readTextFile(page)));
      for (const html of texts) {
        assert.ok(html.includes(`recorded by run <code>${record.run_id}</code>`));
        assert.ok(html.length < 2e6);
        assert.doesNotMatch(html, /\b(?:src|href)="https?:/);
        // what a cell forgot to wait for
        assert.doesNotMatch(html, /Promise \{/);
      }
      prose.push(texts.map(proseOf));
    }
    const [one, other] = prose as [string[], string[]];
    NAMES.forEach((name, i) => assert.notEqual(one[i], other[i], name));
    const words = (text: string) => text.replaceAll(/[\d.,]+/g, "#");
    const reworded = NAMES.filter((_, i) => words(one[i]!) !== words(other[i]!));
    assert.ok(reworded.length >= 5, `only other numbers, except in ${reworded.join(", ")}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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

async function headlessRun(folder: string, world: SimulatorOptions) {
  const data_dir = join(folder, "data"), outputs_dir = join(folder, "outputs");
  await writeSimulation(data_dir, { ...WORLD, ...world });
  const config = resolveConfig({ ...PARAMETERS, data_dir, outputs_dir, no_report: true });
  const { folder: runFolder, error } = await runPipeline(config);
  assert.equal(error, undefined);
  return { data_dir, runFolder, record: readRunRecord(runFolder) };
}

async function readNotebook(name: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(join(NOTEBOOKS, `${name}.ipynb`)), name);
}

/** As a person would: with another text in the cell of parameters. */
function withParameters(notebook: Notebook): Notebook {
  const cell = notebook.cells.find(({ id }) => id === "parameters")!;
  assert.equal(cell.source, "const parameters: GivenParameters = {};");
  cell.source = cell.source.replace("{}", JSON.stringify(PARAMETERS));
  return notebook;
}

/** What a page tells in sentences, without its tables and figures, and without the run's id. */
function proseOf(html: string): string {
  return html.slice(html.indexOf("<main"))
    .replaceAll(/<details[^]*?<\/details>|<table[^]*?<\/table>|<dl[^]*?<\/dl>|<img[^>]*>/g, "")
    .replaceAll(/<[^>]+>/g, " ").replaceAll(/\d{4}-W\d\d(_\w+)?/g, "");
}
