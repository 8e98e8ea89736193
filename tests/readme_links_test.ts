import assert from "node:assert/strict";
import { posix } from "node:path";

const ROOT = new URL("../", import.meta.url);

/** Folders that git ignores or that hold other people's files. */
const ELSEWHERE = ["node_modules", ".git", "coverage", "outputs/runs", "outputs/demo"];

/** Our Markdown files, by path. */
const PAGES = new Map<string, string>();

function collect(folder: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder || ".", ROOT))) {
    const path = `${folder}${name}`;
    if (isDirectory && !ELSEWHERE.includes(path)) collect(`${path}/`);
    else if (name.endsWith(".md")) PAGES.set(path, Deno.readTextFileSync(new URL(path, ROOT)));
  }
}
collect("");

/** The text without code, where brackets are not links. */
const prose = (text: string) => text.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");

/** The anchors of a page's headings, as GitHub names them. */
const anchorsOf = (text: string) =>
  [...text.replaceAll(/^```[^]*?^```/gm, "").matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );

function exists(path: string): boolean {
  try {
    return Boolean(Deno.statSync(new URL(path, ROOT)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("every relative link of a Markdown file has a target", () => {
  assert(PAGES.size >= 10);
  const broken: string[] = [];
  for (const [page, text] of PAGES) {
    const links = [
      ...prose(text).matchAll(/\]\(([^)\s]+)\)/g),
      ...text.matchAll(/(?:src|href)="([^"]+)"/g),
    ].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link));
    for (const link of links) {
      const [file, anchor] = link.split("#");
      const path = file ? posix.join(posix.dirname(page), file) : page;
      const leads = anchor === undefined
        ? exists(path)
        : anchorsOf(PAGES.get(path) ?? "").includes(anchor);
      if (!leads) broken.push(`${page}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

Deno.test("every task and benchmark named in a Markdown file exists", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  const unknown: string[] = [];
  for (const [page, text] of PAGES) {
    for (const [call, task, word] of text.matchAll(/deno(?:@[\d.]+)? task ([\w:]+)(?: (\w+))?/g)) {
      const isBench = task === "bench" && word !== undefined && word !== "NAME";
      if (!(task! in tasks) || isBench && !exists(`tests/bench/${word}_bench.ts`)) {
        unknown.push(`${page}: ${call}`);
      }
    }
  }
  assert.deepEqual(unknown, []);
});

Deno.test("README.md has at most 150 lines", () => {
  assert(PAGES.get("README.md")!.split("\n").length <= 151); // the last one is empty
});

Deno.test("lib/README.md has every folder of lib/ in its layer", () => {
  const code = Deno.readTextFileSync(new URL("imports_test.ts", import.meta.url));
  const [, literal] = /const LAYERS = (\[[^]*?\n\]);/.exec(code)!;
  const layers: string[][] = JSON.parse(literal!.replaceAll(/,(\s*\])/g, "$1"));
  const rows = [...PAGES.get("lib/README.md")!.matchAll(/^\| (\d+) +\| `(\w+)` /gm)];
  const found = rows.map(([, layer, folder]) => `${layer} ${folder}`);
  const expected = layers.flatMap((folders, i) => folders.map((folder) => `${i + 1} ${folder}`));
  assert.deepEqual(found.sort(), expected.sort());
});
