/** A number to choose; `log` spreads its logarithm evenly, `step` keeps to low, low + step, … */
export interface NumberRange {
  /** Whole numbers, or any. */
  kind: "int" | "float";
  /** The smallest value. */
  low: number;
  /** The largest value. */
  high: number;
  /** Whether values are drawn by their logarithm. */
  log?: boolean;
  /** 1 for whole numbers; logarithmic ranges have no other. */
  step?: number;
}

/** A value to choose from a list. */
export interface Choice {
  /** One of a few values. */
  kind: "choice";
  /** The values. */
  values: (string | number)[];
}

/** What a search may vary, by name; both ends of a range belong to it. */
export type SearchSpace = Record<string, NumberRange | Choice>;
/** Values by the name of the setting. */
export type Settings = Record<string, string | number>;

/** A range with nothing left open. */
export interface Bounds {
  /** The lowest value. */
  low: number;
  /** The highest value that steps from `low` reach. */
  high: number;
  /** 0 where every number between is possible. */
  step: number;
  /** Whether logarithms are spread evenly. */
  log: boolean;
}

/**
 * A number range with nothing left open.
 *
 * @throws RangeError for a range without values, a logarithmic one that reaches 0, or one with steps.
 */
export function boundsOf(name: string, range: NumberRange): Bounds {
  const { kind, low, log = false, step = kind === "int" ? 1 : 0 } = range;
  if (!(low <= range.high)) throw new RangeError(`${name}: low ${low} above high ${range.high}`);
  if (log && !(kind === "int" ? low >= 1 : low > 0)) {
    throw new RangeError(`${name}: a logarithmic range starts at ${low}`);
  }
  if (log && step !== (kind === "int" ? 1 : 0)) {
    throw new RangeError(`${name}: a logarithmic range with steps of ${step}`);
  }
  const steps = Math.floor((range.high - low) / step + 1e-8);
  // as low + 2 · 0.1 may be a last digit above high
  const high = step > 0 ? Math.min(range.high, low + steps * step) : range.high;
  return { low, high, step, log };
}

/** The number on the steps of a range that is nearest to a number. */
export function onStep(value: number, { low, high, step }: Bounds): number {
  const stepped = step > 0 ? low + step * Math.round((value - low) / step) : value;
  return Math.min(high, Math.max(low, stepped));
}

/** Whether there is but one value to choose. */
export function isSingle(name: string, range: NumberRange | Choice): boolean {
  if (range.kind === "choice") return range.values.length === 1;
  const { low, high } = boundsOf(name, range);
  return low === high;
}
