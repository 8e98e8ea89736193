import assert from "node:assert/strict";
import { PAGE_STYLE } from "../../../lib/report/html/page_style.ts";
import { contrast } from "../contrast.ts";

type Theme = 0 | 1;

/** `name: light-dark(a, b)` of the custom properties. */
const properties = new Map(
  [...PAGE_STYLE.matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)]
    .map(([, name, light, dark]) => [name!, [light!, dark!] as const]),
);
const inks = [
  ...["text", "muted", "accent", "error"].map((name) => properties.get(name)!),
  ...[...PAGE_STYLE.matchAll(/(?<![-\w])color: light-dark\((#\w{6}), (#\w{6})\)/g)]
    .map(([, light, dark]) => [light!, dark!] as const),
];

for (const [theme, name] of [[0, "light"], [1, "dark"]] as [Theme, string][]) {
  Deno.test(`text has a contrast of at least 4.5 : 1 in the ${name} theme`, () => {
    assert.ok(inks.length >= 14);
    for (const ground of ["ground", "raised", "note-ground", "error-ground"]) {
      for (const ink of inks) {
        const ratio = contrast(ink[theme], properties.get(ground)![theme]);
        assert.ok(ratio >= 4.5, `${ink[theme]} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
  });
}
