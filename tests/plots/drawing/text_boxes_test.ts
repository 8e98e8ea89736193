import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { textBoxes } from "../../../lib/plots/drawing/text_boxes.ts";
import { textWidth } from "../../../lib/plots/drawing/text_width.ts";

function boxes(content: string) {
  return textBoxes(
    parseHTML(`<svg font-size="10">${content}</svg>`).document.querySelector("svg")!,
  );
}

function near(actual: number, expected: number) {
  assert(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

Deno.test("textBoxes() adds translations and uses the anchor", () => {
  const width = textWidth("word", 10);
  const [box] = boxes(
    `<g transform="translate(100,20)" text-anchor="end" aria-label="y-axis label">` +
      `<text transform="translate(5,1)" dy="1em">word</text></g>`,
  );
  near(box!.right, 105);
  near(box!.left, 105 - width);
  near(box!.bottom, 20 + 1 + 10 + 2.4);
  assert.equal(box!.group, "y-axis label");
});

Deno.test("textBoxes() treats a weight of 600 or more as bold", () => {
  const widthOf = (weight: string) => {
    const [box] = boxes(`<text font-weight="${weight}">word</text>`);
    return box!.right - box!.left;
  };
  assert(widthOf("600") > widthOf("599"));
  assert.equal(widthOf("600"), widthOf("bold"));
});

Deno.test("textBoxes() rotates text", () => {
  const width = textWidth("word", 10);
  const [box] = boxes(`<text transform="translate(50,80) rotate(-90)">word</text>`);
  near(box!.top, 80 - width);
  near(box!.bottom, 80);
  near(box!.left, 50 - 7.6);
  near(box!.right, 50 + 2.4);
});

Deno.test("textBoxes() has a box for every line of a text", () => {
  const lines = boxes(
    `<text y="5" font-size="8"><tspan x="0" y="-0.5em">first</tspan><tspan x="0" dy="1em">second</tspan></text>`,
  );
  assert.deepEqual(lines.map(({ text }) => text), ["first", "second"]);
  near(lines[1]!.top - lines[0]!.top, 8);
  near(lines[0]!.bottom, -4 + 0.24 * 8);
});

Deno.test("textBoxes() throws on an unknown transform", () => {
  assert.throws(() => boxes(`<text transform="scale(2)">a</text>`), /unknown transform: scale/);
});

Deno.test("textBoxes() rotates by any angle, and translates in rotated coordinates", () => {
  const width = textWidth("word", 10), cos = Math.cos(Math.PI / 6), sin = 0.5;
  const [box] = boxes(`<text transform="translate(50,80) rotate(30) translate(10,4)">word</text>`);
  const at = (u: number, v: number) => [50 + u * cos - v * sin, 80 + u * sin + v * cos] as const;
  const corners = [at(10, 4 - 7.6), at(10 + width, 4 - 7.6), at(10, 4 + 2.4), at(10 + width, 6.4)];
  near(box!.left, Math.min(...corners.map(([x]) => x)));
  near(box!.right, Math.max(...corners.map(([x]) => x)));
  near(box!.top, Math.min(...corners.map(([, y]) => y)));
  near(box!.bottom, Math.max(...corners.map(([, y]) => y)));
});
