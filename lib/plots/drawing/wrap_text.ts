import { shortened, type Shortener, type TextStyle } from "./shortened.ts";
import { textWidth } from "./text_width.ts";

/** A longer text would fill the page. */
const MOST_LINES = 6;

/**
 * Wraps a text into at most six lines no wider than `width`. A word that does not fit into a line is
 * shortened in its middle, and so is a text that needs more lines.
 */
export function wrapText(
  text: string,
  width: number,
  style: Required<TextStyle>,
  shorten: Shortener = shortened,
): string[] {
  let lines = linesOf(text, width, style, shorten);
  for (let room = MOST_LINES * width; lines.length > MOST_LINES; room *= 0.9) {
    lines = linesOf(shorten(text.replaceAll("\n", " "), room, style), width, style, shorten);
  }
  return lines;
}

function linesOf(
  text: string,
  width: number,
  style: Required<TextStyle>,
  shorten: Shortener,
): string[] {
  const widthOf = (line: string) => textWidth(line, style.fontSize, style.face);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const fitting = widthOf(word) > width ? shorten(word, width, style) : word;
      const longer = line === "" ? fitting : `${line} ${fitting}`;
      if (line !== "" && widthOf(longer) > width) {
        lines.push(line);
        line = fitting;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}
