import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import { say } from "../../../lib/dag/said.ts";
import type { ListedRun } from "../../../lib/dag/runs/runs.ts";
import type { ReadableRun } from "../../../lib/pipeline/history/run_differences.ts";
import type { PageRuns } from "../../../lib/report/runs/page_runs.ts";
import { renderRunsPage } from "../../../lib/report/runs/runs_page.ts";
import { parseWeek, weekName } from "../../../lib/table/time/week.ts";
import { madeUpRun } from "../../pipeline/history/made_up_run.ts";
import { readPage } from "../outside_references.ts";

const NOW = new Date("2024-11-26T10:00:00Z");

function shown(runs: ListedRun[], more: Partial<PageRuns> = {}, language: "en" | "es" = "en") {
  const page: PageRuns = {
    ...{ runs, latest: runs[0]?.runId, latestProblem: undefined, outputsDir: "outputs" },
    ...{ reports: new Set<string>(), realised: [], ...more },
  };
  const html = renderRunsPage(page, translator(language), NOW);
  const { document, outside } = readPage(html);
  assert.deepEqual(outside, []);
  return {
    document,
    html,
    text: document.querySelector("main")!.textContent!.replace(/\s+/g, " "),
  };
}

/** Runs of so many weeks, newest first; each tells what was bought in the weeks before. */
function weekly(count: number): ListedRun[] {
  const last = parseWeek("2024-W48")!;
  return Array.from({ length: count }, (_, back) => {
    const week = last - back, before = [1, 2, 3].map((i) => weekName(week - i));
    return madeUpRun(weekName(week), {
      facts: {
        extract_data: {
          recent_purchases: before.map((name) => ({ week: name, purchases: 1040 })),
        },
        split_data: { test: { weeks: before.slice(0, 1), rows: 9 } },
        drift_check: {
          decision: "train_model",
          cause: "drift",
          drift_judged: true,
          share_drifted: .1,
        },
        train_model: { test_average_precision: .6 + back / 1000 },
        predict: {
          ...{ expected_purchases: 1000, purchases_low: 900, purchases_high: 1100 },
          predictions: 800,
        },
      },
    });
  });
}

Deno.test("a folder without runs says how to start one", () => {
  assert.match(shown([]).text, /There is no run yet\. Start one with: deno task pipeline/);
});

Deno.test("one run alone has a grid, its forecast and no difference", () => {
  const { document, text } = shown(weekly(1));
  assert.match(
    text,
    /1,000 purchases are expected in week 2024-W48 \(25 November – 1 December 2024\)/,
  );
  assert.match(text, / \(80% range: 900 to 1,100\)\./);
  assert.match(text, /to 1,100\)\. No outcome is known yet/);
  assert.equal(document.querySelector("#outcomes, #trends"), null, "no sections without content");
  assert.equal(document.querySelectorAll("table.grid tbody tr").length, 1);
  assert.equal(document.querySelectorAll("table.grid td.task span").length, 8);
  assert.equal(document.querySelector("#differences"), null);
});

Deno.test("forecasts stand against outcomes, in numbers and as figures that say what they show", () => {
  const { document, text } = shown(weekly(4));
  assert.match(text, /The 3 past weeks whose outcome is known were 4\.0% away .* on average\./);
  const rows = [...document.querySelectorAll("table.outcomes tbody tr")];
  assert.equal(rows.length, 3);
  assert.match(
    rows[0]!.textContent!,
    /2024-W47.*1,000.*900 – 1,100.*1,040.*\+4\.0%within the interval/,
  );
  const findings = [...document.querySelectorAll(".trends img, .trends svg:not(.narrow)")]
    .map((figure) => figure.getAttribute("alt") ?? figure.getAttribute("aria-label"));
  assert.deepEqual(findings, [
    "Average precision of the newest model: 0.600, measured on 2024-W47; 0.601 to 0.603 in the 3 forecasts before",
    "No drift in 4 forecasts where it could be judged; a model was trained for 4 of them",
    "1,000 purchases expected in 2024-W48 (80% range: 900 to 1,100)",
    "3 of 3 outcomes within the 80% interval; 4.0% away from the forecast on average",
  ]);
});

