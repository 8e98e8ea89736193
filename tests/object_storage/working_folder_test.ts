import assert from "node:assert/strict";
import { join } from "node:path";
import { takeWorkingFolder, workingFoldersOf } from "../../lib/object_storage/working_folder.ts";
import { machines } from "./folders.ts";

Deno.test("commands at the same time get different working folders, later ones the first", () => {
  using place = machines();
  const cache = place.of("cache");
  const first = takeWorkingFolder(cache);
  {
    using second = takeWorkingFolder(cache);
    assert.deepEqual([first.path, second.path], [join(cache, "1"), join(cache, "2")]);
  }
  first[Symbol.dispose]();
  using again = takeWorkingFolder(cache);
  assert.equal(again.path, join(cache, "1"));
});

Deno.test("each path of each service has working folders of its own, in the user's cache", () => {
  const of = (variables: Record<string, string>) => (name: string) => variables[name];
  const home = of({ HOME: "/ana" });
  const found = workingFoldersOf("s3://sales/a/weekly out", "https://s", home);
  assert.match(found, /^\/ana\/\.cache\/sodai\/s3\/weekly_out-[0-9a-f]{12}$/);
  const others = [
    workingFoldersOf("s3://sales/b/weekly out", "https://s", home),
    workingFoldersOf("s3://sales/a/weekly out", "https://t", home),
    workingFoldersOf("s3://sales/a/weekly out", "https://s", of({ XDG_CACHE_HOME: "/cache" })),
  ];
  assert.equal(new Set([found, ...others]).size, 4);
});
