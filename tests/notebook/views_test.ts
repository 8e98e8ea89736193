import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import pl from "nodejs-polars";
import { type Displayable, figureView, markdownView, tableView } from "../../lib/notebook/views.ts";

function bundle(shown: Displayable): Record<string, string> {
  const show = (shown as never)[Symbol.for("Jupyter.display") as never] as () => never;
  return show();
}

function table(shown: Displayable) {
  const { document } = parseHTML(`<html><body>${bundle(shown)["text/html"]}</body></html>`);
  const texts = (selector: string) =>
    [...document.querySelectorAll(selector)].map((cell) => cell.textContent);
  return { document, texts };
}

Deno.test("tableView() shows the first rows and says how many more there are", () => {
  const shown = tableView({ columns: ["week", "pairs"], rows: [["W46", 4023], ["W47", 3912]] }, {
    rows: 1,
    caption: "Pairs <per week>",
  });
  const { document, texts } = table(shown);
  assert.deepEqual(texts("th"), ["week", "pairs"]);
  assert.deepEqual(texts("tbody td"), ["W46", "4,023"]);
  assert.deepEqual(texts("tfoot td"), ["… 1 more row"]);
  assert.deepEqual(texts("caption"), ["Pairs <per week>"]);
  assert.match(document.querySelectorAll("tbody td")[1]!.getAttribute("style")!, /right/);
  assert.equal(
    bundle(shown)["text/plain"],
    "Pairs <per week>\nweek  pairs\n----  -----\nW46   4,023\n… 1 more row",
  );
});

Deno.test("tableView() takes a polars frame, with dates, large integers and missing values", () => {
  const frame = pl.DataFrame({
    customer_id: [256883, 3],
    items: [1234567, 3],
    day: [new Date("2024-01-01"), null],
    brand: ["<b>&", null],
    p_value: [0.25, 5.3e-20],
  }).withColumns(pl.col("items").cast(pl.Int64), pl.col("day").cast(pl.Date));
  const { texts } = table(tableView(frame));
  assert.deepEqual(texts("tbody tr:first-child td"), [
    "256883",
    "1,234,567",
    "2024-01-01",
    "<b>&",
    "0.2500",
  ]);
  assert.deepEqual(texts("tbody tr:last-child td"), ["3", "3", "–", "–", "< 0.0001"]);
  assert.deepEqual(texts("tfoot td"), []);
});

Deno.test("tableView() takes rows as objects, and a table without rows", () => {
  const { texts } = table(tableView({ columns: ["b", "a"], rows: [{ a: 1.5, b: true }] }));
  assert.deepEqual(texts("td"), ["true", "1.5"]);
  assert.deepEqual(table(tableView({ columns: ["a"], rows: [] })).texts("th, td"), ["a"]);
});

Deno.test("tableView() leaves out columns without any value", () => {
  const rows = [["a", null, "", NaN, 0], ["b", undefined, "", NaN, 0]];
  const { texts } = table(tableView({ columns: ["a", "b", "c", "d", "e"], rows }));
  assert.deepEqual(texts("th"), ["a", "e"]);
  assert.deepEqual(texts("td"), ["a", "0", "b", "0"]);
});

Deno.test("tableView() says a column with one value in three or more rows once, above", () => {
  const rows = [[25734, "W46", "<b>"], [25743, "W46", "<b>"], [25749, "W46", "<b>"]];
  const shown = tableView({ columns: ["customer_id", "week", "note"], rows }, { caption: "Rows" });
  const { texts } = table(shown);
  assert.deepEqual(texts("th"), ["customer_id"]);
  assert.deepEqual(texts("caption"), ["RowsIn all these rows: week W46, note <b>."]);
  assert.match(bundle(shown)["text/plain"]!, /^Rows\nIn all these rows: week W46, note <b>\.\ncus/);
  const two = tableView({ columns: ["a", "b"], rows: [[1, 2], [1, 3]] });
  assert.deepEqual(table(two).texts("th"), ["a", "b"]);
  const alike = tableView({ columns: ["a"], rows: [[1], [1], [1]] });
  assert.deepEqual(table(alike).texts("td"), ["1", "1", "1"]);
});

Deno.test("tableView() lets long texts break where the table is too wide", () => {
  const hash = "0123456789".repeat(6);
  const { document } = table(tableView({ columns: ["a_b"], rows: [["2024-W47"], [hash]] }));
  const [week, long] = [...document.querySelectorAll("td")].map((cell) =>
    cell.getAttribute("style")
  );
  assert.match(week!, /nowrap/);
  assert.match(long!, /overflow-wrap:anywhere/);
  assert.equal(document.querySelector("th")!.innerHTML, "a_<wbr>b");
});

Deno.test("figureView() returns an image with a text alternative", () => {
  const shown = bundle(figureView(`<?xml version="1.0"?><svg width="9"><text>ñ</text></svg>`, {
    alt: `AP "rises"`,
  }));
  const { document } = parseHTML(`<html><body>${shown["text/html"]}</body></html>`);
  const image = document.querySelector("img")!;
  assert.equal(image.getAttribute("alt"), `AP "rises"`);
  const [kind, data] = image.getAttribute("src")!.split(",");
  assert.equal(kind, "data:image/svg+xml;base64");
  assert.equal(
    new TextDecoder().decode(Uint8Array.fromBase64(data!)),
    `<svg xmlns="http://www.w3.org/2000/svg" width="9"><text>ñ</text></svg>`,
  );
  assert.throws(() => figureView("<p>", { alt: "" }), TypeError);
});

Deno.test("markdownView() returns Markdown, also as plain text", () => {
  assert.deepEqual(bundle(markdownView("**a**")), {
    "text/markdown": "**a**",
    "text/plain": "**a**",
  });
});
