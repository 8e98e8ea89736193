import assert from "node:assert/strict";
import { CHROMIUM, withPage } from "./calls_page.ts";
import { madeUpCalls } from "./made_up_calls.ts";

const LIST = madeUpCalls();
const ignore = CHROMIUM === undefined;

/** The number of pages of a PDF. */
const pagesOf = (pdf: string) => atob(pdf).match(/\/Type\s*\/Page\b/g)!.length;

Deno.test({
  name: "the shops found are printed with their products, and the button says how many they are",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      const label = `all(".filters button").at(-1).textContent`;
      assert.match(
        await page.evaluate(label),
        /^Print 100 of 1,500 shops with products \(about /,
      );
      await page.evaluate(`set("call-attribute2", "BAR"); note("overdue").click()`);
      const found = LIST.shops.filter((shop) =>
        shop.overdue && LIST.customers[shop.customer_id]!.attributes[2] === "BAR"
      );
      const [, shops, pages] = /^Print (\d+) of \d+ shops with products \(about (\d+) pages\)$/
        .exec(
          await page.evaluate(label),
        )!;
      assert.equal(Number(shops), found.length);

      await page.evaluate(`all("tr.shop button")[0].click()`);
      await page.evaluate(`window.print = () => {}; press("Print")`);
      await page.send("Emulation.setEmulatedMedia", { media: "print" });
      assert.deepEqual(
        await page.evaluate("ids()"),
        found.map((shop) => String(shop.customer_id)),
      );
      assert.equal(
        await page.evaluate(`all("tr.details:not([hidden]) .products").length > 15`),
        true,
      );
      const seen = `(selector) => all(selector).some((e) => e.checkVisibility())`;
      assert.deepEqual(
        await page.evaluate(
          `["[role=search] button, .found button", "select", "h2", ".urgent", ".on-paper"].map(${seen})`,
        ),
        [false, false, false, false, true],
      );
      assert.equal(
        await page.evaluate(`texts(".on-paper")[0]`),
        `Shops 1 to ${shops} of ${shops} · Type: BAR · Not ordered for long`,
      );
      const { data } = await page.send("Page.printToPDF", { paperWidth: 8.27, paperHeight: 11.7 });
      const printed = pagesOf(data);
      assert.ok(
        Math.abs(printed - Number(pages)) <= 0.4 * printed,
        `${pages} said, ${printed} are`,
      );

      // Chromium has told the page that the paper is made
      await page.until(`all("tr.details:not([hidden])").length === 1`);
      assert.equal(await page.evaluate(`document.documentElement.className`), "");
    }),
});

Deno.test({
  name: "a page that the browser's own command prints says which shops are on it",
  ignore,
  fn: () =>
    withPage("en", LIST, async (page) => {
      await page.evaluate(`press("Next")`);
      await page.send("Emulation.setEmulatedMedia", { media: "print" });
      assert.equal(await page.evaluate(`all(".on-paper")[0].innerText`), "Shops 26 to 50 of 1,500");
      assert.equal(await page.evaluate(`all("h2")[0].checkVisibility()`), true);
    }),
});