Deno.test("units of a forecast stand against those bought, once a report says so", () => {
  const realised = [{
    ...{ week: "2024-W47", preset: "default" as const, average_precision: .6, pairs: 9 },
    purchases: 5,
    outcome: {
      ...{ expected: 1000, bought: 1040, listed: 800, listed_bought: 400 },
      items: { expected: 5000, bought: 6000 },
    },
  }];
  const rows = (more: Partial<PageRuns>) =>
    [...shown(weekly(3), more).document.querySelectorAll("table.outcomes tbody tr")].map((row) =>
      [...row.children].map((cell) => [cell.getAttribute("data-label"), cell.textContent])
    );
  const cell = (row: (string | null)[][] | undefined) =>
    row!.find(([name]) => name === "Units against forecast")?.[1];
  const [newest, older] = rows({ realised });
  assert.equal(cell(newest), "+20.0%6,000 bought, 5,000 expected");
  assert.equal(cell(older), "–");
  assert.equal(cell(rows({})[0]), undefined, "no report says it");
});

Deno.test("the newest forecast is compared with the one before", () => {
  const { document } = shown(weekly(3));
  const rows = [...document.querySelectorAll("table.differences tbody tr")]
    .map((row) => [...row.children].map(({ textContent }) => textContent));
  assert.deepEqual(rows, [
    ["week", "2024-W47", "2024-W48", ""],
    ["average precision", "0.601", "0.600", ""],
    ["… measured on", "2024-W46", "2024-W47", ""],
  ]);
});

Deno.test("a parameter is compared by its flag, drift that was not measured is said", () => {
  const [to, from] = weekly(2) as [ReadableRun, ReadableRun];
  from.run.parameters = { ...from.run.parameters, week: "2024-W47" };
  const drift = from.run.tasks.find(({ id }) => id === "drift_check")!;
  drift.facts = { ...drift.facts, drift_judged: false, share_drifted: 0 };
  const rows = [...shown([to, from]).document.querySelectorAll("table.differences tbody tr")]
    .map((row) => [...row.children].map(({ textContent }) => textContent));
  assert.deepEqual(rows.find(([name]) => name === "--week"), ["--week", "2024-W47", "–", ""]);
  assert.deepEqual(rows.find(([name]) => name === "variables with drift"), [
    "variables with drift",
    "not measured",
    "10%",
    "",
  ]);
});

Deno.test("a run links to its report only if it has one", () => {
  const runs = weekly(3), reported = runs[1]!.runId;
  const { document } = shown(runs, { reports: new Set([reported]) });
  const links = [...document.querySelectorAll("main a")].map((link) => link.getAttribute("href"));
  assert.ok(links.length > 1);
  assert.deepEqual([...new Set(links)], [`runs/${reported}/report/index.html`]);
});

Deno.test("in Spanish, reasons and what is unusual are in Spanish", () => {
  const { run, ...rest } = madeUpRun("2024-W48", { state: "held" });
  run.held = [say(run, { key: "check.constant", values: { tied: 1500 } })];
  const inUse = madeUpRun("2024-W47");
  const text = say(inUse.run, {
    key: "data.tooOld",
    values: { date: "2024-11-24", days: 20, limit: 14 },
  });
  inUse.run.warnings = [{ task: "extract_data", text, rank: "unusual" }];
  const page = shown([{ run, ...rest }, inUse], { latest: inUse.runId }, "es").text;
  assert.match(
    page,
    /retenida .*1\.500 pares comparten la probabilidad más alta.*Revise el motivo/,
  );
  assert.match(page, /Inusual en los datos .*los datos terminan el 2024-11-24, hace 20 días/);
  assert.doesNotMatch(page, /Expected|the data end/);
});

