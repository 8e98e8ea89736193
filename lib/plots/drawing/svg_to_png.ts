import { fileURLToPath } from "node:url";
import { FONT_FILES } from "./text_width.ts";

/**
 * Renders an SVG as PNG at twice its size, for sharp text on high-resolution screens. Only the
 * project's fonts are used, so every machine draws the same bytes; without fonts, resvg silently
 * omits text. It runs on a thread of resvg: a large figure takes 200 ms, mostly for text.
 */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  // native code: a command that draws no PNG has no permission for it
  const { renderAsync } = await import("@resvg/resvg-js");
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
