/** Files by their digest, and links by their target. */
export interface Contents {
  files: Record<string, { sha256: string }>;
  links: Record<string, string>;
}

/** What both sides make of it, and the names that both changed. */
export interface Merged<T extends Contents> {
  files: T["files"];
  links: Record<string, string>;
  conflicts: string[];
}

/** Made again from the runs by every command, so the last one counts. */
const DERIVED = ["index.html"];

/** A file of a run, and its run. */
const OF_A_RUN = /^(runs\/[^/]+)\//;

/**
 * What is to be published: what `theirs` has, with the changes that this machine has made since
 * `base`. Both may have changed other files, as the shards of a stage do. A file that both changed
 * is a conflict, unless they agree.
 *
 * @example
 * ```ts
 * import { merge } from "./merge.ts";
 * import assert from "node:assert/strict";
 *
 * const of = (...names: string[]) => ({
 *   files: Object.fromEntries(names.map((name) => [name, { sha256: name }])),
 *   links: {},
 * });
 * const { files, conflicts } = merge(of("a"), of("a", "b"), of("a", "c"));
 * assert.deepEqual([Object.keys(files).sort(), conflicts], [["a", "b", "c"], []]);
 * ```
 */
export function merge<T extends Contents>(base: T, ours: T, theirs: T): Merged<T> {
  const conflicts: string[] = [];
  const files = mergeNamed(base.files, ours.files, theirs.files, (file) => file?.sha256, conflicts);
  const links = mergeNamed(base.links, ours.links, theirs.links, (link) => link, conflicts);
  // a run that either side has removed stays removed: a shard of it may have been late
  const isLeft = (name: string) => {
    const [, run] = OF_A_RUN.exec(name) ?? [];
    return run === undefined || `${run}/run.json` in files;
  };
  return {
    files: Object.fromEntries(Object.entries(files).filter(([name]) => isLeft(name))),
    links,
    conflicts,
  };
}

function mergeNamed<V>(
  base: Record<string, V>,
  ours: Record<string, V>,
  theirs: Record<string, V>,
  identity: (value: V | undefined) => string | undefined,
  conflicts: string[],
): Record<string, V> {
  const merged: Record<string, V> = {};
  for (
    const name of new Set([...Object.keys(ours), ...Object.keys(theirs), ...Object.keys(base)])
  ) {
    const [was, our, their] = [base, ours, theirs].map((side) => identity(side[name]));
    const isOurs = our !== was;
    if (isOurs && their !== was && our !== their && !DERIVED.includes(name)) conflicts.push(name);
    // where both agree, the object of theirs is there already
    const value = isOurs && our !== their ? ours[name] : theirs[name];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}
