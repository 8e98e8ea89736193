import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { temporaryFolder } from "../../lib/jupyter/temporary_folder.ts";

const MODULE = new URL("../../lib/jupyter/temporary_folder.ts", import.meta.url).href;

/** A prefix of this test alone. */
const prefix = () => `sodai_test_${crypto.randomUUID().slice(0, 8)}_`;

/** A process that makes a temporary folder, puts a file into it and stays alive. */
async function owner(prefix: string) {
  const code = `const { temporaryFolder } = await import(${JSON.stringify(MODULE)});
    const { path } = await temporaryFolder(${JSON.stringify(prefix)});
    Deno.mkdirSync(path + "/cells");
    Deno.writeTextFileSync(path + "/cells/half", "x");
    console.log(path);
    setInterval(() => {}, 1000);`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", code],
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const path = (await reader.read()).value!.trim();
  return {
    path,
    async kill() {
      process.kill("SIGKILL");
      await process.status;
      await reader.cancel();
    },
  };
}

Deno.test("a temporary folder of a killed process is removed by the next one", async () => {
  const name = prefix(), killed = await owner(name);
  await killed.kill();
  assert.ok(existsSync(join(killed.path, "cells", "half")));
  const { path, remove } = await temporaryFolder(name);
  assert.ok(!existsSync(killed.path));
  assert.notEqual(path, killed.path);
  await remove();
  assert.ok(!existsSync(path));
});

Deno.test("a temporary folder of a live process, or of another prefix, stays", async () => {
  const name = prefix(), live = await owner(name);
  const other = await Deno.makeTempDir({ prefix: `other_${name}` });
  const first = await temporaryFolder(name), second = await temporaryFolder(name);
  assert.ok(existsSync(join(live.path, "cells", "half")));
  for (const { path } of [first, second]) assert.ok(existsSync(path), "this process lives too");
  assert.ok(existsSync(other));
  await Promise.all([first.remove(), second.remove(), live.kill(), Deno.remove(other)]);
  await (await temporaryFolder(name)).remove();
  const left = Array.from(Deno.readDirSync(dirname(first.path)), (entry) => entry.name);
  assert.deepEqual(left.filter((entry) => entry.startsWith(name)), []);
});

Deno.test("folders made at the same time are never taken for leftovers", async () => {
  const name = prefix();
  const folders = await Promise.all(Array.from({ length: 12 }, () => temporaryFolder(name)));
  assert.equal(new Set(folders.map(({ path }) => basename(path))).size, 12);
  assert.ok(folders.every(({ path }) => existsSync(path)));
  await Promise.all(folders.map(({ remove }) => remove()));
});

Deno.test("a link with the prefix of a temporary folder is not followed", async () => {
  const name = prefix(), target = await Deno.makeTempDir();
  await Deno.writeTextFile(join(target, "kept"), "");
  const link = join(dirname(target), `${name}link`);
  await Deno.symlink(target, link);
  await (await temporaryFolder(name)).remove();
  assert.ok(existsSync(join(target, "kept")));
  await Deno.remove(link);
  await Deno.remove(target, { recursive: true });
});
