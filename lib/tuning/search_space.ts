import type { Random } from "../stats/random.ts";

/** A number to choose; `log` draws its logarithm evenly, `step` keeps to low, low + step, … */
export interface NumberRange {
  kind: "int" | "float";
  low: number;
  high: number;
  log?: boolean;
  step?: number;
}

/** A value to choose from a list. */
export interface Choice {
  kind: "choice";
  values: (string | number)[];
}

/** What a search may vary, by name; both ends of a range belong to it. */
export type SearchSpace = Record<string, NumberRange | Choice>;
export type Settings = Record<string, string | number>;

/**
 * Settings drawn evenly from a space, each name in the order of the space.
 *
 * @throws RangeError for a range without values, or a logarithmic one that reaches 0.
 */
export function drawSettings(space: SearchSpace, random: Random): Settings {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, draw(name, range, random)]),
  );
}

function draw(name: string, range: NumberRange | Choice, random: Random): string | number {
  if (range.kind === "choice") return range.values[random.below(range.values.length)]!;
  const { kind, low, high, log = false, step = kind === "int" ? 1 : 0 } = range;
  if (!(low <= high)) throw new RangeError(`${name}: low ${low} above high ${high}`);
  if (log && low < step) throw new RangeError(`${name}: a logarithmic range starts at ${low}`);
  // half a step more at both ends makes the ends as likely as the steps between
  const [from, to] = [low - step / 2, high + step / 2];
  const u = random.uniform();
  const drawn = log ? from * (to / from) ** u : from + u * (to - from);
  const stepped = step === 0 ? drawn : low + step * Math.round((drawn - low) / step);
  return Math.min(high, Math.max(low, stepped));
}
