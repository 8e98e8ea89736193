/** A range of numbers; `log` samples the logarithm uniformly, `step` allows low, low + step, … */
export interface NumberRange {
  /** Integers or floats. */
  kind: "int" | "float";
  /** The smallest value. */
  low: number;
  /** The largest value. */
  high: number;
  /** Whether the logarithm is sampled uniformly. */
  log?: boolean;
  /** 1 for integers by default; logarithmic ranges allow no other. */
  step?: number;
}

/** A list of values. */
export interface Choice {
  /** Categorical. */
  kind: "choice";
  /** The values. */
  values: (string | number)[];
}

/** Parameters of a search, by name; ranges include both ends. */
export type SearchSpace = Record<string, NumberRange | Choice>;
/** Values by parameter name. */
export type Settings = Record<string, string | number>;

/** A range with all defaults filled in. */
export interface Bounds {
  /** The lowest value. */
  low: number;
  /** The highest value that steps from `low` can reach. */
  high: number;
  /** 0 if every number in between is possible. */
  step: number;
  /** Whether the logarithm is sampled uniformly. */
  log: boolean;
}

/**
 * Fills in the defaults of a number range.
 *
 * @throws RangeError for an empty range, a logarithmic range that reaches 0, or one with steps.
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
  // low + 2 · 0.1 may exceed high by a rounding error
  const high = step > 0 ? Math.min(range.high, low + steps * step) : range.high;
  return { low, high, step, log };
}

/** The value of a range that is nearest to a number. */
export function onStep(value: number, { low, high, step }: Bounds): number {
  const stepped = step > 0 ? low + step * Math.round((value - low) / step) : value;
  return Math.min(high, Math.max(low, stepped));
}

/** Whether there is only one value. */
export function isSingle(name: string, range: NumberRange | Choice): boolean {
  if (range.kind === "choice") return range.values.length === 1;
  const { low, high } = boundsOf(name, range);
  return low === high;
}
