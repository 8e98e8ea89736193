import { z } from "zod";
import type { PresetName } from "./presets/preset.ts";

/**
 * A parameter, defined once. Flags (`n_trials` → `--n-trials`), `--help`, checks, the record in
 * `run.json` and the table in the README follow from it.
 */
export interface Parameter<T> {
  /** Parses the text of a flag, or a value of the parameter's type; `undefined` if invalid. */
  read: (given: unknown) => T | undefined;
  /** The values that `read` returns, as JSON Schema, for forms of other systems. */
  jsonSchema: () => Record<string, unknown>;
  /** Accepted values, as text after "expected". */
  expected: string;
  /** Description. */
  meaning: string;
  /** Default value. */
  default: T;
  /** Other defaults, by preset. */
  byPreset: Partial<Record<PresetName, T>>;
  /** The value that was probably meant by a text that is not accepted. */
  near?: (given: string) => string | undefined;
  /** An environment variable, used if the flag is not given. */
  environment?: string;
  /** False if results do not depend on it: it may change on `--resume`. */
  affectsResults: boolean;
  /** What may be shown and recorded of a value with secrets; by default all of it. */
  shown?: (value: T) => unknown;
}

const numberText = z.union([
  z.number(),
  z.string().regex(/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i).transform(Number),
]);
/** Accepts a whole number in a range, or its text. */
export const wholeNumber = (min: number, max: number) => numberText.pipe(z.int().min(min).max(max));
/** Accepts a number between 0 and 1, or its text. */
export const share = numberText.pipe(z.number().gt(0).lt(1));
/** Accepts a text that is not empty. */
export const text = z.string().trim().min(1);
/** Accepts true or false. */
export const flag = z.boolean();

/** Defines a parameter: what it accepts, in which words, its meaning and default. */
export function parameter<T>(
  schema: z.ZodType<T>,
  expected: string,
  meaning: string,
  defaultValue: T,
  more: {
    byPreset?: Partial<Record<PresetName, T>>;
    near?: (given: string) => string | undefined;
    environment?: string;
    affectsResults?: boolean;
    shown?: (value: T) => unknown;
  } = {},
): Parameter<T> {
  const read = (given: unknown) => schema.safeParse(given).data;
  return {
    read,
    jsonSchema: () => z.toJSONSchema(schema),
    expected,
    meaning,
    default: defaultValue,
    byPreset: {},
    affectsResults: true,
    ...more,
  };
}
