import type { PlotOptions } from "@observablehq/plot";
import { type Legend, legendSvg } from "./legend.ts";
import type { Margins } from "./plot/draw_plot.ts";
import { fitPlot, type PlotSize, plotSvg } from "./plot/plot_svg.ts";
import { serializeSvg } from "./serialize_svg.ts";
import { distinctShortener, type Shortener } from "./shortened.ts";
import { COLORS, FONT_SIZE } from "./style.ts";
import { textBlock } from "./text_block.ts";

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

/** Room for a figure, in pixels. */
export interface Layout {
  width: number;
  /** The most, if long labels need it. */
  mostWidth: number;
  /** Of each plot. */
  height: number;
  /** Around the figure. */
  padding: number;
  /** Plots per row; at most the number of plots. */
  columns: number;
}

/** Pixels between plots. */
const GAP = 18;

/**
 * Draws the texts, the legend and the plots of a figure below each other, on its ground.
 *
 * @returns the content of an SVG, and its size in pixels.
 */
export function layOut(
  list: Panel[],
  { title, subtitle = "", caption = "", legend }: FigureText & { legend?: Legend | undefined },
  { width: wanted, mostWidth, height: plotHeight, padding, ...most }: Layout,
): { svg: string; width: number; height: number } {
  const columns = Math.max(1, Math.min(most.columns, list.length));
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
    const isAligned = !own.isEarly && own.width === width &&
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
