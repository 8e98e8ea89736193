import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Every file below a folder by name: a digest, the text of a record, or the target of a link. */
export type FolderState = Record<string, string>;

/** Runs, but the first one: the others may carry the time of the test. */
const NEW_RUN = /(\d{4}-W\d{2}_)(?!20240325T090000Z)(\d{8}T\d{6}Z)(-2)?/g;

/** A record without entries, or a whole page of all runs, is as good as none. */
const NOTHING = "";

/** Fields of `run.json` that differ from one run to the next. */
const CHANGING = [
  ...["started", "ended", "duration_ms", "resume", "memory"],
  ...["attempt", "tries", "retried", "due"],
  ...["data_dir", "outputs_dir", "newest_transaction_age_days"],
];

/**
 * The state of a folder, without what a repeated run may change: times, and the requests to MLflow,
 * which hold times.
 */
export function folderState(folder: string): FolderState {
  const state: FolderState = {};
  const named = withoutTimes(folder);
  const walk = (at: string) => {
    for (const { name, isDirectory, isSymlink } of Deno.readDirSync(join(folder, at))) {
      // says who has the lock, if the system says that somebody has
      if (/^\.(?:unfinished-\.)?lock/.test(name)) continue;
      const path = at === "" ? name : `${at}/${name}`, key = named(path);
      // the next page replaces it
      if (path === ".unfinished-index.html") continue;
      if (isSymlink) state[key] = named(Deno.readLinkSync(join(folder, path)));
      else if (path === "index.html") state[key] = pageOf(join(folder, path));
      else if (!isDirectory) state[key] = contentOf(join(folder, path), name, named);
      else if (name !== "tracking") walk(path);
    }
  };
  walk("");
  return Object.fromEntries(Object.entries(state).filter(([, content]) => content !== NOTHING));
}

/**
 * Replaces the times in ids of runs. In the second of a run that could not read its inputs, and so
 * has no week in its id, another one has a number: where that is the reason, the number goes too.
 */
function withoutTimes(folder: string): (text: string) => string {
  const runs = existsSync(join(folder, "runs"))
    ? Array.from(Deno.readDirSync(join(folder, "runs")), ({ name }) => name)
    : [];
  return (text) =>
    text.replaceAll(NEW_RUN, (_, week, stamp, number = "") => {
      const isOnly = runs.includes(`unread_${stamp}`) && !runs.includes(`${week}${stamp}`);
      return `${week}NEW${isOnly ? "" : number}`;
    });
}

function contentOf(path: string, name: string, named: (text: string) => string): string {
  if (name === "run.json") return recordOf(Deno.readTextFileSync(path), named);
  if (name === "rollbacks.json" || name === "promotions.json") return lastMove(path);
  return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
}

/** The page of all runs says when it was written, and a run is complete without it. */
function pageOf(path: string): string {
  const html = Deno.readTextFileSync(path);
  const missing = [...html.matchAll(/href="(runs\/[^"]+)"/g)].map(([, href]) => href!)
    .filter((href) => !existsSync(join(dirname(path), href)));
  if (missing.length > 0) return `a link to ${missing[0]}, which is missing`;
  return html.endsWith("</html>\n") ? NOTHING : "half a page";
}

function recordOf(text: string, named: (text: string) => string): string {
  const run = JSON.parse(text);
  run.run_id = named(run.run_id);
  run.warnings = run.warnings.filter(({ task }: { task: string }) => task !== "mlflow");
  // of a task that has not run, it may be settled already that it will not
  for (const task of run.tasks) {
    if (task.outputs.length === 0 && task.state !== "success") {
      delete run.messages?.[task.reason];
      delete task.state, delete task.reason;
    }
  }
  if (run.promoted !== undefined) run.promoted = "at some time";
  return JSON.stringify(run, (name, value) => CHANGING.includes(name) ? undefined : value);
}

/** A move that was recorded and did not happen is recorded again, or taken back. */
function lastMove(path: string): string {
  const move = JSON.parse(Deno.readTextFileSync(path)).at(-1);
  return move === undefined ? NOTHING : `${move.from} -> ${move.to}`;
}

/** How two states differ, one entry a file; empty if they are the same. */
export function differences(found: FolderState, expected: FolderState): string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(expected)])].sort()
    .filter((name) => found[name] !== expected[name])
    .map((name) =>
      expected[name] === undefined
        ? `${name} is there`
        : found[name] === undefined
        ? `${name} is missing`
        : `${name} is ${firstDifference(found[name], expected[name])}`
    );
}

function firstDifference(found: string, expected: string): string {
  let at = 0;
  while (found[at] === expected[at]) at++;
  const part = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return `${part(found)}, not ${part(expected)}`;
}
