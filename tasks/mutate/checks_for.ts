import { posix } from "node:path";
import type { ImportGraph } from "./import_graph.ts";

/** A check of a mutant: it fails if `deno ARGS` fails. */
export interface Check {
  name: string;
  args: string[];
}

/** `deno test` of one file, with the permissions of `deno task test`. */
const TEST = ["test", "--no-check", "--quiet", "--fail-fast", "-P=pipeline"];

/** The name of the type check. */
export const TYPES = "deno check";

/**
 * The checks that could detect a mistake in a file, nearest first: the examples of its
 * documentation; the tests that import it, directly or through other files; its types; the tests
 * that start processes.
 */
export function checksFor(
  file: string,
  { graph: { needs, late }, hasExamples, nearOnly = false }: {
    graph: ImportGraph;
    hasExamples: boolean;
    /** Omits the tests that start processes. */
    nearOnly?: boolean;
  },
): Check[] {
  const test = (path: string, ...flags: string[]): Check => ({
    name: path,
    args: [...TEST, ...flags, path],
  });
  const tests = testsOf(file, needs);
  const lateTests = nearOnly ? [] : tests.filter((path) => late.has(path));
  return [
    ...(hasExamples ? [test(file, "--doc")] : []),
    ...tests.filter((path) => !late.has(path)).map((path) => test(path)),
    { name: TYPES, args: ["check", "--quiet", file] },
    ...lateTests.map((path) => test(path)),
  ];
}

/**
 * The tests that need a file, nearest first; among equals, the test of the same name, then of the
 * same folder.
 */
export function testsOf(file: string, needs: Map<string, string[]>): string[] {
  const neededBy = new Map<string, string[]>();
  for (const [path, targets] of needs) {
    for (const target of targets) {
      neededBy.set(target, [...neededBy.get(target) ?? [], path]);
    }
  }
  const distance = new Map([[file, 0]]);
  // iterating over a map includes entries added during the loop
  for (const [path, steps] of distance) {
    for (const next of neededBy.get(path) ?? []) {
      if (!distance.has(next)) distance.set(next, steps + 1);
    }
  }
  const nameDistance = (path: string) => {
    if (path === file.replace(/^lib\/(.*)\.ts$/, "tests/$1_test.ts")) return 0;
    return posix.dirname(path) === posix.dirname(file).replace(/^lib/, "tests") ? 1 : 2;
  };
  return [...distance.keys()]
    .filter((path) => path.endsWith("_test.ts") && !/^tests\/(oracles|bench)\//.test(path))
    .sort((a, b) =>
      distance.get(a)! - distance.get(b)! || nameDistance(a) - nameDistance(b) || (a < b ? -1 : 1)
    );
}
