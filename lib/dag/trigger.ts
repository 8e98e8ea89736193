import type { Message } from "../language/message.ts";
import type { TaskState, TriggerRule } from "./task.ts";

/** The result of the trigger rule once every task before this one has ended. */
export interface Verdict {
  verdict: "run" | "skipped" | "upstream_failed";
  /** Why it does not run. */
  reason?: Message;
}

/**
 * Airflow's trigger rules (`ti_deps/deps/trigger_rule_dep.py`): under both rules, an upstream
 * failure makes a task `upstream_failed`. Under `all_success` one skipped upstream task makes it
 * `skipped`; under `none_failed_min_one_success` only if all were skipped.
 *
 * @param before the ended tasks directly before it, by id.
 *
 * @example
 * ```ts
 * import { trigger } from "./trigger.ts";
 * import assert from "node:assert/strict";
 *
 * const before = { train_model: "success", skip_training: "skipped" } as const;
 * assert.equal(trigger("none_failed_min_one_success", before).verdict, "run");
 * assert.equal(trigger("all_success", before).verdict, "skipped");
 * ```
 */
export function trigger(rule: TriggerRule, before: Readonly<Record<string, TaskState>>): Verdict {
  const ids = Object.keys(before);
  const failed = ids.filter((id) => before[id] === "failed" || before[id] === "upstream_failed");
  if (failed.length > 0) {
    return {
      verdict: "upstream_failed",
      reason: { key: "task.failed", values: { tasks: failed } },
    };
  }
  const skipped = ids.filter((id) => before[id] === "skipped");
  const enough = rule === "all_success" ? 1 : Math.max(1, ids.length);
  if (skipped.length >= enough) {
    return { verdict: "skipped", reason: { key: "task.skipped", values: { tasks: skipped } } };
  }
  return { verdict: "run" };
}