Deno.test("what needs attention has its reason and a command; what is settled is folded away", () => {
  const [newest, older] = weekly(2) as [ListedRun, ListedRun];
  const failed = madeUpRun("2024-W49", {
    state: "failed",
    states: { train_model: "failed", shap_analysis: "upstream_failed" },
  });
  failed.run.tasks.find(({ id }) => id === "train_model")!.message = "Disk full.\nMake room.";
  const held = madeUpRun("2024-W46", {
    state: "held",
    held: ["Expected 9 pairs, found none: look."],
  });
  const damaged = {
    ...older,
    runId: "2024-W45_20241104T090000Z",
    run: undefined,
    problem: "no JSON",
  };
  const { document, text } = shown([failed, newest, older, held, damaged], {
    latest: newest.runId,
  });
  assert.match(
    text,
    /Needs attention 2024-W49 failed .*train_model: Disk full\. Make room\..*deno task pipeline --resume/,
  );
  assert.equal(document.querySelectorAll(".error").length, 1);
  const settled = document.querySelector("table.problems")!.textContent!;
  assert.match(settled, /2024-W46.*held.*Expected 9 pairs, found none.*Nothing to do: 2024-W48/);
  assert.match(settled, /2024-W45_20241104T090000Z.*unreadable.*no JSON.*Restore run\.json/);
  // Airflow's colours, and words for those who do not see them
  const squares = [...document.querySelectorAll("tbody tr:first-child td.task span")];
  assert.match(squares[4]!.getAttribute("style")!, /#c62828/);
  assert.equal(squares[4]!.getAttribute("aria-label"), "failed");
});

Deno.test("a damaged run in use says how to go back", () => {
  const [run] = weekly(1);
  const { text } = shown([{ ...run!, run: undefined, problem: "no JSON" }]);
  assert.match(text, /unreadable.*It is in use\..*deno task runs rollback/);
});

Deno.test("hundreds of runs stay usable: the newest weeks are shown, the others are folded away", () => {
  const { document, html } = shown(weekly(400));
  const tables = [...document.querySelectorAll("table.grid")];
  assert.deepEqual(tables.map((table) => table.querySelectorAll("tbody tr").length), [16, 384]);
  assert.equal(
    tables[1]!.closest("details")!.querySelector("summary")!.textContent,
    "384 older runs",
  );
  assert.ok(html.length < 2e6, `${html.length} characters`);
});

Deno.test("texts of data and errors are shown, never markup", () => {
  const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`;
  const run = madeUpRun("2024-W48", {
    state: "failed",
    states: { preprocess: "failed", [`${evil}`]: "failed" },
    parameters: { data_dir: evil },
    warnings: [{ task: evil, text: evil, rank: "unusual" }],
    facts: {
      drift_check: { decision: "train_model", cause: "drift", drifted_variables: [evil] },
      split_data: { test: { weeks: [evil], rows: 1 } },
      train_model: { test_average_precision: .6, model: evil },
      predict: { expected_purchases: 9 },
    },
  });
  run.run.tasks[1]!.message = evil;
  const older = madeUpRun("2024-W47", {
    facts: { predict: { expected_purchases: 8 } },
    parameters: { [evil]: evil },
    inputs: { [evil]: evil },
  });
  const good = {
    ...run,
    runId: "2024-W48_20241125T080000Z",
    run: { ...run.run, state: "success" as const },
  };
  const bad = { ...run, run: undefined, problem: evil, runId: "2024-W44_20241125T080000Z" };
  const { document, html } = shown([run, good, older, bad], {
    latest: good.runId,
    outputsDir: evil,
    latestProblem: evil,
  });
  assert.equal(
    document.querySelectorAll("main script, main [onerror], main img[src='x']").length,
    0,
  );
  assert.ok(!html.includes("\u202e"));
});

Deno.test("the page is in the language that is asked for", () => {
  const { document, text } = shown(weekly(3), {}, "es");
  assert.equal(document.documentElement.getAttribute("lang"), "es");
  assert.match(text, /Se esperan 1\.000 compras en la semana 2024-W48/);
});
