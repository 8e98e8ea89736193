import assert from "node:assert/strict";
import { join } from "node:path";
import { acquireLock, lockHolder } from "../../../lib/dag/runs/lock.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { child } from "../child.ts";
import { outputsFolder, RUN_ID } from "../fixtures.ts";
import { runKillable } from "../killable_run.ts";

Deno.test("a second process is refused, with the holder of the lock, and admitted after kill -9", async () => {
  using outputs = outputsFolder();
  const running = child("killable_run.ts", [outputs.dir, "hang"]).spawn();
  const reader = running.stdout.getReader();
  await reader.read();
  const holder = lockHolder(outputs.dir)!;
  assert.equal(holder.pid, running.pid);
  assert.equal(holder.run_id, RUN_ID);
  assert.deepEqual(listRuns(outputs.dir).map(({ alive, run }) => [alive, run!.state]), [
    [true, "running"],
  ]);
  await assert.rejects(runKillable(outputs.dir), (error: Error) => {
    assert.equal(error.name, "UserError");
    assert.ok(error.message.includes(`process ${running.pid}, started ${holder.started}`));
    return true;
  });
  running.kill("SIGKILL");
  await running.status;
  await Promise.all([reader.cancel(), running.stderr.cancel()]);
  assert.equal(lockHolder(outputs.dir), undefined);
  assert.equal(listRuns(outputs.dir)[0]!.alive, false);
  assert.equal((await runKillable(outputs.dir)).run.state, "success");
});

Deno.test("checking the holder of the lock does not block others", async () => {
  using outputs = outputsFolder();
  const looking = setInterval(() => lockHolder(outputs.dir), 1);
  for (let i = 0; i < 20; i++) (await acquireLock(outputs.dir))[Symbol.dispose]();
  clearInterval(looking);
  assert.equal(lockHolder(outputs.dir), undefined);
});

Deno.test("an outputs folder that cannot be written is an error with a remedy", async (t) => {
  using outputs = outputsFolder();
  const file = join(outputs.dir, "file");
  Deno.writeTextFileSync(file, "");
  const expected = {
    name: "UserError",
    message: /Cannot write to the outputs folder .*--outputs-dir/s,
  };
  await t.step("a file", () => assert.rejects(acquireLock(file), expected));
  await t.step("below a file", () => assert.rejects(acquireLock(join(file, "outputs")), expected));
  const readOnly = join(outputs.dir, "read_only");
  Deno.mkdirSync(readOnly, { mode: 0o500 });
  // the superuser may write anywhere
  await t.step({
    name: "read only",
    ignore: Deno.uid() === 0,
    fn: () => assert.rejects(acquireLock(readOnly), expected),
  });
});

Deno.test("a disk that is full or fails is no wrong folder, and the file is named", async () => {
  using outputs = outputsFolder();
  for (const [code, says] of [["ENOSPC", "the disk is full"], ["EIO", "input/output error"]]) {
    const message = `In words (os error 1): writefile '${join(outputs.dir, ".lock.json")}'`;
    const { writeTextFileSync } = Deno;
    Deno.writeTextFileSync = () => {
      throw Object.assign(new Error(message), { code });
    };
    try {
      await assert.rejects(acquireLock(outputs.dir), {
        name: "UserError",
        exitStatus: 1,
        message: new RegExp(`^Cannot write .*\\.lock\\.json: .*${says}.*\\n(?!.*--outputs-dir)`),
      });
    } finally {
      Deno.writeTextFileSync = writeTextFileSync;
    }
    assert.equal(lockHolder(outputs.dir), undefined);
  }
});
