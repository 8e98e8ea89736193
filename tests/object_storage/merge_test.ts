import assert from "node:assert/strict";
import fc from "fast-check";
import { type Contents, merge } from "../../lib/object_storage/merge.ts";

const contents = fc.dictionary(
  fc.constantFrom("a", "b", "c", "index.html"),
  fc.constantFrom("1", "2", "3"),
).map((found): Contents => ({
  files: Object.fromEntries(Object.entries(found).map(([name, sha256]) => [name, { sha256 }])),
  links: found["a"] === undefined ? {} : { latest: found["a"] },
}));

Deno.test("merge() keeps the changes of both sides, and names what both changed", () => {
  fc.assert(fc.property(contents, contents, contents, (base, ours, theirs) => {
    const { files, links, conflicts } = merge(base, ours, theirs);
    const of = (side: Contents, name: string) =>
      name === "latest" ? side.links[name] : side.files[name]?.sha256;
    for (const name of ["a", "b", "c", "index.html", "latest"]) {
      const [was, our, their] = [base, ours, theirs].map((side) => of(side, name));
      const found = of({ files, links }, name);
      if (our === was) assert.equal(found, their);
      else if (their === was || our === their || name === "index.html") assert.equal(found, our);
      else assert.ok(conflicts.includes(name));
    }
    const both = [...new Set(conflicts)];
    for (const name of both) assert.notEqual(of(ours, name), of(theirs, name));
  }));
});

Deno.test("merge() of one side's changes is that side", () => {
  fc.assert(fc.property(contents, contents, (base, changed) => {
    assert.deepEqual(merge(base, changed, base), { ...changed, conflicts: [] });
    assert.deepEqual(merge(base, base, changed), { ...changed, conflicts: [] });
  }));
});
