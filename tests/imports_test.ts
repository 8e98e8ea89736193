import assert from "node:assert/strict";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);

/** Folders of `lib/` with a subject of their own, and the narrower ones that they may use. */
const DOMAINS: Record<string, string[]> = {
  stats: [],
  table: ["stats"],
  features: ["stats", "table"],
  forest: ["stats", "table"],
  plots: ["stats", "table"],
  evaluation: ["features", "forest", "stats", "table"],
  tuning: ["evaluation", "features", "forest", "stats", "table"],
};

/** What each part of the house may import, besides itself, `config` and `user_error`. */
const ALLOWED: Record<string, string[]> = {
  ...DOMAINS,
  user_error: [],
  version: [],
  config: ["table"],
  help: [],
  dag: [],
  tracking: ["dag"],
  stages: Object.keys(DOMAINS),
  pipeline: ["stages", "dag", "tracking", "version", ...Object.keys(DOMAINS)],
  // serves notebooks, which look into a run from above: the pipeline knows nothing of it
  report: ["pipeline", "stages", "dag", "version", ...Object.keys(DOMAINS)],
  tasks: ["help", "pipeline", "dag", "report", "tracking", "stages", ...Object.keys(DOMAINS)],
  notebooks: ["help", "pipeline", "dag", "report", "stages", ...Object.keys(DOMAINS)],
};

/** The files that put the stages together: one floor of the house. */
const PIPELINE =
  /^lib\/(pipeline(_\w+)?|run_inputs|drift_tables|fit_and_score|aged_forecasts)\.ts$/;

function partOf(path: string): string {
  if (PIPELINE.test(path)) return "pipeline";
  const [root, next = ""] = path.split("/");
  return root === "lib" ? next.replace(/\.ts$/, "") : root!;
}

/** The files of ours that each file of ours imports, with or without what it imports types of. */
function importsOf({ types }: { types: boolean }): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const read = (path: string, code: string) => {
    const here = new URL(path, ROOT);
    // comments hold examples, which import the file that they stand in
    const bare = code.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "");
    const kept = types ? bare : bare.replaceAll(/^(import|export) type [^;]*;/gm, "");
    const targets = Array.from(
      kept.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g),
      ([, target]) => relative(fileURLToPath(ROOT), fileURLToPath(new URL(target!, here))),
    );
    found.set(path, [...new Set(targets)].sort());
  };
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
      const path = `${folder}/${name}`;
      if (isDirectory && !name.startsWith(".")) walk(path);
      else if (name.endsWith(".ts")) read(path, Deno.readTextFileSync(new URL(path, ROOT)));
      else if (name.endsWith(".ipynb")) read(path, notebookCode(path));
    }
  };
  for (const { name, isDirectory } of Deno.readDirSync(ROOT)) {
    if (isDirectory && ["lib", "tasks", "notebooks"].includes(name)) walk(name);
  }
  return found;
}

function notebookCode(path: string): string {
  const { cells } = JSON.parse(Deno.readTextFileSync(new URL(path, ROOT)));
  return cells.filter((cell: { cell_type: string }) => cell.cell_type === "code")
    .map(({ source }: { source: string | string[] }) => [source].flat().join(""))
    .join("\n");
}

const IMPORTS = importsOf({ types: true });

Deno.test("imports point one way, as the design says", () => {
  assert(IMPORTS.size > 100 && IMPORTS.get("lib/pipeline.ts")!.length > 10);
  const wrong: string[] = [];
  for (const [path, targets] of IMPORTS) {
    const part = partOf(path);
    const allowed = ALLOWED[part];
    if (allowed === undefined) wrong.push(`${path} belongs to no part of the house`);
    for (const target of targets) {
      const to = partOf(target);
      if (to === part || to === "config" || to === "user_error") continue;
      if (!allowed?.includes(to)) wrong.push(`${path} may not import ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("no file imports itself by a detour", () => {
  // a type is gone when the program runs
  const imports = importsOf({ types: false });
  const done = new Set<string>(), cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    } else if (!done.has(path)) {
      for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of imports.keys()) visit(path, []);
  assert.deepEqual(cycles, []);
});

Deno.test("what is imported is there", () => {
  const missing: string[] = [];
  for (const [path, targets] of IMPORTS) {
    for (const target of targets) {
      if (target.endsWith(".ts") && !IMPORTS.has(target)) missing.push(`${path}: ${target}`);
    }
  }
  assert.deepEqual(missing, []);
});

Deno.test("a stage neither reads nor writes files", () => {
  for (const path of IMPORTS.keys()) {
    if (!path.startsWith("lib/stages/")) continue;
    const code = Deno.readTextFileSync(new URL(path, ROOT));
    assert.doesNotMatch(code, /\bDeno\.|"node:fs|scanParquet|sinkParquet|writeParquet/, path);
  }
});
