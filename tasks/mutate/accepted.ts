import type { Mutant } from "./mutants.ts";

/** A mutant that may survive: an entry of tests/mutate/equivalent.json. It is not run. */
export interface Accepted {
  file: string;
  within: string;
  before: string;
  after: string;
  /**
   * `equivalent`: it behaves as the original for every input, and does not count. `accepted`: a
   * test could detect it but costs too much; it counts as a survivor.
   */
  kind: "equivalent" | "accepted";
  reason: string;
}

/**
 * The entry for a mutant. It is found by the text of the lines and the name of the function, not by
 * line number, so it stays valid until the line changes.
 */
export function acceptedFor(mutant: Mutant, entries: Accepted[]): Accepted | undefined {
  return entries.find((entry) => keyOf(entry) === keyOf(mutant));
}

/** Entries that match no mutant, because their line has changed. */
export function staleEntries(entries: Accepted[], mutants: Mutant[]): Accepted[] {
  const keys = new Set(mutants.map(keyOf));
  return entries.filter((entry) => !keys.has(keyOf(entry)));
}

function keyOf(of: Pick<Mutant, "file" | "within" | "before" | "after">): string {
  return JSON.stringify([of.file, of.within, of.before, of.after]);
}
