import type { PlotOptions } from "@observablehq/plot";
import {
  COLORS,
  FIGURE_WIDTH,
  FONT_FAMILY,
  FONT_SIZE,
  NARROW_PADDING,
  NARROW_WIDTH,
  PADDING,
  PAGE_WIDTH,
} from "./style.ts";
import { type Legend, legendSvg } from "./legend.ts";
import { fitPlot, type Margins, type PlotSize, plotSvg } from "./plot_svg.ts";
import { escapeXml, serializeSvg } from "./serialize_svg.ts";
import { svgToPng } from "./svg_to_png.ts";
import { distinctShortener, type Shortener } from "./shortened.ts";
import { textBlock } from "./text_block.ts";

/** A rendered figure. */
export interface Figure {
  /**
   * A self-contained SVG document: white background, no scripts, no external fonts or styles. At its
   * end, a nested `svg` of the class `narrow`, which is not displayed, has the same for a phone.
   */
  svg: string;
  /** Size of the SVG in pixels; the PNG has twice the width and height. */
  width: number;
  /** In pixels. */
  height: number;
  /** Renders the figure as PNG, again at each call. */
  png(): Promise<Uint8Array>;
}

/** One of the plots of a figure. */
export interface Panel {
  /** Above the figure. */
  title?: string | undefined;
  /** Smaller, under the title. */
  note?: string | undefined;
  /** The most pixels of the label of a row; by default as many as there is room for. */
  labelWidth?: number;
  /** Options of Observable Plot. */
  plot: PlotOptions;
}

/** The texts of a figure. */
export interface FigureText {
  /** Above the figure. */
  title: string;
  /** Below the title. */
  subtitle?: string | undefined;
  /** How to read it and the source of the numbers; small, below. */
  caption?: string | undefined;
}

/** Makes the plots of a figure; in a narrow figure there is room for little beside each other. */
export type Panels = (room: { narrow: boolean }) => PlotOptions | Panel[];

/** Texts, legend and size of a figure. */
export interface FigureOptions extends FigureText {
  /** Below the subtitle. */
  legend?: Legend | undefined;
  /** What the data say, in a sentence, for those who cannot see it. */
  finding?: string | undefined;
  /** Width of the whole figure in pixels, default 760; up to {@linkcode PAGE_WIDTH} if long labels need it. */
  width?: number;
  /** Height of each plot in pixels, default 320. */
  height?: number;
  /** Plots per row, default 1; at most the number of plots. */
  columns?: number;
}

const GAP = 18;

/**
 * Renders a title, a legend, one or several plots and a caption into one SVG. All text is inside
 * the SVG (Plot's own titles and legends are HTML around it), margins are computed from letter
 * widths, and the same input gives the same bytes. Any label fits: a long one is shortened in the
 * middle, distinct from others, and shown in full when the mouse rests on it.
 *
 * @param panels a plot, or several in reading order; an empty list renders a message.
 * @param options.finding stands in the SVG as `desc`, after the title of the figure.
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { renderFigure } from "./figure.ts";
 * import assert from "node:assert/strict";
 *
 * const marks = [Plot.lineY([550, 574, 608, 610])];
 * const { svg } = renderFigure({ marks }, { title: "Purchases <by week>" });
 * assert(svg.includes("Purchases &lt;by week&gt;"));
 * ```
 */
export function renderFigure(
  panels: PlotOptions | Panel[] | Panels,
  options: FigureOptions,
): Figure {
  const { title, finding } = options;
  const listed = (narrow: boolean) => {
    const list = typeof panels === "function" ? panels({ narrow }) : panels;
    return Array.isArray(list) ? list : [{ plot: list }];
  };
  const wide = layOut(listed(false), options);
  const { width, height } = wide;
  const narrow = layOut(listed(true), { ...options, width: NARROW_WIDTH, columns: 1 }, {
    padding: NARROW_PADDING,
    mostWidth: NARROW_WIDTH,
  });
  const start = `<svg xmlns="http://www.w3.org/2000/svg" class="figure" ${sized(wide)} ` +
    `style="max-width:100%;height:auto" role="img" aria-label="${escapeXml(title)}" ` +
    `font-family="${FONT_FAMILY}" fill="${COLORS.ink}">\n` +
    (finding ? `<desc>${escapeXml(finding)}</desc>\n` : "") + wide.svg;
  const nested = `<svg class="narrow" display="none" ${sized(narrow)}>\n${narrow.svg}</svg>\n`;
  return {
    svg: `${start}${nested}</svg>\n`,
    width,
    height,
    png: () => svgToPng(`${start}</svg>\n`),
  };
}

