import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setLatest } from "../../../lib/dag/runs/latest.ts";
import { lockFolder } from "../../../lib/dag/runs/run_claim.ts";
import { translator } from "../../../lib/language/messages.ts";
import { writeRunsPage } from "../../../lib/report/runs/write_runs_page.ts";
import { outputsFolder } from "../../dag/fixtures.ts";
import { madeUpRun, writeRuns } from "../../pipeline/history/made_up_run.ts";

const english = translator("en");

function folderOfTwo() {
  const outputs = outputsFolder();
  const facts = { predict: { expected_purchases: 1000 } };
  const runs = ["2024-W48", "2024-W47"].map((week) => madeUpRun(week, { facts }));
  writeRuns(outputs.dir, runs);
  setLatest(outputs.dir, runs[0]!.runId);
  return { ...outputs, path: join(outputs.dir, "index.html"), runs };
}

Deno.test("the page links to the reports that are there, and survives damaged records", async () => {
  using place = folderOfTwo();
  const [newest, older] = place.runs.map(({ runId }) => join(place.dir, "runs", runId));
  Deno.mkdirSync(join(newest!, "report"));
  Deno.writeTextFileSync(join(newest!, "report", "index.html"), "<!DOCTYPE html>");
  Deno.writeTextFileSync(join(older!, "run.json"), "{");
  Deno.writeTextFileSync(join(newest!, "drift_report.json"), "{");
  assert.equal(await writeRunsPage(place.dir, english), undefined);
  const html = Deno.readTextFileSync(place.path);
  const links = [...html.matchAll(/href="(runs\/[^"]+)"/g)].map(([, href]) => href!);
  assert.ok(links.length > 0);
  for (const href of links) assert.ok(existsSync(join(place.dir, href)), href);
  assert.match(html, /unreadable/);
  assert.deepEqual(
    [...Deno.readDirSync(place.dir)].map(({ name }) => name).sort(),
    ["index.html", "latest", "runs"],
  );
});

Deno.test("no link leads to a run that is about to be removed, not even on a full disk", async () => {
  using place = folderOfTwo();
  const removing = place.runs.map(({ runId }) => runId);
  for (const runId of removing) {
    const report = join(place.dir, "runs", runId, "report");
    Deno.mkdirSync(report);
    Deno.writeTextFileSync(join(report, "index.html"), "<!DOCTYPE html>");
  }
  await writeRunsPage(place.dir, english, { removing: removing.slice(1) });
  const html = Deno.readTextFileSync(place.path);
  assert.ok(html.includes(`href="runs/${removing[0]}/`));
  assert.ok(!html.includes(`href="runs/${removing[1]}/`));
  Deno.mkdirSync(join(place.dir, ".unfinished-index.html"));
  assert.notEqual(await writeRunsPage(place.dir, english, { removing }), undefined);
  assert.ok(!existsSync(place.path));
});

Deno.test("how published forecasts turned out is taken from the newest drift report that says so", async () => {
  using place = folderOfTwo();
  const outcome = { expected: 1000, bought: 1100, listed: 800, listed_bought: 400 };
  const realised = [{
    ...{ week: "2024-W47", preset: "default", average_precision: .512, pairs: 9, purchases: 9 },
    outcome,
  }];
  Deno.writeTextFileSync(
    join(place.dir, "runs", place.runs[0]!.runId, "drift_report.json"),
    JSON.stringify({ realised }),
  );
  await writeRunsPage(place.dir, english);
  const html = Deno.readTextFileSync(place.path);
  assert.match(html, /\+10\.0%/);
  assert.match(html, /0\.512/);
});

Deno.test("an error leaves the page as it was, and is one line", async () => {
  using place = folderOfTwo();
  await writeRunsPage(place.dir, english);
  const before = Deno.readTextFileSync(place.path);
  Deno.removeSync(join(place.dir, "runs", place.runs[1]!.runId), { recursive: true });
  Deno.mkdirSync(join(place.dir, ".unfinished-index.html"));
  const problem = await writeRunsPage(place.dir, english);
  assert.match(problem!, /^[^\n]*index\.html was not written: [^\n]+$/);
  assert.equal(Deno.readTextFileSync(place.path), before);
});

Deno.test({
  name: "a second writer waits for the first",
  ignore: Deno.build.os === "windows",
  async fn() {
    using place = folderOfTwo();
    const first = lockFolder(place.dir, { exclusive: true })!;
    const second = writeRunsPage(place.dir, english);
    assert.ok(!existsSync(place.path));
    first[Symbol.dispose]();
    assert.equal(await second, undefined);
    assert.ok(existsSync(place.path));
  },
});

Deno.test("a folder that does not exist stays so", async () => {
  using place = outputsFolder();
  const missing = join(place.dir, "none");
  assert.equal(await writeRunsPage(missing, english), undefined);
  assert.ok(!existsSync(missing));
});
