/** A number with a name that MLflow accepts. */
export interface Measure {
  key: string;
  value: number;
  step: number;
}

/** Longest name; MLflow does not cut longer ones. */
const LONGEST_KEY = 250;

/**
 * A name that every MLflow server accepts: letters, digits, `_`, `-`, `.`, spaces, and `/` between
 * groups. Any other character becomes `_`.
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
    // an empty group, `.` or `..` would change the path
    group.replaceAll(/[^\w\-. ]/g, "_").replace(/^\.*$/, "_")
  );
  return clean.join("/").slice(0, LONGEST_KEY).replace(/\/+$/, "");
}

/**
 * The numbers at the top level of a JSON record, each as a measure at step 0. A boolean becomes 0
 * or 1. Null (not measured, as JSON has no NaN) and all other values are omitted.
 */
export function numbersOf(record: unknown, ...groups: string[]): Measure[] {
  return Object.entries((record ?? {}) as Record<string, unknown>)
    .filter(([, value]) => typeof value === "boolean" || Number.isFinite(value))
    .map(([name, value]) => ({ key: mlflowName(...groups, name), value: Number(value), step: 0 }));
}
