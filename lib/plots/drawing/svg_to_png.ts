import { fileURLToPath } from "node:url";
import { renderAsync } from "@resvg/resvg-js";
import { FONT_FILES } from "./text_width.ts";

/**
 * A picture of an SVG at twice its size, for sharp text on dense screens. Only the fonts that come
 * with the project are used, so every machine draws the same bytes; without them resvg leaves text
 * out silently. Drawn on a thread of resvg's own: a large figure takes 200 ms, most of it for letters.
 */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(FONT_FILES).map((url) => fileURLToPath(url)),
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
  });
  return new Uint8Array(image.asPng());
}
