import { parseHTML } from "linkedom";
import { textBoxes } from "../../lib/plots/drawing/text_boxes.ts";

/** The text problems of an SVG: lines of text that are cut at its edge or overlap. */
export function textFaults(svg: string): string[] {
  const root = parseHTML(svg).document.querySelector("svg")!;
  const width = Number(root.getAttribute("width")), height = Number(root.getAttribute("height"));
  const boxes = textBoxes(root).filter(({ text }) => text !== "");
  const faults: string[] = [];
  boxes.forEach((box, i) => {
    if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > height) {
      faults.push(`cut: ${box.text}`);
    }
    for (const other of boxes.slice(i + 1)) {
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const tall = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (tall > 3 && wide > 1) {
        faults.push(`overlapping: ${box.text} | ${other.text}`);
      }
    }
  });
  return faults;
}
