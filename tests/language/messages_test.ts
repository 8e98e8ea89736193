import assert from "node:assert/strict";
import { IntlMessageFormat } from "intl-messageformat";
import { LANGUAGES, LOCALES } from "../../lib/language/language.ts";
import type { MessageKey } from "../../lib/language/message.ts";
import { CATALOGUES, translator } from "../../lib/language/messages.ts";
import { nounValues } from "../../lib/language/nouns.ts";

/** The arguments of a message, with their types: `1` a text, `6` a plural, and so on. */
function argumentsOf(message: string, locale: string): string[] {
  const found = new Set<string>();
  const visit = (nodes: unknown) => {
    if (Array.isArray(nodes)) return nodes.forEach(visit);
    if (typeof nodes !== "object" || nodes === null) return;
    const { type, value, options } = nodes as { type?: number; value?: unknown; options?: object };
    // 0 is text, 7 the number of a plural
    if (type !== undefined && type !== 0 && type !== 7) found.add(`${value} ${type}`);
    for (const option of Object.values(options ?? {})) visit(option.value);
  };
  visit(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
  // the nouns can be used in every message; a language may need its gender too
  const nouns = Object.keys(nounValues({ one: "", many: "" }));
  return [...found].filter((argument) => !nouns.includes(argument.split(" ")[0]!)).sort();
}

Deno.test("every language has every message, with the same arguments", () => {
  const names = Object.keys(CATALOGUES.en) as MessageKey[];
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(CATALOGUES[language]).sort(), [...names].sort(), language);
    for (const name of names) {
      const message = CATALOGUES[language][name];
      assert.notEqual(message.trim(), "", `${language} ${name}`);
      assert.deepEqual(
        argumentsOf(message, LOCALES[language]),
        argumentsOf(CATALOGUES.en[name], LOCALES.en),
        `${language} ${name}`,
      );
    }
  }
});

Deno.test("every message is used", () => {
  const root = new URL("../../", import.meta.url);
  const code = (folder: string): string =>
    [...Deno.readDirSync(new URL(folder, root))].map(({ name, isDirectory }) =>
      isDirectory
        ? folder === "lib/language/" ? "" : code(`${folder}${name}/`)
        : /\.ts$/.test(name)
        ? Deno.readTextFileSync(new URL(`${folder}${name}`, root))
        : ""
    ).join("\n");
  const all = code("lib/") + code("tasks/");
  const unused = Object.keys(CATALOGUES.en).filter((name) => {
    // a name may be put together from its first part and a variable: `reason.${kind}`
    const stem = `${name.slice(0, name.lastIndexOf("."))}.\${`;
    return !all.includes(`"${name}"`) && !all.includes(stem);
  });
  assert.deepEqual(unused, []);
});

Deno.test("numbers follow the language", () => {
  assert.equal(translator("en").number(1234.5, 1), "1,234.5");
  assert.equal(translator("es").number(1234.5, 1), "1.234,5");
  const summary = translator("es").t("page.calls.summary", {
    all: 1271,
    listed: 1182,
    others: 89,
  });
  assert.match(summary, /^1\.271 tiendas por visitar: 1\.182 con/, "four digits as five");
  assert.equal(translator("es").percent(0.123, 1), "12,3\u00a0%");
});

Deno.test("another retailer's word for a customer is in every message", () => {
  const words = { one: "hogar", many: "hogares", gender: "masculine" } as const;
  const { t } = translator("es", words);
  assert.match(t("calls.none", { all: "3" }), /^Ninguno de los 3 hogares cumple/);
  assert.match(
    t("reason.popular", { share: "5 %", before: "none" }),
    /^lo compró el 5 % de todos los hogares/,
  );
  assert.equal(t("calls.shop"), "Hogar");
  for (const language of LANGUAGES) {
    const own = Object.values(CATALOGUES[language]).filter((message) =>
      /\b(shops?|tiendas?)\b/i.test(message.replaceAll(/\{shops\b/g, ""))
    );
    assert.deepEqual(own, [], "a message names the customers itself");
  }
});
