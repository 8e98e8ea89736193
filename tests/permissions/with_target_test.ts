import assert from "node:assert/strict";
import { join } from "node:path";
import { withTarget } from "../../lib/permissions/with_target.ts";

Deno.test("withTarget() names a folder, and where it leads", () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    const real = join(folder, "real"), link = join(folder, "link");
    Deno.mkdirSync(join(real, "in"), { recursive: true });
    Deno.symlinkSync("real", link);
    assert.deepEqual(withTarget(real), [real]);
    assert.deepEqual(withTarget(`${real}/`), [real]);
    assert.deepEqual(withTarget(link), [link, real]);
    assert.deepEqual(withTarget(join(link, "in")), [join(link, "in"), join(real, "in")]);
    // not there yet: a command may create it
    assert.deepEqual(withTarget(join(folder, "new")), [join(folder, "new")]);
    assert.deepEqual(withTarget(join(link, "a", "b")), [
      join(link, "a", "b"),
      join(real, "a", "b"),
    ]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("withTarget() takes a path as relative to the working folder", () => {
  assert.deepEqual(withTarget("tests"), [join(Deno.cwd(), "tests")]);
});
