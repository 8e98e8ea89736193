import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { checkNotebooks } from "../../lib/jupyter/check_notebooks.ts";
import { formatNotebook, type Notebook } from "../../lib/jupyter/notebook.ts";
import { notebookSource } from "../../lib/jupyter/notebook_source.ts";
import { sampleNotebook } from "./sample_notebook.ts";

const config = resolve(import.meta.dirname!, "../../deno.json");

async function problems(...samples: Notebook[]): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = samples.map((_, i) => join(folder, `${i}.ipynb`));
    for (const [i, sample] of samples.entries()) {
      await Deno.writeTextFile(paths[i]!, formatNotebook(sample));
    }
    const found = await checkNotebooks(paths, { config });
    return found.map((problem) => problem.replaceAll(folder + "/", ""));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("notebookSource() joins code cells and keeps the origin of lines", () => {
  const { text, origins } = notebookSource(
    sampleNotebook("# Title", `import { a } from "../lib/a.ts";\na;`, `await import("./b.ts");`),
    { folder: "file:///project/notebooks/" },
  );
  assert.equal(
    text,
    `import { a } from "file:///project/lib/a.ts";\na;\nawait import("file:///project/notebooks/b.ts");\nexport {};\n`,
  );
  assert.deepEqual(origins, [
    { cell: 1, id: "cell-2", line: 1 },
    { cell: 1, id: "cell-2", line: 2 },
    { cell: 2, id: "cell-3", line: 1 },
    null,
  ]);
});

Deno.test("checkNotebooks() reports notebook, cell and line of each problem, and no others", async () => {
  const well = sampleNotebook(
    "# Title",
    `import assert from "node:assert/strict";\n\nconst a = await Promise.resolve(1);`,
    "assert(a);\na;",
  );
  const ran = sampleNotebook("1;");
  Object.assign(ran.cells[0]!, { execution_count: 3 });
  const found = await problems(
    ran,
    sampleNotebook("# Title", "let  a = 1\na"),
    { ...sampleNotebook("# A\n\n* b"), metadata: {} },
    sampleNotebook("const weeks = 3;", `const name: string = weeks;\nname;`, "const unused = 1;"),
    well,
  );
  const [first, kernel, code, prose, types, lint] = found as [string, ...string[]];
  assert.equal(found.length, 6);
  assert.equal(first, "0.ipynb: 1 cells have outputs (cell-1 first): clear all outputs and save");
  assert.match(kernel!, /^2\.ipynb: expected "kernelspec": \{"name": "sodai", …\} .*found \{\}$/);
  assert.equal(
    code,
    "1.ipynb: cell 2 (cell-2) is not formatted: run deno fmt --no-config --line-width 100 1.ipynb",
  );
  assert.equal(
    prose,
    "2.ipynb: cell 1 (cell-1) is not formatted: run deno fmt --no-config --line-width 100 2.ipynb",
  );
  assert.match(types!, /Type 'number' is not assignable to type 'string'/);
  assert.match(types!, /at 3\.ipynb, code cell 2 \(cell-2\), line 1, column 7/);
  assert.match(lint!, /3\.ipynb, code cell 3 \(cell-3\), line 1, column 7 .*unused/);
  assert.match(lint!, /1\.ipynb, code cell 1 \(cell-2\), line 1, .*prefer-const/);
});
