import assert from "node:assert/strict";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);

/**
 * The folders of `lib/`, layer by layer, lowest first: a file imports from its own folder and from lower
 * layers. Folders of one layer do not import from each other.
 */
const LAYERS = [
  ["stats", "workers", "permissions", "language"],
  ["dag"],
  ["table", "tuning"],
  ["config"],
  ["simulator", "metrics", "features", "forest", "plots", "jupyter"],
  ["model", "quantity"],
  ["drift", "evaluation"],
  ["stages"],
  ["tracking", "alerts", "object_storage"],
  ["pipeline"],
  ["report"],
  ["notebook"],
];

/** Folders that only some higher folders may import from. */
const NARROW: Record<string, string[]> = {
  // the DAG engine: for code that records, publishes and shows runs, not for the method
  dag: ["tracking", "alerts", "pipeline", "report", "notebook"],
};

/** Files directly in `lib/`, which any folder may import. */
const ROOT_FILES = [
  "lib/denied_access.ts",
  "lib/system_error.ts",
  "lib/user_error.ts",
  "lib/version.ts",
  "lib/mod.ts",
];

/** A folder with more files than this must be split into sub-folders. */
const MOST_FILES = 16;

function layerOf(path: string): number {
  const [root, folder] = path.split("/");
  if (root !== "lib") return LAYERS.length;
  return LAYERS.findIndex((folders) => folders.includes(folder!));
}

/** The folder inside `lib`, or the top folder of other files. */
function folderOf(path: string): string {
  const [root, folder] = path.split("/");
  return root === "lib" ? folder! : root!;
}

/** For each of our files, those of our files that it imports, including types. */
function importsOf(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const read = (path: string, code: string) => {
    const here = new URL(path, ROOT);
    // leave out comments: their examples import the file that contains them
    const bare = code.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "");
    const targets = Array.from(
      bare.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g),
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

const IMPORTS = importsOf();

Deno.test("imports point down, layer by layer", () => {
  assert(IMPORTS.size > 300 && IMPORTS.get("lib/pipeline/run_pipeline.ts")!.length > 10);
  const wrong: string[] = [];
  for (const [path, targets] of IMPORTS) {
    if (ROOT_FILES.includes(path)) continue;
    if (layerOf(path) < 0) wrong.push(`${path} is in no layer`);
    for (const target of targets) {
      const folder = folderOf(path), to = folderOf(target);
      if (to === folder || ROOT_FILES.includes(target)) continue;
      const narrow = LAYERS.flat().includes(folder) && NARROW[to] && !NARROW[to].includes(folder);
      if (narrow || layerOf(target) >= layerOf(path)) {
        wrong.push(`${path} may not import ${target}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("imports have no cycles, not even of types", () => {
  const done = new Set<string>(), cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    } else if (!done.has(path)) {
      for (const target of IMPORTS.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of IMPORTS.keys()) visit(path, []);
  assert.deepEqual(cycles, []);
});

Deno.test("a folder has at most 16 files", () => {
  const files = new Map<string, number>();
  for (const path of IMPORTS.keys()) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  const crowded = [...files].filter(([, count]) => count > MOST_FILES);
  assert.deepEqual(crowded.filter(([folder]) => folder !== "tasks"), []);
});

Deno.test("imported files exist", () => {
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

Deno.test("polars scans a path in one place, where a path is no pattern", () => {
  const scans = [...IMPORTS.keys()].filter((path) =>
    path.startsWith("lib/") &&
    Deno.readTextFileSync(new URL(path, ROOT)).includes("pl.scanParquet(")
  );
  assert.deepEqual(scans, ["lib/table/parquet_file/scan_parquet.ts"]);
});
