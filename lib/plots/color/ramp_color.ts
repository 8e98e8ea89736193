import {
  COLORS,
  type ColorScale,
  DARK_COLORS,
  FAINT_TO_STRONG,
  LOW_TO_HIGH,
} from "../drawing/style.ts";

/** Steps of a colour scale: so few that a page can name the dark twin of each. */
const STEPS = 24;

/**
 * The colour at a position 0…1 of a scale, for white ground, in 24 steps, interpolated linearly.
 *
 * @example
 * ```ts
 * import { rampColor } from "./ramp_color.ts";
 * import assert from "node:assert/strict";
 *
 * const scale = { light: ["#000000", "#ffffff"], dark: ["#ffffff", "#000000"] };
 * assert.equal(rampColor(scale, 0.5), "#808080");
 * ```
 */
export function rampColor({ light }: ColorScale, share: number): string {
  return interpolated(light, Math.round(Math.min(1, Math.max(0, share)) * STEPS) / STEPS);
}

/** By each colour of a figure, in lower case: its twin on a dark ground. */
export const DARK_TWINS: ReadonlyMap<string, string> = new Map([
  ...[LOW_TO_HIGH, FAINT_TO_STRONG].flatMap(({ light, dark }) =>
    Array.from(
      { length: STEPS + 1 },
      (_, step) => [interpolated(light, step / STEPS), interpolated(dark, step / STEPS)] as const,
    )
  ),
  ...Object.entries(COLORS).map(([name, color]) =>
    [color, DARK_COLORS[name as keyof typeof COLORS]] as const
  ),
]);

function interpolated(colors: readonly string[], share: number): string {
  const at = share * (colors.length - 1);
  const i = Math.min(colors.length - 2, Math.floor(at));
  const channel = (hex: string, k: number) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
  return "#" + [0, 1, 2].map((k) => {
    const from = channel(colors[i]!, k), to = channel(colors[i + 1]!, k);
    return Math.round(from + (at - i) * (to - from)).toString(16).padStart(2, "0");
  }).join("");
}
