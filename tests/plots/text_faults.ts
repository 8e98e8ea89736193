import { parseHTML } from "linkedom";
import { textBoxes } from "../../lib/plots/drawing/text_boxes.ts";

/** The text problems of a figure, wide and narrow: lines that are cut at its edge or overlap. */
export function textFaults(svg: string): string[] {
  const wide = parseHTML(svg).document.querySelector("svg")!;
  const narrow = wide.querySelector(":scope > svg.narrow");
  narrow?.remove();
  return [
    ...faultsOf(wide),
    ...narrow ? faultsOf(narrow).map((fault) => `narrow: ${fault}`) : [],
  ];
}

function faultsOf(root: Element): string[] {
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
