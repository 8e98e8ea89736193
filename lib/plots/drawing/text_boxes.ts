import { textWidth } from "./text_width.ts";

/** A line of text as drawn: pixels from the top left corner of the SVG; y grows downwards. */
export interface TextBox {
  text: string;
  /** The `text` or `tspan` that holds it. */
  element: Element;
  fontSize: number;
  bold: boolean;
  /** The nearest `aria-label` set by Plot, such as "x-axis label". */
  group: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Inherited {
  /** [a, b, c, d, e, f] of SVG's `matrix`. */
  matrix: number[];
  fontSize: number;
  anchor: string;
  bold: boolean;
  group: string;
}

/**
 * The position of every line of text in an SVG, to widen margins and to test for cut or overlapping
 * text. Supports what Observable Plot and this folder write: `translate` and `rotate`,
 * `text-anchor`, `font-size`, `tspan` lines, lengths in pixels and em.
 */
export function textBoxes(svg: Element): TextBox[] {
  const boxes: TextBox[] = [];
  const visit = (element: Element, outer: Inherited) => {
    const state = inherit(element, outer);
    if (element.localName === "text") boxes.push(...linesOf(element, state));
    else for (const child of element.children) visit(child, state);
  };
  visit(svg, { matrix: [1, 0, 0, 1, 0, 0], fontSize: 10, anchor: "start", bold: false, group: "" });
  return boxes;
}

function inherit(element: Element, outer: Inherited): Inherited {
  const weight = element.getAttribute("font-weight");
  return {
    matrix: transformed(outer.matrix, element.getAttribute("transform") ?? ""),
    fontSize: Number(element.getAttribute("font-size") ?? outer.fontSize),
    anchor: element.getAttribute("text-anchor") ?? outer.anchor,
    group: element.getAttribute("aria-label") ?? outer.group,
    bold: weight === null ? outer.bold : weight === "bold" || Number(weight) >= 600,
  };
}

function linesOf(element: Element, state: Inherited): TextBox[] {
  const length = (of: Element, name: string) => {
    const text = of.getAttribute(name) ?? "0";
    return parseFloat(text) * (text.endsWith("em") ? state.fontSize : 1);
  };
  const lines = [...element.children].filter((child) => child.localName === "tspan");
  let x = length(element, "x") + length(element, "dx");
  let y = length(element, "y") + length(element, "dy");
  if (lines.length === 0) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3);
    return [boxOf(element, own.map((node) => node.textContent ?? "").join(""), x, y, state)];
  }
  return lines.map((line) => {
    if (line.hasAttribute("x")) x = length(line, "x");
    if (line.hasAttribute("y")) y = length(line, "y");
    y += length(line, "dy");
    return boxOf(line, line.textContent ?? "", x, y, state);
  });
}

function boxOf(element: Element, text: string, x: number, y: number, state: Inherited): TextBox {
  const width = textWidth(text, state.fontSize, state.bold ? "bold" : "regular");
  const left = x - (state.anchor === "end" ? width : state.anchor === "middle" ? width / 2 : 0);
  const top = y - 0.76 * state.fontSize, bottom = y + 0.24 * state.fontSize;
  const [a, b, c, d, e, f] = state.matrix as [number, number, number, number, number, number];
  const corners = [[left, top], [left + width, top], [left, bottom], [left + width, bottom]];
  const xs = corners.map(([u, v]) => a * u! + c * v! + e);
  const ys = corners.map(([u, v]) => b * u! + d * v! + f);
  return {
    text,
    element,
    fontSize: state.fontSize,
    bold: state.bold,
    group: state.group,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function transformed(outer: number[], transform: string): number[] {
  let [a, b, c, d, e, f] = outer as [number, number, number, number, number, number];
  for (const [, name, list] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [u = 0, v = 0] = list!.split(/[ ,]+/).map(Number);
    if (name === "translate") [e, f] = [a * u + c * v + e, b * u + d * v + f];
    else if (name === "rotate") {
      const cos = Math.cos(u * Math.PI / 180), sin = Math.sin(u * Math.PI / 180);
      [a, b, c, d] = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin];
    } else throw new Error(`unknown transform: ${name}`);
  }
  return [a, b, c, d, e, f];
}
