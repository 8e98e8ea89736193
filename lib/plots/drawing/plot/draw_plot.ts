import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { COLORS, FONT_SIZE } from "../style.ts";

const { document } = parseHTML("<!DOCTYPE html><html><body></body></html>");

/** Pixels between the edge of a plot and its frame. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A plot and its size in pixels. */
export interface SizedPlot {
  /** Options of Observable Plot, without sizes. */
  options: Plot.PlotOptions;
  width: number;
  height: number;
  margins: Margins;
}

/**
 * Draws a plot as an SVG element without style sheet, classes and ids.
 *
 * @param drawn.marks with "texts", the other marks have their part in the scales but are not drawn:
 * thousands of dots take most of the time.
 */
export function drawPlot(
  { options, width, height, margins }: SizedPlot,
  { marks }: { marks: "all" | "texts" } = { marks: "all" },
): Element {
  const svg = Plot.plot({
    ...options,
    ...(marks === "texts" && { marks: unseen(options.marks ?? []) }),
    document,
    // The default is a hash of the style sheet, which is removed below.
    className: "plot",
    figure: false,
    width,
    height,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
  });
  svg.querySelector("style")?.remove();
  svg.removeAttribute("class");
  svg.removeAttribute("font-family");
  svg.setAttribute("font-size", String(FONT_SIZE.plot));
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    for (const name of ["fill", "stroke"]) {
      // Axes must not take the text colour of the page: white on white in a dark theme.
      if (element.getAttribute(name) === "currentColor") element.setAttribute(name, COLORS.ink);
    }
  }
  return svg;
}

/** The marks, of which those without text draw nothing. */
function unseen(marks: Plot.Markish[]): Plot.Markish[] {
  return marks.map((mark) => {
    if (Array.isArray(mark)) return unseen(mark);
    if (!(mark instanceof Plot.Mark) || mark instanceof Plot.Text) return mark;
    return Object.create(mark, { render: { value: () => null } });
  });
}