function sized({ width, height }: { width: number; height: number }): string {
  return `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
}

/** Draws title, legend, plots and caption below each other. */
function layOut(
  list: Panel[],
  { title, subtitle = "", caption = "", legend, height: plotHeight = 320, ...given }: FigureOptions,
  { padding = PADDING, mostWidth = PAGE_WIDTH } = {},
): { svg: string; width: number; height: number } {
  const columns = Math.max(1, Math.min(given.columns ?? 1, list.length));
  const wanted = given.width ?? FIGURE_WIDTH;
  const around = 2 * padding + GAP * (columns - 1);
  const panelWidth = Math.floor((wanted - around) / columns);

  const shorten = distinctShortener();
  const size = {
    width: panelWidth,
    height: plotHeight,
    mostWidth: Math.floor((Math.max(wanted, mostWidth) - around) / columns),
  };
  const drawn = fitPanels(list, size, columns, shorten);
  const drawnWidth = Math.max(panelWidth, ...drawn.map((panel) => panel.width));
  const width = around + columns * drawnWidth;
  const inner = width - 2 * padding;

  let y = padding;
  let body = "";
  const write = (text: string, size: number, color: string, bold = false) => {
    if (text === "") return;
    const block = textBlock(text, { x: padding, y, width: inner, size, color, bold }, shorten);
    body += block.svg;
    y += block.height;
  };
  write(title, FONT_SIZE.title, COLORS.ink, true);
  write(subtitle, FONT_SIZE.subtitle, COLORS.muted);
  y += 8;
  if (list.length === 0) write("No data to show.", FONT_SIZE.plot, COLORS.muted);
  else if (legend) {
    const { svg, height } = legendSvg(legend, { x: padding, y, width: inner }, shorten);
    body += svg;
    y += height + 6;
  }
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns);
    const heads = row.map((panel) => panelHead(panel, drawnWidth, shorten));
    const headHeight = Math.max(...heads.map(({ height }) => height));
    row.forEach((panel, i) => {
      const x = padding + i * (drawnWidth + GAP);
      body += `<g transform="translate(${x},${round(y)})">${heads[i]!.svg}</g>\n` +
        `<g transform="translate(${x},${round(y + headHeight)})" ` +
        `font-size="${FONT_SIZE.plot}" text-anchor="middle">` +
        [...panel.svg.children].map(serializeSvg).join("\n") + "</g>\n";
    });
    y += headHeight + plotHeight + (first + columns < drawn.length ? GAP : 6);
  }
  write(caption, FONT_SIZE.caption, COLORS.muted);

  const height = Math.ceil(y + padding);
  const ground = `<rect width="${width}" height="${height}" fill="${COLORS.ground}"/>\n`;
  return { svg: ground + body, width, height };
}

/** Aligns the plots: one width for all, left and right margins by column, top and bottom by row. */
function fitPanels(
  panels: Panel[],
  size: PlotSize,
  columns: number,
  shorten: Shortener,
) {
  const first = panels.map(({ plot, labelWidth }) =>
    fitPlot(plot, { ...size, labelWidth }, shorten)
  );
  const width = Math.max(...first.map((panel) => panel.width));
  const widest = (side: keyof Margins, together: (i: number) => boolean) =>
    Math.max(...first.filter((_, i) => together(i)).map(({ margins }) => margins[side]));
  return panels.map(({ title, note, plot, labelWidth }, at) => {
    const inColumn = (i: number) => i % columns === at % columns;
    const inRow = (i: number) => Math.floor(i / columns) === Math.floor(at / columns);
    const margins = {
      left: widest("left", inColumn),
      right: widest("right", inColumn),
      top: widest("top", inRow),
      bottom: widest("bottom", inRow),
    };
    const own = first[at]!;
    const isAligned = own.width === width &&
      (["left", "right", "top", "bottom"] as const).every((side) =>
        own.margins[side] === margins[side]
      );
    const fitted = isAligned
      ? own
      : fitPlot(plot, { ...size, width, labelWidth }, shorten, margins);
    return { title, note, width: fitted.width, svg: plotSvg(fitted) };
  });
}

function panelHead(
  { title = "", note = "" }: Omit<Panel, "plot">,
  width: number,
  shorten: Shortener,
) {
  let svg = "", height = 0;
  const write = (text: string, size: number, color: string, bold: boolean) => {
    if (text === "") return;
    const block = textBlock(text, { x: 0, y: height, width, size, color, bold }, shorten);
    svg += block.svg;
    height += block.height;
  };
  write(title, FONT_SIZE.panel, COLORS.ink, true);
  write(note, FONT_SIZE.caption, COLORS.muted, false);
  return { svg, height: height === 0 ? 0 : height + 4 };
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
