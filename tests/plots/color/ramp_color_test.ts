import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { DARK_TWINS, rampColor } from "../../../lib/plots/color/ramp_color.ts";
import {
  COLORS,
  DARK_COLORS,
  FAINT_TO_STRONG,
  LOW_TO_HIGH,
  VISIBLE,
} from "../../../lib/plots/drawing/style.ts";
import { contrast } from "../../report/contrast.ts";

Deno.test("rampColor() interpolates between neighbours, and is constant beyond the ends", () => {
  const scale = { light: ["#000000", "#ff0000", "#ffffff"], dark: [] };
  assert.equal(rampColor(scale, -1), "#000000");
  assert.equal(rampColor(scale, 0.25), "#800000");
  assert.equal(rampColor(scale, 0.5), "#ff0000");
  assert.equal(rampColor(scale, 7), "#ffffff");
});

Deno.test("every colour of a figure has a dark twin", () => {
  const folder = new URL("../golden/", import.meta.url);
  for (const name of readdirSync(folder)) {
    const svg = readFileSync(new URL(name, folder), "utf8");
    for (const [, color] of svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)) {
      assert.ok(color === "none" || DARK_TWINS.has(color!), `${name}: ${color}`);
    }
  }
});

Deno.test("text and marks have enough contrast on white and on dark ground", () => {
  const shares = Array.from({ length: 49 }, (_, i) => i / 48);
  const marks = [
    ...Object.entries(COLORS).filter(([name]) => name !== "ground" && name !== "grid")
      .map(([, color]) => color),
    ...shares.map((share) => rampColor(LOW_TO_HIGH, share)),
    ...shares.filter((share) => share >= VISIBLE).map((share) => rampColor(FAINT_TO_STRONG, share)),
  ];
  for (const mark of marks) {
    const least = mark === COLORS.ink || mark === COLORS.muted ? 4.5 : 3;
    for (
      const [color, ground] of [[mark, COLORS.ground], [DARK_TWINS.get(mark)!, DARK_COLORS.ground]]
    ) {
      const ratio = contrast(color!, ground!);
      assert.ok(ratio >= least, `${color} on ${ground}: ${ratio.toFixed(2)}`);
    }
  }
});
