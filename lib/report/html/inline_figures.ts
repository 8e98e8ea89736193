import { Buffer } from "node:buffer";

const FIGURE = /<img\b[^>]*\bsrc="data:image\/svg\+xml;base64,([^"]+)"[^>]*>/g;
const NARROW = '<svg class="narrow" display="none" ';

/** The name that Plot gives a group of marks: `rule`, `x-axis tick`. */
const MARK_NAME = /(<g\b[^>]*?) aria-label="[^"]*"/g;

/** A wider figure needs the narrow drawing on a tablet too. */
const WIDE = 800;

/**
 * Puts the project's figures into the page itself, where they follow its theme, show the full text
 * of a shortened label on hover and have a second drawing for narrow screens. Other pictures stay
 * images, unless they have such labels.
 */
export function inlineFigures(html: string): string {
  return html.replaceAll(FIGURE, (image: string, base64: string) => {
    const svg = Buffer.from(base64, "base64").toString("utf8").trim();
    if (svg.includes('class="figure"')) {
      return inlineFigure(svg, /\balt="([^"]*)"/.exec(image)?.[1]);
    }
    return svg.includes("<title>") ? svg : image;
  });
}

/**
 * Both drawings of a figure, of which the style sheet shows the one that fits.
 *
 * @param svg as `renderFigure` returns it.
 * @param alt what it shows, as HTML; by default its title.
 */
export function inlineFigure(svg: string, alt?: string): string {
  // marks have no role, so that a screen reader cannot say their names: it says that of the figure
  const [wide = svg, narrow] = svg.replaceAll(MARK_NAME, "$1").split(NARROW);
  const start = /^<svg[^>]*>/.exec(wide)![0]
    .replace(/aria-label="([^"]*)"/, (label) => alt ? `aria-label="${alt}"` : label);
  const body = wide.slice(wide.indexOf(">") + 1).replace(/<\/svg>\s*$/, "")
    .replace(/<desc>[^<]*<\/desc>\s*/, "");
  const width = Number(/ width="([\d.]+)"/.exec(start)![1]);
  if (narrow === undefined) return `${start}${body}</svg>`;
  const size = / width="[\d.]+" height="[\d.]+" viewBox="[^"]*"/;
  const second = start.replace('class="figure"', 'class="figure narrow"')
    .replace(size, ` ${size.exec(` ${narrow}`)![0].trim()}`);
  return `<div class="${
    width > WIDE ? "drawings wide" : "drawings"
  }">${start}${body}</svg>${second}${
    narrow.slice(narrow.indexOf(">") + 1).replace(/<\/svg>\s*<\/svg>\s*$/, "")
  }</svg></div>`;
}
