/**
 * Draws each PNG once: most of the time of a small run. Import it before anything that draws.
 */
import { createRequire } from "node:module";

const resvg = createRequire(import.meta.url)("@resvg/resvg-js");
const draw = resvg.renderAsync;
const drawn = new Map<string, Promise<{ asPng(): Uint8Array }>>();

resvg.renderAsync = (svg: string, options: unknown) => {
  const found = drawn.get(svg) ??
    draw(svg, options).then((image: { asPng(): Uint8Array }) => {
      const bytes = image.asPng();
      return { asPng: () => bytes };
    });
  drawn.set(svg, found);
  return found;
};
