import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { Language } from "../../../lib/language/language.ts";
import { translator } from "../../../lib/language/messages.ts";
import { callSection } from "../../../lib/report/calls/call_section.ts";
import { page } from "../../../lib/report/html/page.ts";
import { INDEX_STYLE } from "../../../lib/report/index_style.ts";
import type { CallList } from "../../../lib/stages/calls/call_list.ts";
import { findChromium } from "../../../tasks/find_chromium.ts";
import type { BrowserPage } from "../../browser/browser_page.ts";
import { openWatched } from "../../browser/page_faults.ts";

/** Chromium; undefined where it is not installed. */
export const CHROMIUM = await findChromium().catch(() => undefined);

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
  window.ids = () => texts("tr.shop th button");
  window.note = (kind) => all(".quick ." + kind)[0];
  window.shown = () => Number(/[\\d.,]+/.exec(all(".count")[0].textContent)[0].replace(/[.,]/, ""));
`;

/** Opens a page with the call list, and checks that nothing went wrong on it. */
export async function withPage(
  language: Language,
  list: CallList,
  test: (page: BrowserPage) => Promise<void>,
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
