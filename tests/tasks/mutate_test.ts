import assert from "node:assert/strict";
import { type Accepted, acceptedFor, staleEntries } from "../../tasks/mutate/accepted.ts";
import type { Verdict } from "../../tasks/mutate/judge_mutants.ts";
import { type Mutant, mutantsOf, mutated } from "../../tasks/mutate/mutants.ts";
import { sampleMutants } from "../../tasks/mutate/sample.ts";
import { caughtBy, survivorList, tally, verdictTable } from "../../tasks/mutate/verdict_table.ts";

/** The mutated lines of a source. */
function changes(code: string): string[] {
  return mutantsOf("lib/a.ts", code).flat().map(({ after }) => after);
}

Deno.test("each kind of mutation is made, one at a time", () => {
  const cases: [string, string[]][] = [
    ["x = a < b;", [";", "x = a <= b;"]],
    ["x = a >= b;", [";", "x = a > b;"]],
    ["x = a === b;", [";", "x = a !== b;"]],
    ["x = a + b * c;", [";", "x = a - b * c;", "x = a + b / c;"]],
    ["x += y;", [";", "x -= y;"]],
    ["const x = 0;", ["const x = 1;"]],
    ["const x = 60_000;", ["const x = 60001;"]],
    ["const x = -0.5;", ["const x = -0.55;"]],
    ["const x = 7n;", ["const x = 8n;"]],
    ["const x = a ? b : c;", [
      "const x = !(a) ? b : c;",
      "const x = true ? b : c;",
      "const x = false ? b : c;",
    ]],
    ["const x = a && b;", ["const x = a || b;", "const x = true && b;", "const x = a && true;"]],
    ["const x = a || b;", ["const x = a && b;", "const x = false || b;", "const x = a || false;"]],
    ["const x = Math.min(a, b);", ["const x = Math.max(a, b);"]],
    ["while (a) b();", ["while (false) b();", "while (a) ;"]],
    ["for (const a of b) { if (c) continue; }", [
      "for (const a of b) { if (!(c)) continue; }",
      "for (const a of b) { if (true) continue; }",
      "for (const a of b) { if (false) continue; }",
      "for (const a of b) { if (c) ; }",
    ]],
  ];
  for (const [code, expected] of cases) assert.deepEqual(changes(code), expected, code);
});

Deno.test("an equality as a condition is negated once", () => {
  assert.deepEqual(changes("if (a === b) c;"), [
    "if (true) c;",
    "if (false) c;",
    "if (a !== b) c;",
    "if (a === b) ;",
  ]);
});

Deno.test("a return is dropped if the function continues after it", () => {
  assert.deepEqual(changes("function f() { { return a; } return b; }"), [
    "function f() { { ; } return b; }",
  ]);
});

Deno.test("types, imports, texts, documentation and errors have no mutants", () => {
  const code = `
    /** At most 3, as in f(1 + 2). */
    import { f } from "./f.ts";
    type Few = 1 | 2;
    interface Row { width: 3 }
    const text = "1 < 2", both: 4 | 5 = f as never, joined = \`a\` + (f + "b") + f;
    class A extends B { constructor() { super(); } }
    function fails() { throw new Error(\`\${f + 1}\`); }
  `;
  assert.deepEqual(changes(code), []);
  assert.deepEqual(mutantsOf("lib/forest/scoring/score_tree.as.ts", "const NODE_BITS = 3;"), []);
});

Deno.test("a mutant has file, line, function and the changed lines", () => {
  const code = "export function f(a: number) {\n  const b =\n    a + 1;\n  return b;\n}\n";
  const [[sum], [one]] = mutantsOf("lib/f.ts", code) as [[Mutant], [Mutant]];
  const { replacement, ...description } = sum;
  assert.deepEqual(description, {
    file: "lib/f.ts",
    line: 3,
    within: "f",
    before: "a + 1;",
    after: "a - 1;",
  });
  assert.equal(mutated(code, replacement), code.replace("+", "-"));
  assert.equal(one.after, "a + 2;");
  const withins = mutantsOf("lib/f.ts", "const A = [1];\nconst g = () => { const c = 2; };\nh(3);");
  assert.deepEqual(withins.map(([mutant]) => mutant!.within), ["A", "g", "", ""]);
});

