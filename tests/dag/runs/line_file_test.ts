import assert from "node:assert/strict";
import { openLineFile } from "../../../lib/dag/runs/line_file.ts";

Deno.test("a line file can be extended and cut, and drops an incomplete last line", async () => {
  const path = await Deno.makeTempFile();
  try {
    const file = openLineFile(path);
    assert.deepEqual(file.lines, []);
    file.append(["first", "zweitens, ñandú"]);
    file.append(["third"]);
    assert.equal(Deno.readTextFileSync(path), "first\nzweitens, ñandú\nthird\n");
    Deno.writeTextFileSync(path, "half a li", { append: true });

    const again = openLineFile(path);
    assert.deepEqual(again.lines, ["first", "zweitens, ñandú", "third"]);
    assert.equal(Deno.readTextFileSync(path), "first\nzweitens, ñandú\nthird\n");
    again.cut(2);
    again.append(["another"]);
    again.cut(3);
    assert.deepEqual(openLineFile(path).lines, ["first", "zweitens, ñandú", "another"]);
    again.cut(0);
    assert.equal(Deno.readTextFileSync(path), "");
  } finally {
    await Deno.remove(path);
  }
});
