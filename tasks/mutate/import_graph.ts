import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The files that each file of the repository needs, and the slow tests. */
export interface ImportGraph {
  needs: Map<string, string[]>;
  /** Tests that start processes or run the whole pipeline. */
  late: Set<string>;
}

const STARTS_PROCESSES = /\bDeno\.Command\b|\/(world|task_process|child)\.ts"/;

/** The import graph of a checkout: its `lib`, `tasks`, `tests` and `notebooks`. */
export function importGraph(root: string): ImportGraph {
  const code = new Map<string, string>();
  for (const folder of ["lib", "tasks", "tests", "notebooks"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true }) as string[]) {
      if (!/\.(ts|ipynb)$/.test(entry)) continue;
      const path = posix.join(folder, entry.replaceAll("\\", "/"));
      code.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  return graphOf(code);
}

/** The graph of files by their text. */
export function graphOf(code: Map<string, string>): ImportGraph {
  const needs = new Map<string, string[]>(), late = new Set<string>();
  for (const [path, text] of code) {
    needs.set(path, neededFiles(path, text, code));
    if (!path.endsWith("_test.ts")) continue;
    const isLate = path.startsWith("tests/end_to_end/") || STARTS_PROCESSES.test(text) ||
      namesNotebooks(text);
    if (isLate) late.add(path);
  }
  return { needs, late };
}

/**
 * The files that a text names: its imports, the workers and scripts that it starts, and, in tests
 * that start processes, the tasks. An extra name costs an irrelevant test; a missing one could let
 * a mutant survive.
 */
function neededFiles(path: string, text: string, all: Map<string, string>): string[] {
  // the code of notebook cells is escaped in JSON
  const plain = path.endsWith(".ipynb") ? text.replaceAll('\\"', '"') : text;
  const bare = plain
    .replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "") // examples import their own file
    .replaceAll(/^(import|export) type [^;]*;/gm, ""); // types do not exist at run time
  const found = new Set<string>();
  const isTest = path.startsWith("tests/"), startsTasks = isTest && STARTS_PROCESSES.test(text);
  for (const [, name] of bare.matchAll(/"([\w./-]+)"/g)) {
    const relative = posix.join(posix.dirname(path), name!);
    if (all.has(relative)) found.add(relative);
    const task = `tasks/${posix.basename(name!, ".ts")}.ts`;
    if (startsTasks && all.has(task)) found.add(task);
  }
  if (!path.startsWith("lib/") && namesNotebooks(bare)) {
    for (const other of all.keys()) if (other.endsWith(".ipynb")) found.add(other);
  }
  found.delete(path);
  return [...found];
}

function namesNotebooks(text: string): boolean {
  return /"(\.\.\/)*notebooks"/.test(text);
}
