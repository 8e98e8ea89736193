import type { RunRecord } from "../../dag/runs/run_record.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { MessageKey, Translator } from "../../language/messages.ts";
import { type RunFacts, runFacts } from "./run_facts.ts";
import { shownState } from "./shown_state.ts";

/** Characters of a message of an error or a check. */
const CLAUSE = 72;

/**
 * Why a run ended as it did, in one short clause: which check held it, which task failed with which
 * message, why it was skipped, or why a model was trained or kept. Messages of errors and checks stay
 * in English.
 */
export function runReason(listed: ListedRun, translator: Translator): string {
  const { run, problem } = listed;
  if (!run) return clause(problem ?? "");
  const reason = endReason(run, shownState(listed), translator);
  if (run.closed !== undefined) {
    return translator.t("runs.reason.closed", { reason, closed: clause(run.closed) });
  }
  return run.promoted === undefined ? reason : translator.t("runs.reason.promoted", { reason });
}

function endReason(run: RunRecord, state: string, translator: Translator): string {
  const task = (...states: string[]) => run.tasks.find((task) => states.includes(task.state));
  switch (state) {
    case "failed": {
      const failed = task("failed");
      return failed ? `${failed.id}: ${clause(failed.message ?? "")}` : "";
    }
    case "held":
      return clause(run.held?.[0] ?? "");
    case "skipped":
      return clause(run.tasks[0]?.reason ?? "");
    case "killed":
    case "stopped":
    case "running": {
      const id = task("running")?.id ?? task("failed", "scheduled")?.id;
      return id === undefined ? "" : translator.t("runs.reason.in", { task: id });
    }
    default: {
      const trained = trainingReason(runFacts(run), translator);
      return [run.unpublished?.split(":")[0], trained].filter(Boolean).join("; ");
    }
  }
}

/** Sentences of `retrainOrNot` about anything but drift, and the message of each. */
const OTHER_REASONS: [RegExp, MessageKey][] = [
  [/^There is no model yet/, "runs.reason.no_model"],
  [/does not fit this run/, "runs.reason.misfit"],
  [/--force-train/, "runs.reason.forced"],
  [/no reference to compare/, "runs.reason.no_reference"],
  [/was already trained on/, "runs.reason.known"],
];

/** Why a model was trained or kept; empty if the drift check did not get that far. */
export function trainingReason(
  { drift_check: drift, train_model: trained }: RunFacts,
  { t }: Translator,
): string {
  if (drift.decision === undefined) return "";
  const sentence = drift.reason ?? "";
  const [, weeks] = /the model is (\d+) weeks old/.exec(sentence) ?? [];
  const other = OTHER_REASONS.find(([pattern]) => pattern.test(sentence))?.[1];
  const names = drift.drifted_variables;
  const reason = other
    ? t(other)
    : weeks !== undefined
    ? t("runs.reason.age", { weeks: Number(weeks) })
    : drift.decision === "train_model"
    ? t("runs.reason.drift", { names: names.slice(0, 2).join(", "), count: names.length })
    : t(drift.drift_judged === false ? "runs.reason.unjudged" : "runs.reason.kept");
  return trained.champion_challenger?.promoted === false
    ? t("runs.reason.lost", { reason })
    : reason;
}

/**
 * The part of a message that tells most, in one line: after "found", up to the explanation.
 *
 * @example
 * ```ts
 * import { clause } from "./run_reason.ts";
 * import assert from "node:assert/strict";
 *
 * const message = "Expected a list of 2024-W48, found no pair above 0.3: the threshold is too high.";
 * assert.equal(clause(message), "found no pair above 0.3");
 * ```
 */
export function clause(message: string): string {
  const line = message.trim().split("\n")[0]!;
  const [found] = /\bfound [^:;]+/.exec(line) ?? [];
  const text = (found ?? line).split(/(?<=\w)[.;] /)[0]!.replace(/\.$/, "").trim();
  const letters = [...text];
  return letters.length <= CLAUSE ? text : `${letters.slice(0, CLAUSE - 2).join("").trimEnd()} …`;
}
