import assert from "node:assert/strict";
import { LANGUAGES } from "../../../lib/language/language.ts";
import { pageFaults } from "../../browser/page_faults.ts";
import { CHROMIUM, withPage } from "./calls_page.ts";
import { madeUpCalls } from "./made_up_calls.ts";

if (!CHROMIUM) console.log("Chromium is not installed: the call list is not driven in a browser.");

const LIST = madeUpCalls();
const ignore = CHROMIUM === undefined;

Deno.test({
  name: "the call list is searched, filtered and cleared",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      assert.equal(await page.evaluate("shown()"), 1500);
      assert.equal(await page.evaluate(`all("tr.shop").length`), 25);
      await page.evaluate(`set("call-search", "1042")`);
      assert.equal((await page.evaluate("ids()"))[0], "1042");
      await page.evaluate(`set("call-search", "xyzzy 1042")`);
      assert.equal(
        await page.evaluate(`texts(".count")[0]`),
        "No shop or product contains “xyzzy” in this list.",
      );
      const hidden = `["table.calls", ".paging", ".scope"].map((s) => all(s)[0].hidden)`;
      assert.deepEqual(await page.evaluate(hidden), [true, true, true]);
      assert.equal(await page.evaluate(`getComputedStyle(all(".paging")[0]).display`), "none");
      await page.evaluate(`press("Clear")`);
      assert.equal(await page.evaluate("shown()"), 1500);
      assert.equal(await page.evaluate("document.activeElement.id"), "call-search");
      assert.equal(await page.evaluate(`document.activeElement.value`), "");

      await page.evaluate(`set("call-attribute2", "BAR")`);
      assert.equal(await page.evaluate("shown()"), 375);
      await page.evaluate(`set("call-search", "1001")`);
      assert.match(await page.evaluate(`texts(".count")[0]`), /^No shop of 1,500 fits both/);
      await page.evaluate(`press("Clear")`);
      const named = LIST.shops.filter(({ products, offers, stopped, usual = [] }) =>
        [...products, ...offers, ...stopped, ...usual].some(({ product_id }) => product_id === 7)
      );
      const seventh =
        `all("#call-product option").find((o) => o.textContent.endsWith("(7)")).value`;
      await page.evaluate(`set("call-product", ${seventh})`);
      assert.equal(await page.evaluate("shown()"), named.length);
      assert.equal(await page.evaluate(`texts("summary")[0]`), "Filters (1)");
    }),
});

Deno.test({
  name: "notes combine, and their counts follow the other filters",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      const counts = `texts(".quick button").map((text) => Number(/\\d+/.exec(text)[0]))`;
      const expected = (shops: typeof LIST.shops) => [
        shops.filter(({ overdue }) => overdue).length,
        shops.filter(({ stopped }) => stopped.length > 0).length,
        shops.filter(({ offers }) => offers.length > 0).length,
      ];
      const bars = LIST.shops.filter((shop) =>
        LIST.customers[shop.customer_id]!.attributes[2] === "BAR"
      );
      await page.evaluate(`set("call-attribute2", "BAR")`);
      assert.deepEqual(await page.evaluate(counts), expected(bars));
      await page.evaluate(`note("stopped").click()`);
      const stopped = bars.filter((shop) => shop.stopped.length > 0);
      assert.deepEqual(await page.evaluate(counts), expected(stopped));
      await page.evaluate(`note("offers").click()`);
      const both = stopped.filter(({ offers }) => offers.length > 0);
      assert.equal(await page.evaluate("shown()"), both.length);
      assert.deepEqual(
        await page.evaluate(`all(".quick button").map((b) => b.getAttribute("aria-pressed"))`),
        ["false", "true", "true"],
      );
      // what would find no shop cannot be pressed
      const none = both.find(({ overdue }) => !overdue)!;
      await page.evaluate(`set("call-search", "${none.customer_id}")`);
      assert.equal(await page.evaluate(`note("overdue").disabled`), true);
      await page.evaluate(`press("Clear")`);
      assert.equal(await page.evaluate(`all(".quick [aria-pressed=true]").length`), 0);
    }),
});

