import assert from "node:assert/strict";
import type { Cell } from "../../lib/jupyter/notebook.ts";
import { withoutEmptySections } from "../../lib/report/html/without_empty_sections.ts";

const markdown = (source: string): Cell => ({
  cell_type: "markdown",
  id: source,
  metadata: {},
  source,
});
const code = (text: string, execution_count: number | null = 1): Cell => ({
  cell_type: "code",
  id: text,
  metadata: {},
  source: "run()",
  execution_count,
  outputs: text === "" ? [] : [{ output_type: "stream", name: "stdout", text }],
});

Deno.test("a section whose cells show nothing is left out, the others stay", () => {
  const intro = [markdown("# Page"), code("")];
  const kept = [markdown("## Found\n\nText."), code(""), code("a number")];
  const text = [markdown("## Method\n\nText.")];
  const empty = [markdown("## Nothing yet\n\nText."), code(""), markdown("More text."), code("")];
  const cells = [code("note"), ...kept, ...empty, ...text];
  assert.deepEqual(withoutEmptySections(cells), [code("note"), ...kept, ...text]);
  assert.deepEqual(withoutEmptySections(intro), intro);
});

Deno.test("sections that did not run stay", () => {
  const cells = [markdown("## Later"), code("", null)];
  assert.deepEqual(withoutEmptySections(cells), cells);
});
