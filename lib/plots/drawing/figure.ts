import type { PlotOptions } from "@observablehq/plot";
import { type FigureText, type Layout, layOut, type Panel } from "./lay_out.ts";
import type { Legend } from "./legend.ts";
import { escapeXml } from "./serialize_svg.ts";
import {
  COLORS,
  FIGURE_WIDTH,
  FONT_FAMILY,
  NARROW_PADDING,
  NARROW_WIDTH,
  PADDING,
  PAGE_WIDTH,
} from "./style.ts";
import { svgToPng } from "./svg_to_png.ts";

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

/** In a narrow figure there is room for little beside each other. */
export interface Room {
  narrow: boolean;
}

/** Makes the plots of a figure. */
export type Panels = (room: Room) => PlotOptions | Panel[];

/** Texts, legend and size of a figure. */
export interface FigureOptions extends FigureText {
  /** Below the subtitle. */
  legend?: Legend | undefined;
  /** What the data say, in a sentence, for those who cannot see it. */
  finding?: string | undefined;
  /** Width of the whole figure in pixels, default 760; up to {@linkcode PAGE_WIDTH} if long labels need it. */
  width?: number;
  /** Height of each plot in pixels, default 320. */
  height?: number | ((room: Room) => number);
  /** Plots per row, default 1; at most the number of plots. */
  columns?: number;
}

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
  const { title, finding, height: plotHeight = 320 } = options;
  const listed = (narrow: boolean) => {
    const list = typeof panels === "function" ? panels({ narrow }) : panels;
    return Array.isArray(list) ? list : [{ plot: list }];
  };
  const drawn = (narrow: boolean, layout: Omit<Layout, "height">) =>
    layOut(listed(narrow), options, {
      ...layout,
      height: typeof plotHeight === "function" ? plotHeight({ narrow }) : plotHeight,
    });
  const wide = drawn(false, {
    width: options.width ?? FIGURE_WIDTH,
    mostWidth: PAGE_WIDTH,
    padding: PADDING,
    columns: options.columns ?? 1,
  });
  const narrow = drawn(true, {
    width: NARROW_WIDTH,
    mostWidth: NARROW_WIDTH,
    padding: NARROW_PADDING,
    columns: 1,
  });
  const { width, height } = wide;
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
