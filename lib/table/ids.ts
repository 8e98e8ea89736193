import { quoted, shortened } from "./parquet_file/shown_text.ts";

/** One id. */
export type Id = number | string;

/** Ids of customers or products, all whole numbers or all texts. */
export type Ids = Float64Array | string[];

/** The ids at some positions, in their order. */
export function idsAt(ids: Ids, places: ArrayLike<number>): Ids {
  return Array.isArray(ids)
    ? Array.from(places, (place) => ids[place]!)
    : Float64Array.from(places, (place) => ids[place]!);
}

/** All ids of several lists of one type. */
export function concatIds(parts: Ids[]): Ids {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const ids = Array.isArray(parts[0]) ? new Array<string>(length) : new Float64Array(length);
  let next = 0;
  for (const part of parts) for (const id of part) ids[next++] = id;
  return ids;
}

/** Order of two ids of one table: numbers by value, texts by UTF-16 code unit. */
export function compareIds(a: Id, b: Id): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return a === b ? 0 : String(a) < String(b) ? -1 : 1;
}

/** An id for a message; a text is in quotes, so that "007" and 7 differ. */
export function showId(id: Id): string {
  return typeof id === "number" ? String(id) : quoted(shortened(id));
}

/**
 * The position of each id among the known ones, −1 if it is unknown. If either side is text, numbers
 * count as their decimal text: 123 is "123", but neither "00123" nor "123.0". O(ids).
 *
 * @example
 * ```ts
 * import { positionsOf } from "./ids.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...positionsOf(["123", "C7"], ["C7", "C8"])], [1, -1]);
 * assert.deepEqual([...positionsOf(["00123", "123"], Float64Array.of(123))], [1]);
 * ```
 */
export function positionsOf(known: Ids, ids: Ids): Int32Array {
  const keyOf = Array.isArray(known) === Array.isArray(ids) ? (id: Id) => id : String;
  const position = new Map(Array.from<Id, [Id, number]>(known, (id, i) => [keyOf(id), i]));
  const found = new Int32Array(ids.length);
  // a loop, because `from` would hold every number as an object meanwhile
  for (let i = 0; i < found.length; i++) found[i] = position.get(keyOf(ids[i]!)) ?? -1;
  return found;
}

/** The position of an id that was typed as text, −1 if there is none. */
export function findId(ids: Ids, typed: string): number {
  if (Array.isArray(ids)) return ids.indexOf(typed.trim());
  return /^-?\d+$/.test(typed) ? ids.indexOf(Number(typed)) : -1;
}
