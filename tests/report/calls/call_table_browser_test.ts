import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { LANGUAGES } from "../../../lib/language/language.ts";
import { translator } from "../../../lib/language/messages.ts";
import { callSection } from "../../../lib/report/calls/call_section.ts";
import { page } from "../../../lib/report/html/page.ts";
import { INDEX_STYLE } from "../../../lib/report/index_style.ts";
import { findChromium } from "../../../tasks/find_chromium.ts";
import type { BrowserPage } from "../../browser/browser_page.ts";
import { openWatched, pageFaults } from "../../browser/page_faults.ts";
import { madeUpCalls } from "./made_up_calls.ts";

const CHROMIUM = await findChromium().catch(() => undefined);
if (!CHROMIUM) console.log("Chromium is not installed: the call list is not driven in a browser.");

const LIST = madeUpCalls();

/** What tests read and do on the page. */
const HELPERS = `
  window.all = (selector) => [...document.querySelectorAll(selector)];
  window.texts = (selector) => all(selector).map((element) => element.textContent);
  window.set = (id, value) => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input"));
  };
  window.press = (text) => all("button").find((b) => b.textContent.startsWith(text)).click();
  window.shown = () => Number(/[\\d.,]+/.exec(all(".count")[0].textContent)[0].replace(/[.,]/, ""));
`;

async function withPage(
  language: typeof LANGUAGES[number],
  test: (page: BrowserPage) => Promise<void>,
  list = LIST,
): Promise<void> {
  const { html, style, scripts } = callSection(list, translator(language));
  const file = await Deno.makeTempFile({ suffix: ".html" });
  try {
    await Deno.writeTextFile(
      file,
      page({
        title: "Calls",
        main: `<h1>Calls</h1><h2>List</h2>${html}`,
        extraStyle: INDEX_STYLE + style,
        scripts,
        language,
      }),
    );
    await using browser = await openWatched(pathToFileURL(file).href, {
      chromium: CHROMIUM!,
      source: HELPERS,
    });
    await browser.until(`all("tr.shop").length > 0`);
    await test(browser);
    assert.deepEqual(await browser.evaluate("problems"), []);
  } finally {
    await Deno.remove(file);
  }
}

const ignore = CHROMIUM === undefined;

Deno.test({
  name: "the call list is searched, sorted, filtered, unfolded and reset",
  ignore,
  fn: () =>
    withPage("en", async (page) => {
      assert.equal(await page.evaluate("shown()"), 1500);
      assert.equal(await page.evaluate(`all("tr.shop").length`), 25);
      await page.evaluate(`set("call-search", "1042")`);
      assert.deepEqual(await page.evaluate(`texts("tr.shop th button")`), ["1042"]);
      await page.evaluate(`set("call-search", "no such shop")`);
      assert.match(await page.evaluate(`texts(".count")[0]`), /^No shop of 1,500 fits/);
      assert.equal(await page.evaluate(`all("table.calls")[0].hidden`), true);

      await page.evaluate(`press("Reset")`);
      await page.evaluate(`set("call-attribute2", "BAR")`);
      assert.equal(await page.evaluate("shown()"), 375);
      const named = LIST.shops.filter(({ products, offers, stopped }) =>
        [...products, ...offers, ...stopped].some(({ product_id }) => product_id === 7)
      );
      await page.evaluate(`press("Reset")`);
      const seventh =
        `all("#call-product option").find((o) => o.textContent.endsWith("(7)")).value`;
      await page.evaluate(`set("call-product", ${seventh})`);
      assert.equal(await page.evaluate("shown()"), named.length);
      await page.evaluate(`press("Reset")`);
      await page.evaluate(`press("Not ordered")`);
      assert.equal(await page.evaluate("shown()"), 60);
      await page.evaluate(`press("Reset")`);

      const order = `texts("tr.shop th button").slice(0, 3)`;
      assert.deepEqual(await page.evaluate(order), ["1000", "1001", "1002"]);
      await page.evaluate(`press("Purchases")`);
      const fewest = LIST.shops.toSorted((a, b) => a.purchases - b.purchases)
        .map((shop) => String(shop.customer_id));
      assert.deepEqual(await page.evaluate(order), fewest.slice(0, 3));
      assert.deepEqual(
        await page.evaluate(`all("[aria-sort]").map((cell) => cell.getAttribute("aria-sort"))`),
        ["ascending"],
      );
      await page.evaluate(`press("Reset"); press("Next")`);
      assert.match(await page.evaluate(`texts(".paging span")[0]`), /Page 2 of 60/);

      await page.evaluate(`press("Reset"); all("tr.shop button")[0].click()`);
      const [first] = LIST.shops;
      assert.equal(
        await page.evaluate(`all("tr.details")[0].querySelectorAll(".products tbody tr").length`),
        first!.products.length + first!.offers.length + first!.stopped.length,
      );
      assert.equal(
        await page.evaluate(`all("tr.shop button")[0].getAttribute("aria-expanded")`),
        "true",
      );
      assert.match(
        await page.evaluate(`texts("tr.details")[0]`),
        /not ordered for long: orders every week/,
      );
    }),
});

Deno.test({
  name: "of 15,000 shops, 25 are drawn at a time, and a search finds the last one",
  ignore,
  fn: () =>
    withPage("en", async (page) => {
      assert.equal(await page.evaluate("shown()"), 15_000);
      assert.ok(await page.evaluate(`all("*").length`) < 1500);
      await page.evaluate(`set("call-search", "15999")`);
      assert.deepEqual(await page.evaluate(`texts("tr.shop th button")`), ["15999"]);
    }, madeUpCalls({ shops: 15_000, products: 300, listed: 5 })),
});

for (const language of LANGUAGES) {
  Deno.test({
    name: `the call list in ${language} has no fault that axe finds, fits its window, and prints`,
    ignore,
    fn: () =>
      withPage(language, async (page) => {
        await page.evaluate(`all("tr.shop button").slice(0, 2).forEach((b) => b.click())`);
        assert.deepEqual(await pageFaults(page), []);
        const { data } = await page.send("Page.printToPDF", {
          paperWidth: 8.27,
          paperHeight: 11.7,
        });
        assert.ok(data.length > 10_000);
      }),
  });
}
