import { rampColor } from "../color/ramp_color.ts";
import { COLORS, type ColorScale, FONT_SIZE } from "./style.ts";
import { escapeXml } from "./serialize_svg.ts";
import { shortened, type Shortener } from "./shortened.ts";
import { title } from "./text_block.ts";
import { textWidth } from "./text_width.ts";

/** A colour with its meaning. */
export interface Swatch {
  label: string;
  color: string;
  /** Symbol of the series; default "square". */
  shape?: "square" | "dot" | "ring" | "line" | "dashed";
}

/** A colour scale between two labelled ends. */
export interface Ramp {
  low: string;
  high: string;
  scale: ColorScale;
}

export type Legend = Swatch[] | Ramp;

const ROW = 18;
const KEY = 16;
const RAMP_WIDTH = 140;

/**
 * Draws a legend at a position; swatches that do not fit in a row continue in the next, and a label
 * wider than a row is shortened.
 */
export function legendSvg(
  legend: Legend,
  { x, y, width }: { x: number; y: number; width: number },
  shorten: Shortener = shortened,
): { svg: string; height: number } {
  if (!Array.isArray(legend)) return { svg: rampSvg(legend, x, y), height: ROW };
  let svg = "", left = x, top = y;
  for (const swatch of legend) {
    const label = shorten(swatch.label, width - KEY - 5);
    const wide = KEY + 5 + textWidth(label, FONT_SIZE.plot);
    if (left > x && left + wide > x + width) {
      left = x;
      top += ROW;
    }
    svg += key(swatch, left, top) + text(label, left + KEY + 5, top, swatch.label);
    left += wide + 16;
  }
  return { svg, height: top + ROW - y };
}

function key({ color, shape = "square" }: Swatch, x: number, y: number): string {
  const middle = y + ROW / 2;
  if (shape === "dot") {
    return `<circle cx="${n(x + KEY / 2)}" cy="${n(middle)}" r="4" fill="${color}"/>`;
  }
  if (shape === "ring") {
    return `<circle cx="${n(x + KEY / 2)}" cy="${n(middle)}" r="5" fill="none" ` +
      `stroke="${color}" stroke-width="1.5"/>`;
  }
  if (shape === "square") {
    return `<rect x="${n(x + 3)}" y="${n(middle - 5)}" width="10" height="10" fill="${color}"/>`;
  }
  const dash = shape === "dashed" ? ' stroke-dasharray="4,3"' : "";
  return `<line x1="${n(x)}" x2="${n(x + KEY)}" y1="${n(middle)}" y2="${n(middle)}" ` +
    `stroke="${color}" stroke-width="2"${dash}/>`;
}

function rampSvg({ low, high, scale }: Ramp, x: number, y: number): string {
  const start = x + textWidth(low, FONT_SIZE.plot) + 6;
  // Rectangles instead of a gradient: gradient ids would clash between figures of one page.
  const steps = 28;
  let svg = text(low, x, y);
  for (let i = 0; i < steps; i++) {
    const color = rampColor(scale, (i + 0.5) / steps);
    svg += `<rect x="${n(start + i * RAMP_WIDTH / steps)}" y="${n(y + 3)}" ` +
      `width="${n(RAMP_WIDTH / steps + 0.5)}" height="12" fill="${color}"/>`;
  }
  return svg + text(high, start + RAMP_WIDTH + 6, y);
}

function text(label: string, x: number, y: number, full = label): string {
  return `<text x="${n(x)}" y="${n(y + ROW / 2 + 4)}" font-size="${FONT_SIZE.plot}" ` +
    `fill="${COLORS.ink}">${full === label ? "" : title(full)}${escapeXml(label)}</text>\n`;
}

function n(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
