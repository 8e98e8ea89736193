import { readFileSync } from "node:fs";
import { shownText } from "./shown_text.ts";

/** The two fonts of figures; PNG needs the files, layout their letter widths. */
export const FONT_FILES = {
  regular: new URL(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")),
  bold: new URL(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf")),
} as const;

/** Upright text is regular or bold. */
export type Face = keyof typeof FONT_FILES;

const advances: Partial<Record<Face, (codePoint: number) => number>> = {};

/**
 * Width of one line of text in pixels, without kerning (which only makes it narrower).
 *
 * Read from the font file, because there is no browser to measure text. Two tables of the file are
 * enough, so no font library is needed. Letters that the font lacks (Chinese, emoji) are drawn by
 * another font of the reader's, so they count as wide as those are at most.
 *
 * @example
 * ```ts
 * import { textWidth } from "./text_width.ts";
 * import assert from "node:assert/strict";
 *
 * assert(textWidth("W", 12) > 2 * textWidth("i", 12));
 * ```
 */
export function textWidth(text: string, fontSize: number, face: Face = "regular"): number {
  const advance = advances[face] ??= readAdvances(readFileSync(FONT_FILES[face]));
  let width = 0;
  for (const letter of shownText(text)) width += advance(letter.codePointAt(0)!);
  return width * fontSize;
}

/**
 * Advance widths in em by code point, from the tables `cmap` (format 12: sorted groups of code
 * points) and `hmtx` of a TrueType file (OpenType specification 1.9).
 */
function readAdvances(file: Uint8Array): (codePoint: number) => number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const table = (tag: string) => {
    for (let i = 0, at = 12; i < view.getUint16(4); i++, at += 16) {
      if (String.fromCharCode(...file.subarray(at, at + 4)) === tag) return view.getUint32(at + 8);
    }
    throw new Error(`font without table: ${tag}`);
  };
  const unitsPerEm = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const hmtx = table("hmtx");
  const groups = findGroups(view, table("cmap"));

  const glyph = (codePoint: number) => {
    for (let i = 0, at = groups + 16; i < view.getUint32(groups + 12); i++, at += 12) {
      if (codePoint > view.getUint32(at + 4)) continue;
      const start = view.getUint32(at);
      return codePoint < start ? 0 : view.getUint32(at + 8) + codePoint - start;
    }
    return 0;
  };
  const known = new Map<number, number>();
  return (codePoint) => {
    let width = known.get(codePoint);
    if (width === undefined) {
      const own = view.getUint16(hmtx + 4 * Math.min(glyph(codePoint), metrics - 1)) / unitsPerEm;
      width = foreignWidth(codePoint, glyph(codePoint) > 0) ?? own;
      known.set(codePoint, width);
    }
    return width;
  };
}

/** Width in em where another font may draw the letter; otherwise undefined. */
function foreignWidth(codePoint: number, known: boolean): number | undefined {
  const letter = String.fromCodePoint(codePoint);
  if (/\p{Emoji_Presentation}/u.test(letter)) return 1.4;
  if (known) return undefined;
  if (/[\p{M}\p{Cf}]/u.test(letter)) return 0;
  return codePoint >= 0x1100 ? 1 : undefined;
}

function findGroups(view: DataView, cmap: number): number {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(subtable) === 12) return subtable;
  }
  throw new Error("font without a cmap of format 12");
}
