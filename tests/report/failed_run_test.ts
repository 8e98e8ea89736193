import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import { acquireLock } from "../../lib/dag/runs/lock.ts";
import { lockFolder } from "../../lib/dag/runs/run_claim.ts";
import { canBeShown } from "../../lib/report/shown_notebooks.ts";
import { renderRun } from "../../lib/report/render_run.ts";
import { copiedRun } from "../end_to_end/shared_runs.ts";
import { readPage } from "./outside_references.ts";

const NOTEBOOKS = join(import.meta.dirname!, "..", "..", "notebooks");
const MESSAGE = "Cannot write /x/models: the disk is full.\nFree some space, then try again.";

/** The record of a run whose task failed, or was running when it was killed. */
function endedIn(run: RunRecord, id: string, state: "failed" | "running"): RunRecord {
  const place = run.tasks.findIndex((task) => task.id === id);
  const never = { facts: {}, outputs: [], started: null, ended: null, duration_ms: null };
  const later = state === "failed" ? "upstream_failed" as const : "scheduled" as const;
  const tasks = run.tasks.map((task, i) =>
    i < place || task.state === "skipped"
      ? task
      : i > place
      ? { ...task, ...never, state: later }
      : { ...task, ...never, state, ...state === "failed" ? { message: MESSAGE } : {} }
  );
  return { ...run, state, tasks };
}

function shownOf(run: RunRecord): string {
  return ["00_overview", "01_extract_data", "02_preprocess", "03_split_data", "04_drift_check"]
    .concat("05_train_model", "06_shap_analysis", "07_predict", "08_my_own")
    .filter((name) => canBeShown(name, run)).map((name) => name.slice(0, 2)).join(" ");
}

Deno.test("a report has the notebooks whose inputs exist, or all of a run that ended well", async () => {
  using copy = await copiedRun();
  const { run } = copy;
  assert.equal(shownOf(run), "00 01 02 03 04 05 06 07 08");
  assert.equal(shownOf({ ...run, state: "held" }), "00 01 02 03 04 05 06 07 08");
  const failed = (id: string) => shownOf(endedIn(run, id, "failed"));
  assert.equal(failed("extract_data"), "");
  assert.equal(failed("preprocess"), "01");
  assert.equal(failed("train_model"), "01 02 03 04");
  assert.equal(failed("predict"), "01 02 03 04 05 06");
  assert.equal(shownOf(endedIn(run, "shap_analysis", "running")), "01 02 03 04 05");
  // the other end of the branch: the model in use stays, and its files are copied
  const kept = endedIn(run, "predict", "failed");
  const swapped = kept.tasks.map((task) => {
    const other = kept.tasks.find(({ id }) =>
      id ===
        ({ train_model: "skip_training", skip_training: "train_model" } as Record<string, string>)[
          task.id
        ]
    );
    return other ? { ...other, id: task.id } : task;
  });
  assert.equal(shownOf({ ...kept, tasks: swapped }), "01 02 03 04 05 06");
});

