/** A measured number, named as MLflow allows. */
export interface Measure {
  key: string;
  value: number;
  step: number;
}

/** MLflow takes fewer characters than this in its names, and cuts nothing itself. */
const LONGEST_KEY = 250;

/**
 * A name that every MLflow server takes: letters, digits, `_`, `-`, `.`, blanks, and `/` between
 * groups; any other character becomes `_`.
 *
 * @example
 * ```ts
 * import { mlflowName } from "./numbers_of.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(mlflowName("drift", "año: 2024"), "drift/a_o_ 2024");
 * ```
 */
export function mlflowName(...groups: string[]): string {
  const clean = groups.map((group) =>
    // an empty group, `.` or `..` would be a path that leads elsewhere
    group.replaceAll(/[^\w\-. ]/g, "_").replace(/^\.*$/, "_")
  );
  return clean.join("/").slice(0, LONGEST_KEY).replace(/\/+$/, "");
}

/**
 * The numbers that stand directly in a JSON record, each as a measure at step 0; a truth value is 0 or
 * 1. What is null could not be measured (JSON has no NaN), and is left out with everything else.
 */
export function numbersOf(record: unknown, ...groups: string[]): Measure[] {
  return Object.entries((record ?? {}) as Record<string, unknown>)
    .filter(([, value]) => typeof value === "boolean" || Number.isFinite(value))
    .map(([name, value]) => ({ key: mlflowName(...groups, name), value: Number(value), step: 0 }));
}
