import assert from "node:assert/strict";
import { say } from "../../lib/dag/said.ts";
import { summary } from "../../tasks/summary.ts";
import { alerts } from "../../tasks/run_pipeline.ts";
import { madeUpRun } from "../pipeline/history/made_up_run.ts";

const options = { outputsDir: "outputs", durationMs: 9000, hasReport: false };

/** A back-run of old data, in which the model in use stays. */
function backRun() {
  const contest = {
    promoted: false,
    reason: "",
    weeks: ["2024-W46"],
  };
  const { run } = madeUpRun("2024-W44", {
    facts: {
      drift_check: { cause: "requested", reason: "Training was requested (--force-train)." },
      split_data: { test: { weeks: ["2024-W41"], rows: 9 } },
      train_model: { test_average_precision: 0.6, champion_challenger: contest },
      predict: {
        ...{ week: "2024-W44", pairs: 9000, predictions: 40, decision_threshold: 0.3 },
        ...{ expected_purchases: 4000, expected_items: 9000 },
      },
    },
  });
  contest.reason = say(run, { key: "contest.alone", values: { week: "2024-W43" } });
  const values = { week: "2024-W44", newest: "2024-W48" };
  run.unpublished = say(run, { key: "check.backRun", values });
  const task = "extract_data";
  const odd = say(run, { key: "unusual.shifted", values: { days: 2 } });
  const text = say(run, { key: "data.withoutId", values: { count: 1, table: "clientes" } });
  run.warnings = [{ task, text: odd, rank: "unusual" }, { task, text }];
  return run;
}

Deno.test("the summary and what comes before it are in the language of the reader", () => {
  const run = backRun();
  const english = summary(run, { ...options, language: "en" });
  assert.match(english, /unchanged, as this is a back-run: it forecasts 2024-W44, and the data/);
  assert.match(english, /warning +extract_data: 1 row of clientes without an id dropped/);
  assert.match(english, /in use +The new model is used: the one in use was trained on all/);
  assert.match(alerts(run, "en")[0]!, /^UNUSUAL: column purchase_date .* moved by 2 days/);
  const spanish = summary(run, { ...options, language: "es" });
  assert.match(
    spanish,
    /sin cambios, porque es una previsión de una semana pasada: prevé 2024-W44/,
  );
  assert.match(spanish, /aviso +extract_data: se descartó 1 fila de clientes sin id/);
  assert.match(spanish, /en uso +Se usa el modelo nuevo: el que estaba en uso aprendió de todas/);
  assert.match(alerts(run, "es")[0]!, /^INUSUAL: la columna purchase_date .* se mueve 2 días/);
});

Deno.test("a run that was skipped or held says why in the language of the reader", () => {
  const { run } = madeUpRun("2024-W48", { state: "skipped" });
  run.tasks[0]!.reason = say(run, { key: "wait.same", values: { run: "R", held: "yes" } });
  assert.match(
    summary(run, { ...options, language: "es" }),
    /omitida: no hay datos nuevos desde la ejecución R, que está retenida$/,
  );
  run.held = [say(run, { key: "check.constant", values: { tied: 12 } })];
  assert.match(alerts(run, "es")[0]!, /^RETENIDA: 12 pares comparten la probabilidad más alta/);
  assert.match(alerts(run, "en")[0]!, /^HELD: Expected probabilities that tell pairs apart/);
});
