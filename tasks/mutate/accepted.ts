import type { Mutant } from "./mutants.ts";

/** A mutant that may survive. Those in tests/mutate/equivalent.json are not run again. */
export interface Accepted {
  file: string;
  within: string;
  before: string;
  after: string;
  /**
   * `equivalent`: no input tells it from the original, so it does not count. `accepted`: a test could
   * tell, but would cost more than it is worth; it counts as a survivor.
   */
  kind: "equivalent" | "accepted";
  reason: string;
}

/**
 * The entry for a mutant. It is found by the text of the lines and the name of the function, not by
 * the line's number, so it stays valid until the line itself changes.
 */
export function acceptedFor(mutant: Mutant, entries: Accepted[]): Accepted | undefined {
  return entries.find((entry) => keyOf(entry) === keyOf(mutant));
}

/** Entries that fit no mutant any more: their line has changed. */
export function staleEntries(entries: Accepted[], mutants: Mutant[]): Accepted[] {
  const keys = new Set(mutants.map(keyOf));
  return entries.filter((entry) => !keys.has(keyOf(entry)));
}

function keyOf(of: Pick<Mutant, "file" | "within" | "before" | "after">): string {
  return JSON.stringify([of.file, of.within, of.before, of.after]);
}
