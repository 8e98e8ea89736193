import assert from "node:assert/strict";
import fc from "fast-check";
import { formatNotebook, parseNotebook } from "../../lib/jupyter/notebook.ts";
import { UserError } from "../../lib/user_error.ts";

const notebook = (cells: unknown[], more = {}) =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });

Deno.test("parseNotebook() joins lines and names cells without an id by position", () => {
  const parsed = parseNotebook(
    notebook([
      { cell_type: "markdown", source: ["# A\n", "b"], attachments: {} },
      { cell_type: "code", id: "own", source: "1", metadata: { tags: ["t"] }, outputs: [] },
      {
        cell_type: "code",
        source: "2",
        execution_count: 7,
        outputs: [
          { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
          { output_type: "display_data", data: { "text/html": ["<b>", "</b>"], "x/json": [1] } },
        ],
      },
    ], { nbformat_minor: 2 }),
    "sample.ipynb",
  );
  assert.equal(parsed.nbformat_minor, 5);
  assert.deepEqual(parsed.cells.map(({ id, source }) => [id, source]), [
    ["cell-01", "# A\nb"],
    ["own", "1"],
    ["cell-03", "2"],
  ]);
  assert.deepEqual(parsed.cells[1]!.metadata, { tags: ["t"] });
  const last = parsed.cells[2]!;
  assert.deepEqual(last.cell_type === "code" && last.outputs, [
    { output_type: "stream", name: "stdout", text: "a\nb\n" },
    { output_type: "display_data", data: { "text/html": "<b></b>", "x/json": [1] }, metadata: {} },
  ]);
});

const refused: [what: string, content: string, message: RegExp][] = [
  ["invalid JSON", "{", /^n\.ipynb: expected a notebook \(JSON\), found .*\nRestore/],
  ["another format", notebook([], { nbformat: 3 }), /found at nbformat: /],
  ["an unknown cell", notebook([{ cell_type: "heading", source: "" }]), /found at cells\.0/],
  ["an impossible id", notebook([{ cell_type: "raw", id: "a b", source: "" }]), /cells\.0\.id/],
  [
    "an id twice",
    notebook([1, 2].map(() => ({ cell_type: "raw", id: "a", source: "" }))),
    /a different id for every cell, found two with "a"/,
  ],
];
for (const [what, content, message] of refused) {
  Deno.test(`parseNotebook() refuses ${what}`, () => {
    assert.throws(
      () => parseNotebook(content, "n.ipynb"),
      (error) => error instanceof UserError && message.test(error.message),
    );
  });
}

Deno.test("parseNotebook() reads the output of formatNotebook()", () => {
  const source = fc.array(fc.constantFrom("a", "\n", "é", "\r\n", " ", '"')).map((parts) =>
    parts.join("")
  );
  fc.assert(
    fc.property(fc.array(source), fc.array(source), (sources, prints) => {
      const parsed = parseNotebook(
        notebook(sources.map((source, i) => ({
          cell_type: i % 2 ? "markdown" : "code",
          source,
          ...(i % 2 ? {} : {
            outputs: prints.map((text) => ({ output_type: "stream", name: "stderr", text })),
          }),
        }))),
        "n.ipynb",
      );
      assert.deepEqual(parseNotebook(formatNotebook(parsed), "n.ipynb"), parsed);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("formatNotebook() indents by one space and ends the line, as Jupyter does", () => {
  const text = formatNotebook(
    parseNotebook(notebook([{ cell_type: "markdown", source: "a" }]), "n.ipynb"),
  );
  assert.match(text, /^\{\n "cells": \[\n {2}\{\n {3}"/);
  assert.ok(text.endsWith("\n}\n"));
});
