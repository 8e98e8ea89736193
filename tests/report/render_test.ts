import assert from "node:assert/strict";
import type { ExecutedNotebook } from "../../lib/jupyter/execute_notebook.ts";
import type { Output } from "../../lib/jupyter/notebook.ts";
import { renderNotebook } from "../../lib/report/render.ts";
import { readPage } from "./outside_references.ts";
import { sampleNotebook } from "../jupyter/sample_notebook.ts";

/** A notebook whose code cells have these outputs. */
function executed(cells: [source: string, ...outputs: Output[]][]): ExecutedNotebook {
  const notebook = sampleNotebook(...cells.map(([source]) => source));
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type === "code") cell.outputs = cells[i]!.slice(1) as Output[];
  }
  return { ...notebook, durationsMs: { "cell-2": 1234 } };
}

function render(...cells: [source: string, ...outputs: Output[]][]) {
  return readPage(renderNotebook(executed(cells), { title: "Sample" }));
}

const shown = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});
const printed = (text: string): Output => ({ output_type: "stream", name: "stdout", text });

Deno.test("a page has title, contents, folded code, outputs, provenance and parameters", () => {
  const html = renderNotebook(
    executed([
      ["# Sample\n\nThe $\\alpha$ of it.\n\n## First part\n\n### A detail\n\n## First part"],
      ["const a = 1;\na", printed("line <1>\n"), shown({ "text/plain": "1" })],
    ]),
    {
      title: "Sample",
      provenance: { Run: "2024-W48 & more" },
      parameters: { n_trials: 30 },
      links: [{ href: "index.html", title: "Run" }, { href: "a.html", title: "A" }],
      current: "a.html",
    },
  );
  const { document, outside } = readPage(html);
  const texts = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) => element.textContent!.trim());
  assert.deepEqual(outside, []);
  assert.deepEqual(texts("h1"), ["Sample"]);
  assert.deepEqual(texts(".contents a"), ["First part", "A detail", "First part"]);
  for (const link of document.querySelectorAll(".contents a")) {
    assert.equal(document.querySelectorAll(link.getAttribute("href")!).length, 1);
  }
  assert.deepEqual(texts("details.code summary"), ["Code · 2 lines · 1.2 s"]);
  assert.equal(document.querySelector("details.code")!.hasAttribute("open"), false);
  assert.ok(document.querySelector("details.code .hljs-keyword"));
  assert.deepEqual(texts("pre.stream"), ["line <1>"]);
  assert.deepEqual(texts(".facts-line div"), ["Run2024-W48 & more"]);
  assert.deepEqual(texts(".parameters tr"), ["n_trials30"]);
  assert.deepEqual(texts("nav [aria-current]"), ["A"]);
  assert.ok(document.querySelector("section.prose math"));
  assert.equal(document.documentElement.getAttribute("lang"), "en");
});

Deno.test("the same notebook gives the same bytes", () => {
  const html = () => renderNotebook(executed([["# A"], ["1", printed("1")]]), { title: "A" });
  assert.equal(html(), html());
});

Deno.test("an output cannot run or load anything", () => {
  const { document, outside } = render(
    ["# Text\n\n![a picture](https://example.org/a.png) <script>alert(1)</script> [x](javascript:x)"],
    [
      "1",
      shown({
        "text/html": `<script src="https://example.org/a.js">x</script><iframe src="x"></iframe>
<img src="https://example.org/b.png" onerror="x()" alt="b"><img src="data:image/png;base64,AA==">
<a href=" java\tscript:x()">go</a><a href="https://example.org">out</a><form action="x"></form>
<p style="background:url(https://example.org/c)">p</p><svg><use href="https://example.org/d"/></svg>
<link rel="stylesheet" href="https://example.org/e.css"><style>@import "https://example.org/f"</style>`,
      }),
    ],
  );
  assert.deepEqual(outside, []);
  assert.equal(document.querySelectorAll("script").length, 1, "the page's own");
  assert.equal(document.querySelectorAll("iframe, form, link, main style").length, 0);
  const all = [...document.querySelectorAll("main *")];
  for (const { attributes } of all) {
    for (const { name } of [...attributes]) assert.ok(!name.startsWith("on"), name);
  }
  const links = [...document.querySelectorAll("main a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(links, [null, "https://example.org"]);
  assert.match(document.querySelector(".prose")!.textContent!, /\[picture: a picture\] <script>/);
  assert.match(
    document.querySelector("meta[http-equiv]")!.getAttribute("content")!,
    /default-src 'none'; img-src data:; .*script-src 'sha256-/,
  );
});

Deno.test("an error is highlighted, with its cell unfolded", () => {
  const { document } = render([
    "throw new RangeError('few');",
    {
      output_type: "error",
      ename: "RangeError",
      evalue: "<few>",
      traceback: ["RangeError: <few>\n    at <anonymous>:1:7"],
    },
  ]);
  assert.ok(document.querySelector("details.code.failed")!.hasAttribute("open"));
  assert.equal(document.querySelector(".error p")!.textContent, "RangeError: <few>");
  assert.equal(document.querySelector(".error pre")!.textContent, "at <anonymous>:1:7");
});

Deno.test("an output is shown in the richest supported format", () => {
  const richest = (data: Record<string, unknown>) =>
    render(["1", shown({ "text/plain": "plain", ...data })]).document.querySelector(".output")!
      .innerHTML;
  assert.equal(richest({}), "<pre>plain</pre>");
  assert.equal(richest({ "text/html": "<b>rich</b>", "image/png": "AA==" }), "<b>rich</b>");
  assert.match(
    richest({ "image/svg+xml": "<svg/>" }),
    /<img .*alt="plain".* src="data:image\/svg\+xml;base64,/,
  );
  assert.match(richest({ "image/png": "AA\n==" }), /src="data:image\/png;base64,AA=="/);
  assert.match(richest({ "text/markdown": "**b**" }), /<strong>b<\/strong>/);
  assert.match(richest({ "application/vnd.unknown": {} }), /plain/);
});

Deno.test("tags hide a cell or its code", () => {
  const notebook = executed([["1", printed("one")], ["2", printed("two")]]);
  notebook.cells[0]!.metadata = { tags: ["hide-input"] };
  notebook.cells[1]!.metadata = { tags: ["hide-cell"] };
  const { document } = readPage(renderNotebook(notebook, { title: "Sample" }));
  assert.equal(document.querySelectorAll("details.code").length, 0);
  assert.equal(document.querySelector("main")!.textContent!.includes("two"), false);
  assert.equal(document.querySelector("pre.stream")!.textContent, "one");
});

Deno.test("a tag unfolds the code of a cell, and a hidden cell that failed is shown", () => {
  const error = { output_type: "error", ename: "TypeError", evalue: "no", traceback: [] } as const;
  const notebook = executed([["1", printed("one")], ["2", error as never]]);
  notebook.cells[0]!.metadata = { tags: ["show-input"] };
  notebook.cells[1]!.metadata = { tags: ["hide-cell"] };
  const { document } = readPage(renderNotebook(notebook, { title: "Sample" }));
  const [first, failed] = document.querySelectorAll("details.code");
  assert.ok(first!.hasAttribute("open") && failed!.classList.contains("failed"));
});

Deno.test("a page stays below 2 MB for any printed output", () => {
  const html = renderNotebook(executed([["1", printed("x\n".repeat(3e6))]]), { title: "Sample" });
  assert.ok(html.length < 2e6);
  assert.match(html, /… 5,900,000 more characters, not shown here/);
});
