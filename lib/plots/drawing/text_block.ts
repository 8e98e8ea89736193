import { escapeXml } from "./serialize_svg.ts";
import type { Shortener } from "./shortened.ts";
import { wrapText } from "./wrap_text.ts";

const LINE = 1.35;

/**
 * Lines of text within a width. Where a word or the text is too long, it is shortened, and every line
 * shows the full text when the mouse rests on it.
 *
 * @returns the SVG and its height in pixels.
 */
export function textBlock(
  text: string,
  { x, y, width, size, color, bold }: {
    x: number;
    y: number;
    width: number;
    size: number;
    color: string;
    bold: boolean;
  },
  shorten: Shortener,
): { svg: string; height: number } {
  const face = bold ? "bold" : "regular";
  const lines = wrapText(text, width, { fontSize: size, face }, shorten);
  const isWhole = lines.join(" ") === text.replaceAll("\n", " ");
  const svg = lines.map((line, i) =>
    `<text x="${x}" y="${round(y + size + i * size * LINE)}" font-size="${size}" fill="${color}"` +
    `${bold ? ' font-weight="bold"' : ""}>${isWhole ? "" : title(text)}${escapeXml(line)}</text>\n`
  ).join("");
  return { svg, height: lines.length * size * LINE };
}

/** Browsers show it on hover. */
export function title(text: string): string {
  return `<title>${escapeXml(text)}</title>`;
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
