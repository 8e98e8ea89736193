import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { serializeSvg } from "../../../lib/plots/drawing/serialize_svg.ts";

Deno.test("coordinates are rounded, other numbers are unchanged", () => {
  const { document } = parseHTML("<html></html>");
  const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  circle.setAttribute("cx", "12.3456789");
  circle.setAttribute("pathLength", "0.123456789");
  const svg = serializeSvg(circle as unknown as Node);
  assert.match(svg, /cx="12\.35?"/);
  assert.match(svg, /pathLength="0\.123456789"/);
});
