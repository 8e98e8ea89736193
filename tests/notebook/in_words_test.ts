import assert from "node:assert/strict";
import { literal } from "../../lib/notebook/in_words.ts";
import { renderMarkdown } from "../../lib/report/html/render_markdown.ts";

Deno.test("literal() keeps every character of a name from being formatting", () => {
  for (
    const name of [
      "a_b",
      "_a_",
      "*a* **b**",
      "`code`",
      "[a](https://e.x)",
      "$x^2$",
      "~~a~~",
      "a|b",
      "a\\b",
      "R&D",
    ]
  ) {
    const html = renderMarkdown(`the name ${literal(name)}`);
    assert.equal(
      html.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
      `<p>the name ${name}</p>\n`,
    );
  }
  assert.equal(literal("a\n# b"), "a\\\\n# b");
  assert.equal(literal("LATA_330"), "LATA_330");
});

Deno.test("text from files is visible on a page", () => {
  assert.equal(renderMarkdown("a\u202eb\x9b"), "<p>a\\u202eb\\u009b</p>\n");
});
