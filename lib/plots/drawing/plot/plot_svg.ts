import type * as Plot from "@observablehq/plot";
import { drawPlot, type Margins, type SizedPlot } from "./draw_plot.ts";
import { fitTexts, joinLines, separateLines } from "./fit_texts.ts";
import type { Shortener } from "../shortened.ts";
import { type TextBox, textBoxes } from "../text_boxes.ts";

const LEAST_PLOT_WIDTH = 180;
/** The most of a narrow figure that a plot beside labels claims. */
const LEAST_PLOT_SHARE = 0.42;
/** Pixels between tick labels and the label of their axis. */
const LABEL_GAP = 3;
/** Pixels between the labels of two ticks. */
const TICK_GAP = 4;
const MOST_PASSES = 8;
/** The most pixels of a label. */
const LABEL_WIDTH = 440;
/** The fewest pixels that a label is shortened to; of narrower ones, only some are shown. */
const LEAST_LABEL_WIDTH = 60;
/** Pixels between the edge, a label and its frame. */
const BESIDE_LABEL = 24;

/** Room for a plot. */
export interface PlotSize {
  width: number;
  height: number;
  /** The most pixels, where long labels need more than `width`. */
  mostWidth: number;
  /** The most pixels of a row's label; by default as many as there is room for. */
  labelWidth?: number | undefined;
}

/** A plot with room for its texts. */
export interface FittedPlot extends SizedPlot {
  /** Shortens the texts that are wider than they may be; returns whether there were any. */
  fit: (svg: Element) => boolean;
  /** Whether labels of categories were shortened before the margins were known. */
  isEarly: boolean;
}

/**
 * Finds the margins of a plot. Plot does not measure text, so the texts of the plot are drawn and
 * measured, and drawn again with margins that fit, and with fewer ticks if labels touch. A plot
 * narrower than 180 pixels (147 in a narrow figure) is enlarged. Labels that would take it beyond
 * `mostWidth`, or meet the next label of a category, are shortened in the middle.
 *
 * @param plot options of Observable Plot; width, height, margins, legends and titles are set
 * elsewhere.
 * @param least minimum margins, so that several plots are aligned.
 */
export function fitPlot(
  plot: Plot.PlotOptions,
  size: PlotSize,
  shorten: Shortener,
  least: Margins = { left: 12, right: 12, top: 8, bottom: 12 },
): FittedPlot {
  const margins = { ...least }, { height } = size;
  const leastWidth = Math.min(LEAST_PLOT_WIDTH, LEAST_PLOT_SHARE * size.mostWidth);
  const rowWidth = Math.min(
    size.labelWidth ?? LABEL_WIDTH,
    size.mostWidth - leastWidth - BESIDE_LABEL,
  );
  const y = plot.y && withOneLine(plot.y);
  let x = plot.x && withOneLine(plot.x);
  let leastPlot = leastWidth, columnWidth = Infinity;
  for (let pass = 1;; pass++) {
    const width = Math.max(size.width, margins.left + margins.right + leastPlot);
    const sized = {
      options: { ...plot, ...(x && { x }), ...(y && { y }) },
      width,
      height,
      margins: { ...margins },
    };
    const svg = drawPlot(sized, { marks: "texts" });
    const categories = categoriesOf(svg, x?.ticks);
    const widthOfLabel = columnWidth;
    const fit = (svg: Element) => {
      joinLines(
        svg,
        (group) =>
          group === "y-axis tick label" ||
          categories !== undefined && group === "x-axis tick label",
      );
      const shortened = fitTexts(
        svg,
        ({ group }) =>
          group.endsWith("axis label")
            ? size.width - BESIDE_LABEL
            : group === "x-axis tick label"
            ? widthOfLabel
            : rowWidth,
        shorten,
      );
      separateLines(svg);
      return shortened;
    };
    // a plot beside long labels needs some width too
    if (fit(svg)) {
      leastPlot = Math.max(
        leastWidth,
        Math.min(size.width / 2, size.mostWidth - 2 * BESIDE_LABEL - rowWidth),
      );
    }
    const boxes = textBoxes(svg);
    if (categories && columnWidth === Infinity && tooWide(boxes, categories.step)) {
      const every = Math.ceil((LEAST_LABEL_WIDTH + TICK_GAP) / categories.step);
      columnWidth = every * categories.step - TICK_GAP;
      if (every > 1) x = { ...x, ticks: categories.names.filter((_, i) => i % every === 0) };
      continue;
    }
    const over = overflow(boxes, width, height);
    const touch = !categories && ticksTouch(boxes);
    const fits = Math.max(...Object.values(over)) < 0.5 && !touch &&
      width >= margins.left + margins.right + leastPlot;
    if (pass === MOST_PASSES || fits) {
      return { ...sized, fit, isEarly: columnWidth < Infinity };
    }
    if (touch) x = { ...x, ticks: fewerTicks(x?.ticks, boxes) };
    for (const side of ["left", "right", "top", "bottom"] as const) {
      if (over[side] > 0) margins[side] += Math.ceil(over[side]) + 2;
    }
  }
}

/** Draws a plot as an SVG element. */
export function plotSvg(plot: FittedPlot): Element {
  const svg = drawPlot(plot);
  plot.fit(svg);
  return svg;
}

/** A line break in the name of an axis would cover a tick. */
function withOneLine(scale: Plot.ScaleOptions): Plot.ScaleOptions {
  const { label } = scale;
  return label?.includes("\n") ? { ...scale, label: label.replaceAll("\n", " ") } : scale;
}

/** The labelled categories of the horizontal axis and the pixels of each, if it has categories. */
function categoriesOf(
  svg: Element,
  ticks: unknown,
): { names: unknown[]; step: number } | undefined {
  const x = (svg as Element & Plot.Plot).scale("x");
  if (x?.type !== "point" && x?.type !== "band") return undefined;
  const all = [...x.domain!], names = Array.isArray(ticks) ? ticks : all;
  return { names, step: x.step! * Math.max(1, Math.floor(all.length / names.length)) };
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

/** Whether labels of the horizontal axis touch; a label may have lines below each other. */
function ticksTouch(boxes: TextBox[]): boolean {
  const lines = Map.groupBy(tickLabels(boxes), ({ top }) => Math.round(top));
  return [...lines.values()].some((ticks) =>
    ticks.some((tick, i) => i > 0 && tick.left - ticks[i - 1]!.right < TICK_GAP)
  );
}

/** Whether labels of categories touch, or are wider than their category. */
function tooWide(boxes: TextBox[], step: number): boolean {
  const most = Math.max(step, LEAST_LABEL_WIDTH);
  return ticksTouch(boxes) || tickLabels(boxes).some(({ left, right }) => right - left > most);
}

/** A smaller number of ticks; of ticks at given places every other one, with the last. */
function fewerTicks(ticks: Plot.ScaleOptions["ticks"], boxes: TextBox[]): number | unknown[] {
  if (Array.isArray(ticks)) return ticks.filter((_, i) => (ticks.length - 1 - i) % 2 === 0);
  return Math.max(1, Math.floor(0.6 * tickLabels(boxes).length));
}

function tickLabels(boxes: TextBox[]): TextBox[] {
  return boxes.filter(({ group }) => group === "x-axis tick label")
    .sort((a, b) => a.left - b.left);
}