Deno.test("a sample is the same for the same seed, without duplicates, and spread over the files", () => {
  const code = Array.from({ length: 30 }, (_, i) => `const a${i} = ${i};`).join("\n");
  const files = ["lib/a.ts", "lib/b.ts", "lib/c.ts"];
  const places = files.flatMap((file) => mutantsOf(file, code));
  const sample = (count: number, seed: number) => sampleMutants(places, { count, seed });
  assert.deepEqual(sample(12, 1), sample(12, 1));
  assert.notDeepEqual(sample(12, 1), sample(12, 2));
  for (const file of files) {
    assert.equal(sample(12, 1).filter((mutant) => mutant.file === file).length, 4);
  }
  assert.equal(new Set(sample(89, 3).map(({ file, line }) => `${file}:${line}`)).size, 89);
  assert.equal(sample(1000, 0).length, 90);
  // every mutant of a place is drawn with some seed
  const [place] = mutantsOf("lib/a.ts", "const x = a ? b : c;");
  const seen = Array.from({ length: 30 }, (_, seed) => sampleMutants([place!], { count: 1, seed }));
  assert.equal(new Set(seen.map(([mutant]) => mutant!.after)).size, 3);
});

Deno.test("an accepted mutant is found if its line moved, but not if it changed", () => {
  const code = "function f(n: number) {\n  for (let i = 0; i < n; i++) g(i);\n}\n";
  const find = (of: string) =>
    mutantsOf("lib/f.ts", of).flat().find(({ after }) => after.includes("i <= n"))!;
  const { file, within, before, after } = find(code);
  const entry: Accepted = { file, within, before, after, kind: "equivalent", reason: "g is pure" };
  assert.equal(acceptedFor(find(`// above\n\n${code}`), [entry]), entry);
  assert.equal(acceptedFor(find(code.replace("f(n", "h(n")), [entry]), undefined);
  assert.deepEqual(staleEntries([entry], [find(code)]), []);
  assert.deepEqual(staleEntries([entry], [find(code.replace("g(i)", "h(i)"))]), [entry]);
});

Deno.test("equivalent mutants do not count; every survivor is listed with its reason", () => {
  const [[mutant]] = mutantsOf("lib/stats/f.ts", "const x = 1;") as [[Mutant]];
  const verdict = (outcome: Verdict["outcome"], file: string, reason?: string): Verdict => ({
    mutant: { ...mutant, file },
    outcome,
    durationMs: 0,
    ...(reason === undefined ? {} : { reason }),
  });
  const verdicts = [
    { ...verdict("caught", "lib/stats/f.ts"), by: "tests/stats/f_test.ts" },
    { ...verdict("caught", "lib/stats/f.ts"), by: "tests/stats/f_test.ts", timedOut: true },
    { ...verdict("caught", "lib/stats/f.ts"), by: "deno check" },
    verdict("survived", "lib/user_error.ts"),
    verdict("survived", "lib/stats/g.ts", "a matter of taste"),
    verdict("equivalent", "lib/stats/f.ts", "never read"),
  ];
  assert.equal(tally(verdicts).caughtPercent, 60);
  assert.equal(tally([]).caughtPercent, 100);
  assert.equal(caughtBy(verdicts), "caught by: tests 1, types 1, time limit 1");
  assert.match(
    verdictTable(verdicts),
    /^lib +1 +0 +0 +1 +0\.0\nlib\/stats +5 +3 +1 +1 +75\.0\nall/m,
  );
  assert.equal(
    survivorList(verdicts),
    [
      "survived:",
      "  lib/user_error.ts:1  const x = 1;  →  const x = 2;",
      "    NO REASON GIVEN",
      "  lib/stats/g.ts:1  const x = 1;  →  const x = 2;",
      "    a matter of taste",
      "equivalent:",
      "  lib/stats/f.ts:1  const x = 1;  →  const x = 2;",
      "    never read",
    ].join("\n"),
  );
});
