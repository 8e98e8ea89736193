import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { publishPages } from "../../lib/report/publish_pages.ts";

/** Pages that all link to each other, as those of a run do. */
function pages(text: string, names: string[]) {
  const all = ["index", ...names].map((name) => `${name}.html`);
  const links = all.map((href) =>
    `<a href="${href}"${href === all[0] ? ' aria-current="page"' : ""}>to\n${href}</a>`
  );
  return all.map((href) => ({
    href,
    html: `<p>${text} ${links.join("")}</p><a href="${all[0]}#part">part</a>` +
      `<a href="../scores.parquet">file</a><a href="https://example.org/a.html">out</a>`,
  }));
}

/** What a reader finds: whole pages, whose links all lead somewhere. */
function readReport(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name } of existsSync(folder) ? Deno.readDirSync(folder) : []) {
    if (name.endsWith(".html") && !name.startsWith(".")) {
      found[name] = Deno.readTextFileSync(join(folder, name));
    }
  }
  for (const [name, html] of Object.entries(found)) {
    assert.match(html, /^<p>(old|new) [^]*out<\/a>$/, `${name} is whole`);
    for (const [, href] of html.matchAll(/href="([^"#/]+)(?:#\w+)?"/g)) {
      assert.ok(found[href!] !== undefined, `${name} links to ${href}, which is missing`);
    }
  }
  return found;
}

/** Stops the process, as it were, at the given rename or removal; false if there are fewer. */
function stopsAt(step: number, action: () => void): boolean {
  const { renameSync, removeSync } = Deno;
  let count = 0;
  const stop = <A extends unknown[]>(original: (...args: A) => void) => (...args: A) => {
    if (++count > step) throw new Error("killed");
    original(...args);
  };
  Object.assign(Deno, { renameSync: stop(renameSync), removeSync: stop(removeSync) });
  try {
    action();
    return false;
  } catch (error) {
    assert.equal((error as Error).message, "killed");
    return true;
  } finally {
    Object.assign(Deno, { renameSync, removeSync });
  }
}

const ALL = ["00_a", "01_b", "02_c"];
const situations: [string, before: string[] | null, after: string[]][] = [
  ["the first report", null, ALL],
  ["the same pages again", ALL, ALL],
  ["pages that are added", ["01_b"], ALL],
  ["pages that are no longer made", ALL, ["01_b"]],
  ["other pages", ["00_a", "01_b"], ["01_b", "02_c"]],
];

for (const [situation, before, after] of situations) {
  Deno.test(`a report is whole wherever its writing is stopped: ${situation}`, () => {
    let stops = 0;
    for (let stopped = true; stopped; stops++) {
      const folder = join(Deno.makeTempDirSync(), "report");
      if (before) publishPages(folder, pages("old", before));
      const earlier = readReport(folder);
      const names = pages("new", after).map(({ href }) => href);
      const obsolete = Object.keys(earlier).filter((name) => !names.includes(name));
      stopped = stopsAt(stops, () => publishPages(folder, pages("new", after), obsolete));
      const found = readReport(folder);
      if (before) assert.ok(found["index.html"], "the earlier index stands");
      if (stops === 0) assert.deepEqual(found, earlier);
      // the next one repairs what was stopped
      publishPages(folder, pages("new", after), obsolete);
      const complete = readReport(folder);
      assert.deepEqual(Object.keys(complete).sort(), [...names].sort());
      for (const { href, html } of pages("new", after)) assert.equal(complete[href], html);
      assert.deepEqual(Array.from(Deno.readDirSync(folder)).length, names.length, "no leftovers");
      Deno.removeSync(join(folder, ".."), { recursive: true });
    }
    assert.ok(stops > after.length, `${stops} stops`);
  });
}

Deno.test("other files in the folder of a report stay", () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(folder, "my_notes.html"), "mine");
  publishPages(folder, pages("new", ALL), ["03_gone.html"]);
  assert.equal(Deno.readTextFileSync(join(folder, "my_notes.html")), "mine");
  Deno.removeSync(folder, { recursive: true });
});
