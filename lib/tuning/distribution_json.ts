import { boundsOf, type Choice, type NumberRange } from "./search_space.ts";

type Range = NumberRange | Choice;

/**
 * Formats a range of a search space as Optuna formats a distribution: JSON with Python's spaces,
 * and a decimal point in every number of a float range.
 *
 * @example
 * ```ts
 * import { distributionJson } from "./distribution_json.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   distributionJson("rate", { kind: "float", low: 2, high: 20, log: true }),
 *   '{"name": "FloatDistribution", "attributes": {"step": null, "low": 2.0, "high": 20.0, "log": true}}',
 * );
 * ```
 */
export function distributionJson(name: string, range: Range): string {
  if (range.kind === "choice") {
    const choices = range.values.map((value) => JSON.stringify(value)).join(", ");
    return `{"name": "CategoricalDistribution", "attributes": {"choices": [${choices}]}}`;
  }
  const { low, high, step, log } = boundsOf(name, range);
  if (range.kind === "int") {
    return `{"name": "IntDistribution", "attributes": ` +
      `{"log": ${log}, "step": ${step}, "low": ${low}, "high": ${high}}}`;
  }
  const float = (value: number) => Number.isInteger(value) ? value.toFixed(1) : String(value);
  return `{"name": "FloatDistribution", "attributes": {"step": ${step > 0 ? float(step) : null}, ` +
    `"low": ${float(low)}, "high": ${float(high)}, "log": ${log}}}`;
}

/**
 * Parses a distribution of Optuna as a range.
 *
 * @throws RangeError for an unknown distribution.
 */
export function rangeFromJson(text: string): Range {
  const { name, attributes } = JSON.parse(text);
  if (name === "CategoricalDistribution") return { kind: "choice", values: attributes.choices };
  const kind = { IntDistribution: "int", FloatDistribution: "float" }[name as string] as
    | NumberRange["kind"]
    | undefined;
  if (kind === undefined) throw new RangeError(`unknown distribution: ${name}`);
  const { low, high, step, log } = attributes;
  const stepped = typeof step === "number" && !(kind === "int" && step === 1);
  return { kind, low, high, ...(log ? { log } : {}), ...(stepped ? { step } : {}) };
}

/** A setting as Optuna stores it: a number; the index of a choice. */
export function internalValue(range: Range, value: string | number): number {
  return range.kind === "choice" ? range.values.indexOf(value) : Number(value);
}

/** The setting of a number that Optuna stores. */
export function externalValue(range: Range, internal: number): string | number {
  return range.kind === "choice" ? range.values[internal]! : internal;
}
