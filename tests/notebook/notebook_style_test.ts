import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { type CodeCell, type Notebook, parseNotebook } from "../../lib/jupyter/notebook.ts";
import * as sodai from "../../lib/notebook/mod.ts";
import { renderNotebook } from "../../lib/report/render.ts";

const ROOT = join(import.meta.dirname!, "..", ".."), FOLDER = join(ROOT, "notebooks");
const MOST_LINES = 15;

const NOTEBOOKS = new Map(
  Array.from(Deno.readDirSync(FOLDER), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort()
    .map((name) => [name, parseNotebook(Deno.readTextFileSync(join(FOLDER, name)), name)]),
);

function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}

function tagsOf({ metadata }: CodeCell): string[] {
  return (metadata["tags"] ?? []) as string[];
}

Deno.test("a notebook has one import, in its first code cell", () => {
  for (const [name, notebook] of NOTEBOOKS) {
    const [first, ...others] = codeCells(notebook);
    assert.match(first!.source, /^import \* as sodai from "\.\.\/lib\/notebook\/mod\.ts";$/m, name);
    assert.equal(first!.source.match(/\bimport\b/g)?.length, 1, name);
    for (const { id, source } of others) assert.doesNotMatch(source, /\bimport\b/, `${name} ${id}`);
  }
});

Deno.test("the pages of notebooks do not show the import and the parameters, unless they fail", () => {
  for (const [name, notebook] of NOTEBOOKS) {
    const html = renderNotebook({ ...notebook, durationsMs: {} }, { title: name });
    assert.doesNotMatch(html, /notebook\/mod\.ts|narrowPermissions|GivenParameters/, name);
    assert.match(html, /openRun/, name);
    const [imports] = codeCells(notebook);
    const error = { output_type: "error" as const, ename: "TypeError", evalue: "", traceback: [] };
    const failed = { ...notebook, cells: [{ ...imports!, outputs: [error] }], durationsMs: {} };
    assert.match(renderNotebook(failed, { title: name }), /narrowPermissions/, name);
  }
});

Deno.test("code cells are short", () => {
  for (const [name, notebook] of NOTEBOOKS) {
    for (const { id, source } of codeCells(notebook)) {
      const lines = source.split("\n").length;
      assert.ok(lines <= MOST_LINES, `${name}, cell ${id}: ${lines} lines, at most ${MOST_LINES}`);
    }
  }
});

Deno.test("every stage has cells by hand that show their code", () => {
  for (const [name, notebook] of NOTEBOOKS) {
    const byHand = codeCells(notebook).filter((cell) => tagsOf(cell).includes("show-input"));
    assert.ok(name.startsWith("00") || byHand.length >= 2, `${name}: ${byHand.length}`);
    for (const { id } of byHand) assert.match(id, /-by-hand$/, name);
  }
});

Deno.test("no text is composed with nested conditional expressions", () => {
  const folder = join(ROOT, "lib", "notebook", "prose");
  const sources = new Map<string, string>(
    Array.from(Deno.readDirSync(folder), ({ name }) => [
      name,
      Deno.readTextFileSync(join(folder, name)),
    ]),
  );
  for (const [name, notebook] of NOTEBOOKS) {
    for (const { id, source } of codeCells(notebook)) sources.set(`${name} ${id}`, source);
  }
  assert.deepEqual([...sources].filter(([, code]) => hasNested(code)).map(([name]) => name), []);
  assert.ok(hasNested("f(a ? 1 : `${b ? 2 : 3}`)"));
});

/** Whether a conditional expression contains another one. */
function hasNested(code: string): boolean {
  const visit = (node: ts.Node, inside: boolean): boolean => {
    const conditional = ts.isConditionalExpression(node);
    if (conditional && inside) return true;
    return ts.forEachChild(node, (child) => visit(child, inside || conditional)) ?? false;
  };
  return visit(ts.createSourceFile("code.ts", code, ts.ScriptTarget.Latest), false);
}

Deno.test("the module for notebooks exports only what they use", () => {
  const code = [...NOTEBOOKS.values()].flatMap(codeCells).map(({ source }) => source).join("\n");
  const used = new Set(Array.from(code.matchAll(/\bsodai\.(\w+)/g), ([, name]) => name!));
  assert.deepEqual(Object.keys(sodai).filter((name) => !used.has(name)), []);
});
