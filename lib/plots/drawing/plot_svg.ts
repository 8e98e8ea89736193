import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { COLORS, FONT_SIZE } from "./style.ts";
import { type TextBox, textBoxes } from "./text_boxes.ts";

/** Pixels between the edge of a plot and its frame. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LEAST_PLOT_WIDTH = 180;
/** Pixels between tick labels and the label of their axis. */
const LABEL_GAP = 3;
/** Pixels between the labels of two ticks. */
const TICK_GAP = 4;
const MOST_PASSES = 8;

const { document } = parseHTML("<!DOCTYPE html><html><body></body></html>");

/**
 * Draws one plot as an SVG element. Plot does not measure text, so the plot is drawn, every text
 * measured, and the plot drawn again with margins that fit, and with fewer ticks if labels touch. A
 * plot narrower than 180 pixels is enlarged.
 *
 * @param options options of Observable Plot; width, height, margins, legends and titles are set
 * elsewhere.
 * @param least minimum margins, so that several plots are aligned.
 */
export function plotSvg(
  options: Plot.PlotOptions,
  size: { width: number; height: number },
  least: Margins = { left: 12, right: 12, top: 8, bottom: 12 },
): { svg: Element; width: number; height: number; margins: Margins } {
  const margins = { ...least };
  let { x } = options;
  for (let pass = 1;; pass++) {
    const width = Math.max(size.width, margins.left + margins.right + LEAST_PLOT_WIDTH);
    const { height } = size;
    const svg = draw({ ...options, ...(x && { x }) }, width, height, margins);
    const boxes = textBoxes(svg);
    const over = overflow(boxes, width, height);
    const fewer = Array.isArray(x?.ticks) ? undefined : fewerTicks(boxes);
    const fits = Math.max(...Object.values(over)) < 0.5 && fewer === undefined;
    if (pass === MOST_PASSES || fits) {
      return { svg, width, height, margins };
    }
    if (fewer !== undefined) x = { ...x, ticks: fewer };
    for (const side of ["left", "right", "top", "bottom"] as const) {
      if (over[side] > 0) margins[side] += Math.ceil(over[side]) + 2;
    }
  }
}

/** Pixels missing on each side, for cut text and for axis labels that overlap tick labels. */
function overflow(boxes: TextBox[], width: number, height: number): Margins {
  const collision = (axis: string) => {
    const labels = boxes.filter(({ group }) => group === `${axis}-axis label`);
    const ticks = boxes.filter(({ group }) => group === `${axis}-axis tick label`);
    const shared = labels.flatMap((label) =>
      ticks.map((tick) =>
        Math.min(label.bottom, tick.bottom) - Math.max(label.top, tick.top) + LABEL_GAP
      )
    );
    return Math.max(0, ...shared);
  };
  return {
    left: Math.max(0, ...boxes.map((box) => -box.left)),
    right: Math.max(0, ...boxes.map((box) => box.right - width)),
    top: Math.max(0, ...boxes.map((box) => -box.top)) + collision("y"),
    bottom: Math.max(0, ...boxes.map((box) => box.bottom - height)) + collision("x"),
  };
}

/** A smaller number of ticks if labels touch; otherwise undefined. */
function fewerTicks(boxes: TextBox[]): number | undefined {
  const ticks = boxes.filter(({ group }) => group === "x-axis tick label")
    .sort((a, b) => a.left - b.left);
  const touch = ticks.some((tick, i) => i > 0 && tick.left - ticks[i - 1]!.right < TICK_GAP);
  return touch ? Math.max(1, Math.floor(0.6 * ticks.length)) : undefined;
}

function draw(options: Plot.PlotOptions, width: number, height: number, margins: Margins): Element {
  const svg = Plot.plot({
    ...options,
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
