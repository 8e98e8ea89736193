import assert from "node:assert/strict";
import type { IndexRun } from "../../lib/report/first_page/index_run.ts";
import { renderIndex } from "../../lib/report/index_page.ts";
import { contrast } from "./contrast.ts";
import { readPage } from "./outside_references.ts";

const states: Record<string, string> = {
  extract_data: "success",
  preprocess: "success",
  split_data: "success",
  drift_check: "success",
  train_model: "running",
  skip_training: "skipped",
  shap_analysis: "scheduled",
  predict: "scheduled",
};

function run(more: Partial<IndexRun> = {}): IndexRun {
  return {
    run_id: "2024-W48_20241125T090000Z",
    predicted_week: "2024-W48",
    state: "success",
    started: "2024-11-25T09:00:00.000Z",
    ended: null,
    tasks: Object.entries(states).map(([id, state]) => ({
      id,
      state,
      started: state === "success" ? "2024-11-25T09:00:01.000Z" : null,
      duration_ms: state === "success" ? 1500 : null,
      facts: {},
    })),
    warnings: [],
    parameters: { n_trials: 30 },
    inputs: { "transacciones.parquet": "sha256:00ff" },
    versions: { sodai: "1.0.0" },
    seed: 20241125,
    ...more,
  };
}

function task(id: string, more: Partial<IndexRun["tasks"][number]>): IndexRun["tasks"][number] {
  return { ...run().tasks.find((task) => task.id === id)!, ...more };
}

Deno.test("the first page shows every task with its state as text, and loads nothing", () => {
  const { document, outside } = readPage(renderIndex(run(), []));
  assert.deepEqual(outside, []);
  // four tasks of 1.5 s
  assert.match(document.querySelector(".facts-line")!.textContent!, /Took\s*6(\.0)? s/);
  const drawings = [...document.querySelectorAll("svg.dag")];
  assert.equal(drawings.length, 2, "one for wide screens, one for narrow ones");
  for (const drawing of drawings) {
    const names = [...drawing.querySelectorAll(".name")].map((text) => text.textContent);
    const labels = [...drawing.querySelectorAll(".label")].map((text) => text.textContent);
    assert.deepEqual(Object.fromEntries(names.map((name, i) => [name, labels[i]])), states);
    assert.equal(drawing.querySelectorAll(".link").length, 8);
    assert.match(drawing.getAttribute("aria-label")!, /skip_training: skipped/);
  }
});

Deno.test("tasks do not overlap, and all are inside the drawing", () => {
  const { document } = readPage(renderIndex(run(), []));
  for (const drawing of document.querySelectorAll("svg.dag")) {
    const [, , width, height] = drawing.getAttribute("viewBox")!.split(" ").map(Number);
    const boxes = [...drawing.querySelectorAll(".task")].map((group) => {
      const [x, y] = group.getAttribute("transform")!.match(/[\d.]+/g)!.map(Number);
      const box = group.querySelector(".box")!;
      return {
        x: x!,
        y: y!,
        right: x! + Number(box.getAttribute("width")),
        bottom: y! + Number(box.getAttribute("height")),
      };
    });
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.right <= width! && a.bottom <= height!);
      for (const b of boxes.slice(i + 1)) {
        assert.ok(a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y);
      }
    }
  }
});

