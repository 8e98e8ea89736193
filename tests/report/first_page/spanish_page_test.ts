import assert from "node:assert/strict";
import { addWarning, type RunRecord } from "../../../lib/dag/runs/run_record.ts";
import { say } from "../../../lib/dag/said.ts";
import type { Message } from "../../../lib/language/message.ts";
import { tooOld } from "../../../lib/pipeline/data_age.ts";
import { renderIndex } from "../../../lib/report/index_page.ts";
import { dayOfDate } from "../../../lib/table/time/week.ts";
import { madeUpRun } from "../../pipeline/history/made_up_run.ts";
import { readPage } from "../outside_references.ts";

const STALE = tooOld({ max_data_age: 14, week: null }, {
  newestDay: dayOfDate(new Date("2024-11-24")),
  ageDays: 1734,
})!;
const ODD: Message = {
  key: "unusual.week",
  values: {
    week: "2024-W47",
    what: { key: "unusual.purchases", values: { found: 1200, usual: 4500, direction: "fewer" } },
    count: 0,
    also: [],
  },
};
const EMPTY: Message = { key: "check.empty", values: { week: "2024-W48", threshold: 0.9 } };
const DROPPED: Message = { key: "data.duplicates", values: { count: 719, table: "transacciones" } };
const CHOSE: Message = {
  key: "task.chose",
  values: { task: "drift_check", next: "train_model" },
};

/** A held run of stale data with an unusual week, as it is recorded. */
function heldRun(): RunRecord {
  const { run } = madeUpRun("2024-W48", {
    state: "held",
    states: { skip_training: "skipped" },
    facts: {
      extract_data: {
        transacciones: { rows: 217_538, duplicate_rows_dropped: 719, first_date: "2024-01-01" },
        recent_purchases: [{ week: "2024-W47", purchases: 1200 }],
      },
      drift_check: {
        decision: "train_model",
        cause: "no_model",
        reason: "There is no model yet.",
        drift_detected: false,
        drifted_variables: [],
      },
      train_model: { model: "blend", test_average_precision: 0.65554, champion_run: null },
      predict: { predictions: 0, pairs: 1_523_499, expected_items: 23_520.6, a_new_fact: 7 },
    },
  });
  const task = "extract_data";
  for (const said of [STALE, ODD]) {
    addWarning(run, { task, text: say(run, said), rank: "unusual" });
  }
  addWarning(run, { task, text: say(run, DROPPED) });
  run.held = [say(run, EMPTY)];
  const skipped = run.tasks.find(({ id }) => id === "skip_training")!;
  skipped.reason = say(run, CHOSE);
  // as it was written and read again
  return JSON.parse(JSON.stringify(run));
}

/** The text of the parts of a page that come from `run.json`. */
function partsOf(run: RunRecord, language: "en" | "es") {
  const { document, outside } = readPage(renderIndex(run, [], { language }));
  assert.deepEqual(outside, []);
  const text = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) =>
      element.textContent!.replaceAll(/\s+/g, " ").trim()
    );
  return {
    held: text(".error li"),
    unusual: text(".warnings")[0]!,
    warnings: text(".warnings li").slice(2),
    tasks: text("table.tasks tbody tr"),
    all: text("main")[0]!,
  };
}

Deno.test("in Spanish, a held run of unusual data says why in Spanish", () => {
  const { held, unusual, warnings, tasks, all } = partsOf(heldRun(), "es");
  assert.match(held[0]!, /^Ningún par supera el umbral de 0,900; .* para 2024-W48: /);
  assert.match(unusual, /los datos terminan el 2024-11-24, hace 1\.734 días/);
  assert.match(unusual, /2024-W47: 1\.200 compras, cuando lo habitual son 4\.500: ¿está completa/);
  assert.deepEqual(warnings, [
    "extract_data: se descartaron 719 filas duplicadas de transacciones",
  ]);
  const details = Object.fromEntries(
    tasks.map((row) => [/^[a-z_]+?(?=correcta|omitida)/.exec(row)?.[0], row]),
  );
  assert.match(
    details["extract_data"]!,
    /transacciones: filas 217\.538, filas duplicadas descartadas 719, primera fecha 2024-01-01/,
  );
  assert.match(details["extract_data"]!, /compras recientes: semana 2024-W47, compras 1\.200/);
  assert.match(
    details["drift_check"]!,
    /motivo: Se entrenó un modelo, porque aún no había ninguno/,
  );
  assert.match(details["drift_check"]!, /cambio detectado no · variables con cambio –/);
  assert.match(details["train_model"]!, /precisión media de prueba 0,6555 · .* en uso –/);
  assert.match(details["skip_training"]!, /drift_check eligió train_model/);
  assert.match(
    details["predict"]!,
    /pares 1\.523\.499 · unidades previstas 23\.521 · a new fact 7/,
  );
  for (const english of [...heldRun().held!, ...heldRun().warnings.map(({ text }) => text)]) {
    assert(!all.includes(english), english);
  }
  assert.doesNotMatch(all, /\b(the|found|expected|chose|dropped|none|false|model yet|did not)\b/i);
});

