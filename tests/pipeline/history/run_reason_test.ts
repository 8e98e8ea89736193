import assert from "node:assert/strict";
import { retrainOrNot } from "../../../lib/drift/decide/retrain.ts";
import { translator } from "../../../lib/language/messages.ts";
import { say } from "../../../lib/dag/said.ts";
import { clause, runReason } from "../../../lib/pipeline/history/run_reason.ts";
import { madeUpRun } from "./made_up_run.ts";

const english = translator("en");

const context = {
  hasModel: true,
  modelAgeWeeks: 1,
  maxModelAgeWeeks: 4,
  forceTrain: false,
};
const finding = { drift: false, judged: true, because: "p is 0.4", ordinary: "No drift." };
const about = { hasReference: true, modelsAge: true, currentLabel: "2024-W47" };

const decisions: [ReturnType<typeof retrainOrNot>, string][] = [
  [
    retrainOrNot({ ...context, hasModel: false }, finding, about),
    "trained: there was no model yet",
  ],
  [
    retrainOrNot({ ...context, featureMismatch: "a feature is new" }, finding, about),
    "trained: the model in use did not fit",
  ],
  [retrainOrNot({ ...context, forceTrain: true }, finding, about), "trained on request"],
  [
    retrainOrNot(context, finding, { ...about, hasReference: false }),
    "trained: there was nothing to compare with",
  ],
  [
    retrainOrNot({ ...context, newWeeks: false }, finding, about),
    "model kept: nothing new to learn from",
  ],
  [
    retrainOrNot(context, { ...finding, drift: true }, about),
    "trained: drift in brand, size",
  ],
  [
    retrainOrNot({ ...context, modelAgeWeeks: 5 }, finding, about),
    "trained: the model was 5 weeks old",
  ],
  [retrainOrNot(context, finding, about), "model kept: no unusual change"],
];

Deno.test("why a model was trained or kept is one clause, also of runs before there were causes", () => {
  for (const [{ train, cause, reason }, expected] of decisions) {
    const facts = {
      decision: train ? "train_model" : "skip_training",
      reason,
      drifted_variables: cause === "drift" ? ["brand", "size"] : [],
    };
    const of = (drift_check: Record<string, unknown>) =>
      runReason(madeUpRun("2024-W48", { facts: { drift_check } }), english);
    assert.equal(of({ ...facts, cause }), expected);
    assert.equal(of(facts), expected, "without a cause");
  }
});

Deno.test("a new model that lost is not said to be in use", () => {
  const lost = {
    drift_check: { decision: "train_model", cause: "requested" },
    train_model: { champion_challenger: { promoted: false, weeks: [], champion: {} } },
  };
  assert.equal(
    runReason(madeUpRun("2024-W48", { facts: lost }), english),
    "trained on request, but it was worse, so the old model stays",
  );
});

Deno.test("a run that did not end well says where and why", () => {
  const of = (...given: Parameters<typeof madeUpRun>) => runReason(madeUpRun(...given), english);
  const states = { train_model: "failed", predict: "upstream_failed" } as const;
  const failed = madeUpRun("2024-W48", { state: "failed", states });
  failed.run.tasks.find(({ id }) => id === "train_model")!.message = "Disk full.\nMake room.";
  assert.equal(runReason(failed, english), "train_model: Disk full");
  failed.run.closed = "2024-W49 succeeded after it";
  assert.equal(
    runReason(failed, english),
    "train_model: Disk full; closed: 2024-W49 succeeded after it",
  );
  assert.equal(
    of("2024-W48", { state: "running", states: { train_model: "running" } }),
    "in train_model",
  );
  assert.equal(
    of("2024-W48", { state: "held", held: ["Expected 9 pairs, found none: look."] }),
    "Expected 9 pairs, found none",
  );
  assert.equal(
    of("2024-W48", { unpublished: "back-run: it forecasts …" }),
    "back-run, not published",
  );
  const unreadable = { ...failed, run: undefined, problem: "run.json is not JSON: at 3" };
  assert.equal(runReason(unreadable, english), "run.json is not JSON: at 3");
});

Deno.test("a clause is short whatever the message", () => {
  assert.equal(clause(""), "");
  assert.equal([...clause("x".repeat(500))].length, 72);
  assert.equal(
    clause(
      "Expected a list of likely purchases of shops in 2024-W48, found no pair above 0.3: look",
    ),
    "found no pair above 0.3",
  );
  assert.equal(
    clause("ENOSPC: no space left on device, write 'a.json'"),
    "ENOSPC: no space left on device, write 'a.json'",
  );
});

Deno.test("reasons exist in Spanish", () => {
  const facts = { drift_check: { decision: "train_model", cause: "no_model" } };
  assert.equal(
    runReason(madeUpRun("2024-W48", { facts }), translator("es")),
    "se entrenó: aún no había modelo",
  );
});

Deno.test("in Spanish, the clause of a check has what was found and what was expected", () => {
  const { run, ...listed } = madeUpRun("2024-W48", { state: "held" });
  const amounts = { low: 1468, high: 13_209, usual: 4403, weeks: 7, factor: 3, found: 1400 };
  run.held = [say(run, { key: "check.total", values: { ...amounts, week: "2024-W48" } })];
  assert.equal(
    runReason({ run, ...listed }, translator("es")),
    "Se prevén 1.400 compras en 2024-W48, y se esperaban de 1.468 a 13.209",
  );
  assert.equal(
    runReason({ run, ...listed }, english),
    "Expected 1,468 to 13,209 purchases in 2024-W48, found 1,400",
  );
});
