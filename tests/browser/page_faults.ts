import { type BrowserPage, openBrowserPage } from "./browser_page.ts";

const AXE = Deno.readTextFileSync(new URL("axe.min.js", import.meta.resolve("axe-core")));

/** Widths of a phone, a tablet and a laptop. Colours do not depend on them: each has one theme. */
const WINDOWS = [[390, "light"], [768, "dark"], [1280, "light"]] as const;

/** Collects what goes wrong while a page loads and runs. */
const COLLECT = `
  window.problems = [];
  addEventListener("error", (event) => problems.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));
  addEventListener("securitypolicyviolation", (event) => problems.push(event.violatedDirective));
`;

/** Opens a page so that {@linkcode pageFaults} knows what went wrong while it loaded. */
export async function openWatched(
  address: string,
  { chromium, source = "" }: { chromium: string; source?: string },
): Promise<BrowserPage> {
  const page = await openBrowserPage("about:blank", { chromium });
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: COLLECT + source });
  await page.send("Page.navigate", { url: address });
  await page.until(`location.protocol === "file:" && document.readyState === "complete"`);
  return page;
}

/**
 * What is wrong with a page of {@linkcode openWatched}: errors of its scripts, what it loads from
 * elsewhere, and at each width, and in both themes, what axe finds and whether it slides sideways.
 */
export async function pageFaults(page: BrowserPage): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(`${AXE}; true`);
  for (const [width, theme] of WINDOWS) {
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
    const found: string[] = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ": " + nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | ")))`,
    );
    faults.push(...found.map((fault) => `${width} px, ${theme}: ${fault}`));
    const over = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    if (over !== 0) faults.push(`${width} px: ${over} px are outside of the window`);
  }
  const loaded: string[] = await page.evaluate(
    `performance.getEntriesByType("resource").map(({ name }) => name)
      .filter((name) => !name.startsWith("data:") && !name.startsWith("blob:"))`,
  );
  return [...faults, ...loaded.map((name) => `loads ${name}`), ...await page.evaluate("problems")];
}