Deno.test("in Spanish, links to the pages of steps say that those are in English", () => {
  const steps = [{ href: "05_train_model.html", title: "A model", language: "en" as const }];
  const links = (language: "en" | "es") => {
    const { document } = readPage(renderIndex(heldRun(), steps, { language }));
    return [
      document.querySelector("main")!.textContent!.includes("Estas páginas están en inglés."),
      ...[...document.querySelectorAll('[href="05_train_model.html"]')]
        .map((link) => [link.getAttribute("lang"), link.getAttribute("hreflang")].join()),
    ];
  };
  assert.deepEqual(links("es"), [true, "en,en", "en,en"]);
  assert.deepEqual(links("en"), [false, ",", ","]);
});

Deno.test("average precision in the tasks has its weeks", () => {
  const run = heldRun();
  run.tasks.find(({ id }) => id === "split_data")!.facts = {
    test: { weeks: ["2024-W46", "2024-W47"], rows: 1 },
  };
  const tasks = partsOf(run, "en").tasks.join();
  assert.match(tasks, /test average precision 0\.6555 \(2024-W46 – 2024-W47\) · champion run/);
});

Deno.test("in Spanish, durations and sizes of files have a decimal comma", () => {
  const run = heldRun();
  run.tasks[0] = { ...run.tasks[0]!, outputs: [{ name: "a.csv", bytes: 2_340_000, sha256: "" }] };
  const text = (language: "en" | "es") => partsOf(run, language).all;
  assert.match(text("es"), /a\.csv 2,3 MB/);
  assert.match(text("en"), /a\.csv 2\.3 MB/);
  assert.match(text("es"), /1,5 s/);
  assert.doesNotMatch(text("es"), /1\.5 s/);
});

Deno.test("a drift check that judged nothing does not say that it found nothing", () => {
  const run = heldRun();
  const at = run.tasks.findIndex(({ id }) => id === "drift_check");
  const facts = (more: Record<string, unknown>) => {
    const task = run.tasks[at]!;
    const judged = { drift_judged: false, share_drifted: 0, ...more };
    const tasks = run.tasks.with(at, { ...task, facts: { ...task.facts, ...judged } });
    return (language: "en" | "es") => partsOf({ ...run, tasks }, language).tasks[at]!;
  };
  assert.match(facts({})("en"), /reason: There is no model yet\. · drift nothing to compare$/);
  assert.match(facts({})("es"), /cambio nada con qué comparar$/);
  assert.match(facts({ cause: "same_weeks" })("en"), / · drift not judged$/);
  const found = { drift_judged: true, drift_detected: true, drifted_variables: ["brand", "size"] };
  assert.match(facts(found)("es"), /variables con cambio marca, tamaño/);
});

Deno.test("in English, the page has the texts of the run", () => {
  const run = heldRun();
  const { held, unusual, warnings, tasks } = partsOf(run, "en");
  assert.deepEqual(held, run.held);
  assert.match(unusual, /the data end on .*2024-W47: 1,200 purchases, usually 4,500: is the/);
  assert.deepEqual(warnings, ["extract_data: 719 exact duplicate rows of transacciones dropped"]);
  assert.match(tasks.join(), /reason: There is no model yet\. · drift detected false/);
});

for (
  const [what, messages] of Object.entries({
    "of an older version": undefined,
    "with damaged messages": "?",
    "with unknown messages": {
      [heldRun().held![0]!]: { key: "check.other", values: {} },
      [heldRun().warnings[0]!.text]: { key: "data.tooOld", values: { days: {} } },
    },
  })
) {
  Deno.test(`in Spanish, a run ${what} has its texts in English`, () => {
    const run = { ...heldRun(), messages } as unknown as RunRecord;
    const { held, unusual } = partsOf(run, "es");
    assert.deepEqual(held, run.held);
    assert.match(unusual, /^Revise esto primero\..*the data end on 2024-11-24, 1,734 days ago/);
  });
}