Deno.test("the report of a run that did not end well", async (t) => {
  using copy = await copiedRun();
  const { run, runFolder, dataDir } = copy;
  const render = async (
    record: RunRecord,
    options: { signal?: AbortSignal; data?: string } = {},
  ) => {
    await Deno.writeTextFile(join(runFolder, "run.json"), JSON.stringify(record));
    const { data = dataDir, ...rest } = options;
    const result = await renderRun({ runFolder, dataDir: data, notebooksDir: NOTEBOOKS, ...rest });
    const { document, outside } = readPage(await Deno.readTextFile(result.pages[0]!));
    assert.deepEqual(outside, []);
    const found = Array.from(Deno.readDirSync(join(runFolder, "report")), ({ name }) => name);
    return {
      ...result,
      text: document.querySelector("main")!.textContent!,
      state: document.querySelector(".facts-line .state")!.textContent,
      cards: document.querySelectorAll(".pages a").length,
      found: found.sort(),
    };
  };

  await t.step("failed: message and remedy, tasks done, warnings, parameters, pages", async () => {
    const { text, state, cards, found, warnings } = await render(
      endedIn(run, "preprocess", "failed"),
    );
    assert.equal(state, "failed");
    assert.match(text, /preprocess failed\. Cannot write \/x\/models: the disk is full\.\nFree/);
    assert.match(text, /1 of 8|2 of 8/);
    assert.match(text, /nothing was published.*deno task pipeline --resume/);
    assert.match(text, /extract_data: 3 exact duplicate rows/);
    assert.match(text, /weeks_to_include/);
    assert.match(text, /No page was made, because the run did not get that far: Overview/);
    assert.doesNotMatch(text, /was trained/);
    assert.equal(cards, 1);
    assert.deepEqual(found, ["01_extract_data.html", "index.html"]);
    assert.deepEqual(warnings, []);
  });

  await t.step("no page links to one that was not made", async () => {
    const html = await Deno.readTextFile(join(runFolder, "report", "01_extract_data.html"));
    const links = Array.from(html.matchAll(/href="([^"#:]+\.html)/g), ([, href]) => href);
    assert.deepEqual([...new Set(links)].sort(), ["01_extract_data.html", "index.html"]);
  });

  await t.step("with other data, only the first page, and the earlier ones go", async () => {
    const { cards, found, warnings, text } = await render(endedIn(run, "preprocess", "failed"), {
      data: copy.folder,
    });
    assert.equal(cards, 0);
    assert.deepEqual(found, ["index.html"]);
    assert.match(warnings[0]!, /^expected the data that run .* read, found no transacciones/);
    assert.match(text, /No page was made, because the data are not those of the run any more/);
  });

  await t.step("killed: it does not say that it is running", async () => {
    const { state, text } = await render(endedIn(run, "extract_data", "running"));
    assert.equal(state, "killed");
    assert.match(text, /This run was killed/);
    assert.match(text, /--resume/);
    assert.doesNotMatch(text, /running/);
  });

  await t.step("its data could not be read: nothing to resume", async () => {
    const unread = endedIn(run, "extract_data", "failed");
    const { text } = await render({ ...unread, predicted_week: "unread", inputs: {} });
    assert.match(text, /A run that could not read its data/);
    assert.match(text, /start a new run: deno task pipeline/);
    assert.doesNotMatch(text, /--resume|week unread|Input files/);
  });

  await t.step("stopped by a signal: only the first page, at once", async () => {
    const started = performance.now();
    const { found } = await render(endedIn(run, "predict", "failed"), {
      signal: AbortSignal.abort(),
    });
    assert.deepEqual(found, ["index.html"]);
    assert.ok(performance.now() - started < 2000);
  });

  await t.step("a stop or a failure leaves the report of a run that ended well", async () => {
    const before = await Deno.readTextFile(join(runFolder, "report", "index.html"));
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stopped by SIGTERM")), 800);
    const started = performance.now();
    await assert.rejects(render(run, { signal: stop.signal }), /stopped by SIGTERM/);
    assert.ok(performance.now() - started < 5000, "within 5 s");
    await assert.rejects(render(run, { data: copy.folder }), /expected the data that run/);
    assert.equal(await Deno.readTextFile(join(runFolder, "report", "index.html")), before);
  });

  await t.step("in progress: it says so, and the run is not delayed", async () => {
    using lock = await acquireLock(join(copy.folder, "outputs"));
    lock.setRun(run.run_id);
    const { state, text } = await render(endedIn(run, "extract_data", "running"));
    assert.equal(state, "running");
    assert.doesNotMatch(text, /killed|--resume/);
  });

  await t.step("two reports at the same moment: the second is refused", async () => {
    using _writing = lockFolder(join(runFolder, "report"), { exclusive: true });
    const unfinished = endedIn(run, "extract_data", "failed");
    await assert.rejects(render(unfinished), { name: "UserError", message: /writes the report/ });
  });
});