Deno.test("the first page shows key figures, warnings, failures and links", () => {
  const { document, outside } = readPage(renderIndex(
    run({
      state: "failed",
      tasks: [
        task("train_model", { state: "success", facts: { test_average_precision: 0.62512 } }),
        task("split_data", {
          facts: {
            val: { weeks: ["W1", "W2", "W3", "W4"], rows: 12345.6, no: 0, deep: {} },
            p: 1e-9,
          },
        }),
        task("drift_check", {
          facts: {
            drift_detected: false,
            drift_judged: false,
            decision: "train_model",
            cause: "no_model",
            reason: "No model yet.",
          },
        }),
        task("predict", {
          state: "failed",
          message: "predict: no model <here>",
          outputs: [{ name: "models/a b.json", bytes: 12345 }],
          facts: {
            predictions: 4123,
            pairs: 160_000,
            decision_threshold: 0.3123,
            expected_purchases: 4000.4,
            purchases_low: 3500,
            purchases_high: 4600,
            expected_items: 20_000,
          },
        }),
      ],
      warnings: [{ task: "extract_data", text: "719 duplicate rows & more" }],
    }),
    [{ href: "05_train_model.html", title: "Train model", summary: "How it learns" }],
  ));
  assert.deepEqual(outside, []);
  const texts = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) => element.textContent);
  assert.deepEqual(texts(".figures dd"), [
    "4,000a shop that buys a product in the week is one purchase; 80% range 3,500 to 4,600",
    "20,000probability × typical quantity of each pair",
    "4,123pairs of shop and product with a probability above 0.312, of 160,000",
    "not judged",
  ]);
  assert.deepEqual(texts(".warnings li"), ["extract_data: 719 duplicate rows & more"]);
  assert.deepEqual(texts(".error"), ["predict failed. predict: no model <here>"]);
  assert.deepEqual(texts(".files li"), ["models/a b.json 12 kB"]);
  assert.equal(document.querySelector(".files a")!.getAttribute("href"), "../models/a%20b.json");
  assert.deepEqual(texts(".pages a"), ["Train modelHow it learns"]);
  assert.ok(texts("table.tasks td").includes("val: weeks W1 … W4 (4), rows 12,346 · p 1.0e-9"));
  assert.ok(texts("table.facts td").includes("20241125"));
  assert.equal(document.querySelector(".facts-line .state")!.textContent, "failed");
});

Deno.test("state labels have a contrast of at least 4.5 : 1", () => {
  const html = renderIndex(
    run({
      tasks: ["success", "running", "failed", "skipped", "scheduled", "upstream_failed"]
        .map((state) => task("predict", { state })),
    }),
    [],
  );
  const labels = [...readPage(html).document.querySelectorAll("table.tasks .state")];
  assert.equal(labels.length, 6);
  for (const label of labels) {
    const [ground, ink] = label.getAttribute("style")!.match(/#[0-9a-f]{6}/g)!;
    const ratio = contrast(ground!, ink!);
    assert.ok(ratio >= 4.5, `${label.textContent}: ${ratio.toFixed(2)}`);
  }
});

Deno.test("why a run is held and what is unusual come before the figures, and how to publish it", () => {
  const held = ["Expected a list, found none <at all>."];
  const warnings = [
    { task: "extract_data", text: "half of the products are gone", rank: "unusual" as const },
    { task: "extract_data", text: "2 rows dropped" },
  ];
  const { document } = readPage(renderIndex(run({ state: "held", held, warnings }), []));
  const [first] = [...document.querySelectorAll(".error")].map(({ textContent }) => textContent);
  assert.match(first!, /This forecast is held\.Expected a list, found none <at all>\./);
  assert.match(first!, /deno task runs promote 2024-W48_20241125T090000Z/);
  const [unusual, others] = [...document.querySelectorAll(".warnings")];
  assert.match(unusual!.textContent!, /Look at this first\.half of the products are gone/);
  assert.equal(others!.querySelectorAll("li").length, 1);
  const main = document.querySelector("main")!;
  assert.equal(main.firstElementChild, document.querySelector(".error"), "above everything");

  const promoted = renderIndex(run({ state: "held", held, promoted: "2024-11-25T10:00:00Z" }), []);
  assert.match(
    readPage(promoted).document.body.textContent!,
    /published by hand at 2024-11-25 10:00/,
  );
  const back = readPage(renderIndex(run({ unpublished: "back-run" }), [])).document;
  assert.match(back.querySelector(".error")!.textContent!, /was not published\.back-run/);
});

Deno.test("a run that did not end well says how to go on; one that did, nothing", () => {
  const said = (more: Partial<IndexRun>) =>
    readPage(renderIndex(run(more), [])).document.querySelector("main")!.textContent!;
  assert.match(said({ state: "stopped" }), /This run was stopped\..*\n.*5 of 8 tasks are done/);
  assert.match(said({ state: "killed" }), /This run was killed/);
  assert.match(said({ state: "failed" }), /This run failed\./);
  for (const state of ["success", "held", "skipped"]) {
    assert.doesNotMatch(said({ state }), /tasks are done|--resume/);
  }
});
