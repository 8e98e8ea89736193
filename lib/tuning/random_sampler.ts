import { type Random, random } from "../stats/random.ts";
import {
  boundsOf,
  type Choice,
  type NumberRange,
  onStep,
  type SearchSpace,
  type Settings,
} from "./search_space.ts";
import type { Sampler } from "./trial.ts";

/**
 * Draws every trial uniformly from the space, each from its own random stream: a longer search
 * starts with the same trials.
 *
 * Bergstra & Bengio 2012, *Random search for hyper-parameter optimization*.
 */
export function randomSampler(seed: number): Sampler {
  return (space, _trials, number) => drawSettings(space, random(seed, number));
}

/**
 * Settings drawn uniformly from a space, in the order of the space.
 *
 * @throws RangeError see {@linkcode boundsOf}.
 */
export function drawSettings(space: SearchSpace, random: Random): Settings {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, draw(name, range, random)]),
  );
}

function draw(name: string, range: NumberRange | Choice, random: Random): string | number {
  if (range.kind === "choice") return range.values[random.below(range.values.length)]!;
  const bounds = boundsOf(name, range);
  // half a step more at both ends makes the ends as likely as the other steps
  const from = bounds.low - bounds.step / 2, to = bounds.high + bounds.step / 2;
  const u = random.uniform();
  return onStep(bounds.log ? from * (to / from) ** u : from + u * (to - from), bounds);
}
