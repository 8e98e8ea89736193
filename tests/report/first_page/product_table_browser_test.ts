import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { LANGUAGES } from "../../../lib/language/language.ts";
import { translator } from "../../../lib/language/messages.ts";
import { productTable } from "../../../lib/report/first_page/product_table.ts";
import { page } from "../../../lib/report/html/page.ts";
import { INDEX_STYLE } from "../../../lib/report/index_style.ts";
import { findChromium } from "../../../tasks/find_chromium.ts";
import { openWatched, pageFaults } from "../../browser/page_faults.ts";
import { RESULTS } from "./results.ts";

const CHROMIUM = await findChromium().catch(() => undefined);

/** Numbers as wide as those of a distributor with ten thousand shops. */
const expected = { expected: 12_345, low: 10_987, high: 13_579, usual: 12_000, last: 11_111 };
const WIDE = {
  ...RESULTS.expected,
  products: [7, 8].map((product_id) => ({ product_id, purchases: expected, items: expected })),
};
const CALLS = {
  ...RESULTS.calls,
  products: {
    "7": { name: "Brand 34 · GASEOSAS · BOTELLA · 0.66 l", attributes: [] },
    "8": { name: "Brand 3 · GASEOSAS · LATA · 1 l", attributes: [] },
  },
};

for (const language of LANGUAGES) {
  Deno.test({
    name: `the table of products in ${language} does not slide sideways at any width`,
    ignore: CHROMIUM === undefined,
    fn: async () => {
      const file = await Deno.makeTempFile({ suffix: ".html" });
      try {
        const main = `<h1>Week</h1>${productTable(WIDE, CALLS, translator(language))}`;
        await Deno.writeTextFile(
          file,
          page({ title: "Products", main, extraStyle: INDEX_STYLE, language }),
        );
        await using browser = await openWatched(pathToFileURL(file).href, { chromium: CHROMIUM! });
        assert.deepEqual(await pageFaults(browser), []);
        for (const width of [390, 650, 740, 768, 1280]) {
          await browser.send("Emulation.setDeviceMetricsOverride", {
            width,
            height: 900,
            deviceScaleFactor: 1,
            mobile: false,
          });
          const over = await browser.evaluate(
            `Math.max(...[...document.querySelectorAll(".scroll")].map((e) => e.scrollWidth - e.clientWidth))`,
          );
          assert.equal(over, 0, `${width} px`);
        }
      } finally {
        await Deno.remove(file);
      }
    },
  });
}
