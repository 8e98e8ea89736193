import assert from "node:assert/strict";
import { translator } from "../../lib/language/messages.ts";
import { drawDag } from "../../lib/report/dag_drawing.ts";

const EN = translator("en");

/** First and last point of every arrow. */
function ends(svg: string): [x1: number, y1: number, x2: number, y2: number][] {
  return [...svg.matchAll(/<path[^>]* d="M\s*([-\d.]+)[ ,]([-\d.]+)[^"]*?([-\d.]+)[ ,]([-\d.]+)"/g)]
    .map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number]);
}

Deno.test("arrows of a row of tasks are level, in the middle of the boxes", () => {
  const arrows = ends(drawDag([], EN));
  const heights = new Map<number, number>();
  for (const [, y1, , y2] of arrows) {
    if (y1 === y2) heights.set(y1, (heights.get(y1) ?? 0) + 1);
  }
  // extract → preprocess → split → drift, and shap → predict, at one height
  assert.deepEqual([...heights.values()], [4]);
});

Deno.test("an arrowhead is level where the arrow points down", () => {
  const svg = drawDag([], EN, { vertical: true });
  const heads = [
    ...svg.matchAll(/class="head" d="M([-\d.]+),([-\d.]+)L[^L]*L([-\d.]+),([-\d.]+)Z/g),
  ]
    .map(([, ...numbers]) => numbers.map(Number));
  assert.equal(heads.length, 8);
  for (const [x1, y1, x2, y2] of heads) assert.deepEqual([x2! - x1!, y2! - y1!], [8, 0]);
});
