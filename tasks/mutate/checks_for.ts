import { posix } from "node:path";
import type { ImportGraph } from "./import_graph.ts";

/** A question to the mutant, answered by the exit status of `deno ARGS`. */
export interface Check {
  name: string;
  args: string[];
}

/** `deno test` of one file, with the rights that it has in `deno task test`. */
const TEST = ["test", "--no-check", "--quiet", "--fail-fast", "-P=pipeline"];

/** The name of the check of types. */
export const TYPES = "deno check";

/**
 * What could notice a mistake in a file, what is nearest first: the examples of its own
 * documentation; the tests that import it, directly and then by ever more files between; its types;
 * the tests that start processes.
 */
export function checksFor(
  file: string,
  { graph: { needs, late }, hasExamples, nearOnly = false }: {
    graph: ImportGraph;
    hasExamples: boolean;
    /** Leaves out the tests that start processes. */
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

/** The tests that need a file, nearest first; of equally near ones, its namesake and its folder's. */
export function testsOf(file: string, needs: Map<string, string[]>): string[] {
  const neededBy = new Map<string, string[]>();
  for (const [path, targets] of needs) {
    for (const target of targets) {
      neededBy.set(target, [...neededBy.get(target) ?? [], path]);
    }
  }
  const distance = new Map([[file, 0]]);
  // a map goes through what is added on the way, too
  for (const [path, steps] of distance) {
    for (const next of neededBy.get(path) ?? []) {
      if (!distance.has(next)) distance.set(next, steps + 1);
    }
  }
  const strangeness = (path: string) => {
    if (path === file.replace(/^lib\/(.*)\.ts$/, "tests/$1_test.ts")) return 0;
    return posix.dirname(path) === posix.dirname(file).replace(/^lib/, "tests") ? 1 : 2;
  };
  return [...distance.keys()]
    .filter((path) => path.endsWith("_test.ts") && !/^tests\/(oracles|bench)\//.test(path))
    .sort((a, b) =>
      distance.get(a)! - distance.get(b)! || strangeness(a) - strangeness(b) || (a < b ? -1 : 1)
    );
}
