import { Buffer } from "node:buffer";

const FIGURE = /<img\b[^>]*\bsrc="data:image\/svg\+xml;base64,([^"]+)"[^>]*>/g;

/**
 * Puts figures with shortened labels into the page itself: browsers show the full text of a label on
 * hover there, but not inside an image. Other figures stay images.
 */
export function inlineFigures(html: string): string {
  return html.replaceAll(FIGURE, (image: string, base64: string) => {
    const svg = Buffer.from(base64, "base64").toString("utf8");
    return svg.includes("<title>") ? svg.trim() : image;
  });
}
