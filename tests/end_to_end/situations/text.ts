import { column, each, type Folder, type Situation } from "./situation.ts";

/** Puts a text into an attribute of every second product. */
const inBrands = (text: string) => (folder: Folder) =>
  each(column(folder, "productos", "brand"), (cell, row) => row % 2 ? cell : text);

/** Texts are data, whatever they look like. */
export const TEXT: Omit<Situation, "kind">[] = [
  {
    name: "spaces around a text",
    change: (folder) => each(column(folder, "productos", "brand"), (cell) => `  ${cell} `),
    expected: "same",
  },
  {
    name: "a blank text is a missing one",
    change: (folder) =>
      each(column(folder, "productos", "brand"), (cell, row) => row === 0 ? "  " : cell),
    expected: { warns: /1 row of productos without brand, kept with a missing value/ },
  },
  {
    name: "terminal escapes in an attribute",
    change: inBrands("\u001b[31mRED\u001b[0m\u0007"),
    expected: "done",
  },
  { name: "a text of 280 characters", change: inBrands("larga ".repeat(47)), expected: "done" },
  { name: "a word of 10,000 characters", change: inBrands("x".repeat(10_000)), expected: "done" },
  {
    name: "markup, formulas and quotes",
    change: inBrands('=CMD("<script>alert(1)</script>"),\'"&'),
    expected: "done",
  },
  {
    name: "emoji, Chinese, Arabic and combining letters",
    change: inBrands("\u{1f37a} \u5564\u9152 \u0628\u064a\u0631\u0629 e\u0301"),
    expected: "done",
  },
  {
    name: "terminal escapes in the name of a column",
    change: (folder) => column(folder, "transacciones", "items").name = "\u001b[31mitems",
    expected: { refused: /column items: .*\\u001b/ },
  },
  {
    name: "right-to-left marks in the name of a column",
    change: (folder) => column(folder, "transacciones", "items").name = "\u202eitems",
    expected: { refused: /column items: .*\\u202e/ },
  },
];
