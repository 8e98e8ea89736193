import { SMALLEST_P } from "../drift/describe/p_value_text.ts";

/** The values of a table's column as text. */
export interface ColumnText {
  /** True for numbers. */
  alignRight: boolean;
  texts: string[];
}

const MISSING = "–";

/**
 * Formats the values of one column alike, for reading: thousands separators (except in ids and
 * years), decimals by the column's largest number, no p-value of 0, ISO dates, and a dash for
 * missing values.
 *
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(formatColumn("pairs", [1523499, null]).texts, ["1,523,499", "–"]);
 * assert.deepEqual(formatColumn("p_value", [0.25, 5.3e-20]).texts, ["0.2500", "< 0.0001"]);
 * ```
 */
export function formatColumn(name: string, values: unknown[]): ColumnText {
  const present = values.filter((value) => !isMissing(value));
  const allAre = (test: (value: unknown) => boolean) => present.length > 0 && present.every(test);
  if (allAre((value) => typeof value === "number" || typeof value === "bigint")) {
    const format = numberFormat(name, present.map(Number));
    return {
      alignRight: true,
      texts: values.map((value) => isMissing(value) ? MISSING : format(value as number | bigint)),
    };
  }
  const withTime = present.some((value) =>
    value instanceof Date && value.getTime() % 86_400_000 > 0
  );
  return {
    alignRight: false,
    texts: values.map((value) => isMissing(value) ? MISSING : otherText(value, withTime)),
  };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function numberFormat(name: string, values: number[]): (value: number | bigint) => string {
  const finite = values.filter(Number.isFinite), isP = /(^|_)p(_value)?$/.test(name);
  if (!isP && finite.every(Number.isInteger)) {
    const useGrouping = !/(^|_)(id|year|seed)$/i.test(name);
    return (value) => value.toLocaleString("en-US", { useGrouping });
  }
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const most = largest >= 1000 ? 1 : largest >= 100 ? 2 : largest >= 1 ? 3 : 4;
  const decimals = isP ? 4 : Math.max(0, ...finite.map((value) => decimalsOf(value, most)));
  const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return (value) => {
    const size = Math.abs(Number(value));
    if (isP && size < SMALLEST_P) return `< ${SMALLEST_P}`;
    return size > 0 && size < 0.5 * 10 ** -decimals
      ? Number(value).toExponential(1)
      : Number(value).toLocaleString("en-US", fixed);
  };
}

/** The decimals of a number, such as 2 of 0.25, at most so many. */
function decimalsOf(value: number, most: number): number {
  const [, decimals = ""] = String(Number(value.toFixed(most))).split(".");
  return Number(value.toFixed(most)) === value ? decimals.length : most;
}

function otherText(value: unknown, withTime: boolean): string {
  if (value instanceof Date) {
    return value.toISOString().slice(0, withTime ? 16 : 10).replace("T", " ");
  }
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, part) => typeof part === "bigint" ? String(part) : part);
}
