/** Control, format and other invisible characters; of the spaces, all but the plain one. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/**
 * A text in quotes, with invisible characters as `\u` escapes; also a Python literal.
 *
 * @example
 * ```ts
 * import { quoted } from "./shown_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quoted('a "b"\n'), '"a \\"b\\"\\n"');
 * assert.equal(quoted("items\u00a0"), '"items\\u00a0"');
 * ```
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, escaped);
}

/** A name for a message: in quotes if it is empty, padded or has invisible characters. */
export function shownName(name: string): string {
  return name === "" || name.trim() !== name || name.search(INVISIBLE) >= 0 ? quoted(name) : name;
}

/** A text for the middle of a message: one line, invisible characters as escapes. */
export function shownText(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** The first 40 characters of a text from a file: an example needs no more. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }).join("");
}
