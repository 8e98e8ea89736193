import { FONT_SIZE } from "./style.ts";
import { shownText } from "./shown_text.ts";
import { type Face, textWidth } from "./text_width.ts";

/** How a text is drawn. */
export interface TextStyle {
  /** In pixels; that of plots by default. */
  fontSize?: number;
  face?: Face;
}

/** Shortens a text to a width; see {@linkcode distinctShortener}. */
export type Shortener = (text: string, width: number, style?: TextStyle) => string;

/** More letters of an end never fit into a figure. */
const MOST_LETTERS = 2_000;

const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The text, with its middle replaced by an ellipsis if it is wider than `width`: names often differ
 * at one of their ends. Letters are never separated from their marks.
 *
 * @param mark stands for the middle.
 *
 * @example
 * ```ts
 * import { shortened } from "./shortened.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(shortened("sparkling water of the north, 330 ml", 120), "sparkling…h, 330 ml");
 * ```
 */
export function shortened(
  text: string,
  width: number,
  { fontSize = FONT_SIZE.plot, face = "regular" }: TextStyle = {},
  mark = "…",
): string {
  const widthOf = (part: string) => textWidth(part, fontSize, face);
  const shown = shownText(text);
  if (widthOf(shown) <= width) return shown;
  const room = width - widthOf(mark);
  let head = "", used = 0;
  for (const letter of lettersOf(shown.slice(0, MOST_LETTERS))) {
    const wide = widthOf(letter);
    if (used + wide > room / 2) break;
    head += letter;
    used += wide;
  }
  let tail = "";
  for (const letter of lettersOf(shown.slice(-MOST_LETTERS)).reverse()) {
    used += widthOf(letter);
    if (used > room) break;
    tail = letter + tail;
  }
  return `${head.trimEnd()}${mark}${tail.trimStart()}`;
}

/**
 * A function that shortens the labels of one figure and keeps different ones distinct: of two that
 * look alike when shortened, the later has its number in place of the middle, as in `beer…(2)…ml`.
 */
export function distinctShortener(): Shortener {
  const owners = new Map<string, string>();
  return (text, width, style) => {
    for (let number = 1;; number++) {
      const short = shortened(text, width, style, number === 1 ? "…" : `…(${number})…`);
      const owner = owners.get(short);
      if (owner === undefined) owners.set(short, text);
      // a text that fits is itself, whatever else was shortened to it
      if (owner === undefined || owner === text || short === shownText(text)) return short;
    }
  };
}

/** Half a surrogate pair, where an end was cut off, is no letter. */
function lettersOf(text: string): string[] {
  return Array.from(letters.segment(text), ({ segment }) => segment)
    .filter((letter) => !/^\p{Cs}$/u.test(letter));
}