Deno.test({
  name: "shops are sorted by a choice and by the head of the table, and unfolded",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      const order = "ids().slice(0, 3)";
      const idsBy = (compare: (a: typeof LIST.shops[0], b: typeof LIST.shops[0]) => number) =>
        LIST.shops.toSorted(compare).map((shop) => String(shop.customer_id)).slice(0, 3);
      assert.deepEqual(await page.evaluate(order), ["1000", "1001", "1002"]);
      assert.match(
        await page.evaluate(`texts(".count")[0]`),
        /^1,500 of 1,500 shops, sorted by: Purchases expected \(most first\)$/,
      );
      await page.evaluate(`press("Purchases")`);
      assert.deepEqual(await page.evaluate(order), idsBy((a, b) => a.purchases - b.purchases));
      assert.deepEqual(
        await page.evaluate(`all("[aria-sort]").map((cell) => cell.getAttribute("aria-sort"))`),
        ["ascending"],
      );
      assert.equal(
        await page.evaluate(`all("#call-sort")[0].selectedOptions[0].text`),
        "Purchases expected (fewest first)",
      );
      const choose = (text: string) =>
        `set("call-sort", all("#call-sort option").find((o) => o.text === "${text}").value)`;
      await page.evaluate(choose("Units expected (most first)"));
      assert.deepEqual(await page.evaluate(order), idsBy((a, b) => b.items - a.items));
      await page.evaluate(choose("Weeks without an order (most first)"));
      const since = ({ overdue }: typeof LIST.shops[0]) => overdue?.since ?? 0;
      assert.deepEqual(
        await page.evaluate(order),
        idsBy((a, b) => since(b) - since(a) || b.purchases - a.purchases),
      );
      await page.evaluate(`press("Next")`);
      assert.equal(await page.evaluate(`texts(".paging span")[0]`), "Shops 26 to 50 of 1,500");

      await page.evaluate(choose("Purchases expected (most first)"));
      await page.evaluate(`all("tr.shop button")[0].click()`);
      const [first] = LIST.shops;
      assert.equal(
        await page.evaluate(`all("tr.details")[0].querySelectorAll(".products tbody tr").length`),
        first!.products.length + first!.offers.length + first!.usual!.length +
          first!.stopped.length,
      );
      assert.equal(
        await page.evaluate(`all("tr.shop button")[0].getAttribute("aria-expanded")`),
        "true",
      );
      const details = await page.evaluate(`texts("tr.details")[0]`);
      assert.match(details, /not ordered for long: ordered in 11 of the 12 weeks/);
      const listed = first!.products.reduce((sum, { probability }) => sum + probability, 0);
      assert.ok(
        details.includes(
          `The products listed make ${listed.toFixed(1)} of the ${first!.purchases.toFixed(1)} `,
        ),
        details,
      );
    }),
});

Deno.test({
  name: "shops that have not ordered for long are one press away, whatever is chosen",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      assert.equal(
        await page.evaluate(`texts(".urgent strong")[0]`),
        "60 shops have not ordered for long.",
      );
      await page.evaluate(`set("call-search", "1042"); note("stopped").click()`);
      await page.evaluate(`press("Show them")`);
      assert.equal(await page.evaluate("shown()"), 60);
      const weeks = LIST.shops.flatMap(({ overdue }) => overdue?.since ?? []);
      const notes = await page.evaluate(`texts(".badge.overdue").slice(1)`);
      assert.deepEqual(
        notes,
        weeks.sort((a, b) => b - a).slice(0, 25).map((since) => `no order for ${since} weeks`),
      );
    }),
});

Deno.test({
  name: "on a phone the first shops are soon to be seen, and can be sorted",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      const phone = { width: 390, height: 844, deviceScaleFactor: 1, mobile: true };
      await page.send("Emulation.setDeviceMetricsOverride", phone);
      await page.send("Page.reload");
      await page.until(`document.readyState === "complete" && all("tr.shop").length > 0`);
      const top = (selector: string) =>
        `all("${selector}")[0].getBoundingClientRect().top - all("h2")[0].getBoundingClientRect().top`;
      assert.ok(await page.evaluate(top("tr.shop")) < 400);
      assert.equal(await page.evaluate(`all(".filters")[0].open`), false);
      assert.ok(await page.evaluate(`all("#call-sort")[0].offsetHeight`) > 20);
    }),
});

Deno.test({
  name: "each control has a label and is reached by the keyboard in its order",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      assert.deepEqual(
        await page.evaluate(
          `all("#call-list select, #call-list input").filter((c) => c.labels.length !== 1)`,
        ),
        [],
      );
      const reached: string[] = [];
      await page.evaluate(
        `set("call-search", "1042"); document.getElementById("call-search").focus()`,
      );
      for (let step = 0; step < 11; step++) {
        reached.push(
          await page.evaluate(`document.activeElement.id || document.activeElement.textContent`),
        );
        for (const type of ["keyDown", "keyUp"]) {
          await page.send("Input.dispatchKeyEvent", {
            type,
            key: "Tab",
            code: "Tab",
            windowsVirtualKeyCode: 9,
          });
        }
      }
      const notes: string[] = await page.evaluate(
        `all(".quick button:enabled").map((b) => b.textContent)`,
      );
      const print: string = await page.evaluate(`all(".filters button").at(-1).textContent`);
      assert.deepEqual(reached.slice(0, 8 + notes.length), [
        "call-search",
        "call-sort",
        "Filters",
        ...notes,
        "call-attribute0",
        "call-attribute1",
        "call-attribute2",
        "call-product",
        print,
      ]);
      assert.equal(reached[8 + notes.length], "Clear search and filters");
    }),
});

Deno.test({
  name: "of 15,000 shops, 25 are drawn at a time, and a search finds the last one",
  ignore,
  fn: () =>
    withPage("en", madeUpCalls({ shops: 15_000, products: 300, listed: 5 }), async (page) => {
      assert.equal(await page.evaluate("shown()"), 15_000);
      assert.ok(await page.evaluate(`all("*").length`) < 1500);
      await page.evaluate(`set("call-search", "15999")`);
      assert.deepEqual(await page.evaluate("ids()"), ["15999"]);
    }),
});

for (const language of LANGUAGES) {
  Deno.test({
    name: `the call list in ${language} has no fault that axe finds, and fits its window`,
    ignore,
    fn: () =>
      withPage(language, LIST, async (page) => {
        await page.evaluate(`all("tr.shop button").slice(0, 2).forEach((b) => b.click())`);
        await page.evaluate(`all(".filters")[0].open = true; note("offers").click()`);
        assert.deepEqual(await pageFaults(page), []);
      }),
  });
}
