import type { RunRecord } from "../../dag/runs/run_record.ts";
import { wordsOf } from "../../dag/said.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { DecisionCause } from "../../drift/decide/retrain.ts";
import { attributeName } from "../../language/attribute_name.ts";
import type { Translator } from "../../language/messages.ts";
import { type RunFacts, runFacts } from "./run_facts.ts";
import { shownState } from "./shown_state.ts";

/** Characters of a message of an error or a check. */
const CLAUSE = 72;

/**
 * Why a run ended as it did, in one short clause: which check held it, which task failed with which
 * message, why it was skipped, or why a model was trained or kept. Messages of errors stay in English.
 */
export function runReason(listed: ListedRun, translator: Translator): string {
  const { run, problem } = listed;
  if (!run) return clause(problem ?? "");
  const reason = endReason(run, shownState(listed), translator);
  if (run.closed !== undefined) {
    const closed = clause(wordsOf(run, translator)(run.closed));
    return translator.t("runs.reason.closed", { reason, closed });
  }
  return run.promoted === undefined ? reason : translator.t("runs.reason.promoted", { reason });
}

function endReason(run: RunRecord, state: string, translator: Translator): string {
  const words = wordsOf(run, translator);
  const task = (...states: string[]) => run.tasks.find((task) => states.includes(task.state));
  switch (state) {
    case "failed": {
      const failed = task("failed");
      return failed ? `${failed.id}: ${clause(failed.message ?? "")}` : "";
    }
    case "held":
      return clause(words(run.held?.[0] ?? ""));
    case "skipped":
      return clause(words(run.tasks[0]?.reason ?? ""));
    case "killed":
    case "stopped":
    case "running": {
      const id = task("running")?.id ?? task("failed", "scheduled")?.id;
      return id === undefined ? "" : translator.t("runs.reason.in", { task: id });
    }
    default: {
      const trained = trainingReason(runFacts(run), translator);
      const back = run.unpublished === undefined ? "" : translator.t("runs.reason.back_run");
      return [back, trained].filter(Boolean).join("; ");
    }
  }
}

/** Why a model was trained or kept; empty if the drift check did not get that far. */
function trainingReason(
  { drift_check: drift, train_model: trained }: RunFacts,
  words: Translator,
): string {
  if (drift.decision === undefined) return "";
  const cause = drift.cause ?? causeOf(drift.reason ?? "", drift.decision);
  const { t } = words, names = drift.drifted_variables.map((name) => attributeName(name, words));
  const [, weeks = "?"] = /the model is (\d+) weeks old/.exec(drift.reason ?? "") ?? [];
  const reason = t(`runs.reason.${cause}`, {
    names: names.slice(0, 2).join(", "),
    count: names.length,
    weeks,
    judged: String(drift.drift_judged ?? true),
  });
  return trained.champion_challenger?.promoted === false
    ? t("runs.reason.lost", { reason })
    : reason;
}

/** Before 0.3.0, the cause is only in the sentence of the reason. */
function causeOf(reason: string, decision: string): DecisionCause {
  const found = OLDER.find(([pattern]) => pattern.test(reason))?.[1];
  return found ?? (decision === "train_model" ? "drift" : "ordinary");
}

const OLDER: [RegExp, DecisionCause][] = [
  [/^There is no model yet/, "no_model"],
  [/does not fit this run/, "other_features"],
  [/--force-train/, "requested"],
  [/no reference to compare/, "no_reference"],
  [/was already trained on/, "same_weeks"],
  [/the model is \d+ weeks old/, "age"],
];

/**
 * A message in one short clause: what was expected and found, without the explanation, or its first
 * sentence.
 *
 * @example
 * ```ts
 * import { clause } from "./run_reason.ts";
 * import assert from "node:assert/strict";
 *
 * const held = "Expected 900 to 8,100 purchases, 3 times fewer or more, found 812: weeks are missing.";
 * assert.equal(clause(held), "Expected 900 to 8,100 purchases, found 812");
 * ```
 */
export function clause(message: string): string {
  const line = message.trim().split("\n")[0]!;
  const [found] = /\bfound [^:;]+/.exec(line) ?? [];
  if (found !== undefined) {
    const whole = `${line.split(", ")[0]}, ${found}`;
    return shortened(whole.length <= CLAUSE ? whole : found);
  }
  return shortened(line.split(/(?<=\w)[.;] /)[0]!);
}

function shortened(text: string): string {
  const letters = [...text.replace(/\.$/, "").trim()];
  return letters.length <= CLAUSE
    ? letters.join("")
    : `${letters.slice(0, CLAUSE - 2).join("").trimEnd()} …`;
}
