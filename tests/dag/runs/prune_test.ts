import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { acquireLock } from "../../../lib/dag/runs/lock.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { rollBack } from "../../../lib/dag/runs/rollback.ts";
import { claimRun } from "../../../lib/dag/runs/run_claim.ts";
import { createRunFolder, newRunId, runIds } from "../../../lib/dag/runs/run_folder.ts";
import { writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { setLatest } from "../../../lib/dag/runs/latest.ts";
import { parseCall } from "../../../tasks/command.ts";
import { RUNS, runs } from "../../../tasks/runs.ts";
import { header, outputsFolder } from "../fixtures.ts";

/** Successful runs, the newest first; it is the latest. */
function successes(count: number) {
  const outputs = outputsFolder();
  const ids = Array.from({ length: count }, (_, day) => {
    const run_id = createRunFolder(
      outputs.dir,
      newRunId("2024-W48", new Date(Date.UTC(2024, 11, day + 1))),
    );
    const folder = join(outputs.dir, "runs", run_id);
    const times = { started: "2024-12-01T09:00:00Z", ended: "2024-12-01T09:10:00Z" };
    const rest = { ...header, ...times, tasks: [], warnings: [] };
    writeRunRecord(folder, { run_id, dag: "d", state: "success", ...rest });
    Deno.mkdirSync(join(folder, "models"));
    Deno.writeTextFileSync(join(folder, "models", "model.arrow"), "trees");
    return run_id;
  }).toReversed();
  setLatest(outputs.dir, ids[0]!);
  return { ...outputs, ids };
}

/** Calls a function while a file operation of Deno fails for some paths. */
function failing<T>(
  name: "renameSync" | "removeSync" | "symlinkSync",
  code: string,
  fails: (path: string) => boolean,
  call: () => T,
): T {
  // deno-lint-ignore no-explicit-any -- any of the operations
  const deno = Deno as any, original = deno[name];
  const restore = () => deno[name] = original;
  deno[name] = (...args: unknown[]) => {
    if (fails(String(args[0]))) throw Object.assign(new Error(`${code}: refused`), { code });
    return original(...args);
  };
  let result: T;
  try {
    result = call();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as T;
  restore();
  return result;
}

Deno.test("prune, rollback and promote are refused while another process holds the lock", async () => {
  using outputs = successes(3);
  using _lock = await acquireLock(outputs.dir);
  for (const args of [["prune", "--keep", "1"], ["rollback"], ["promote", outputs.ids[1]!]]) {
    const call = parseCall(RUNS, ["--outputs-dir", outputs.dir, ...args]);
    await assert.rejects(runs(call), { name: "UserError", message: /is in use by process/ });
  }
  assert.deepEqual(runIds(outputs.dir), outputs.ids);
});

Deno.test("a run that another process reads is kept, and removed by the next prune", () => {
  using outputs = successes(3);
  const folder = join(outputs.dir, "runs", outputs.ids[2]!);
  {
    using _one = claimRun(folder), _two = claimRun(folder);
    assert.deepEqual(pruneRuns(outputs.dir, { keep: 1 }), [outputs.ids[1]]);
  }
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 1 }), [outputs.ids[2]]);
  assert.throws(() => claimRun(folder), { name: "UserError", message: /is being removed/ });
});

const REMEDIES = {
  EACCES: "Give this user",
  EROFS: "Give this user",
  EBUSY: "Close it there",
  EIO: "Check the disk",
  ENOSPC: "Free some space",
};

for (const [code, remedy] of Object.entries(REMEDIES)) {
  Deno.test(`a run that cannot be removed is named, and the others are removed: ${code}`, () => {
    using outputs = successes(4);
    const [, kept, stuck, gone] = outputs.ids as [string, string, string, string];
    const prune = () => pruneRuns(outputs.dir, { keep: 2 });
    assert.throws(() => failing("renameSync", code, (path) => path.endsWith(stuck), prune), {
      name: "UserError",
      message: new RegExp(
        `removed ${gone}\\n.*${stuck} was not removed: ${code}.*\\n${remedy}`,
      ),
    });
    assert.deepEqual(runIds(outputs.dir), [outputs.ids[0], kept, stuck]);
    assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), [stuck]);
  });

  Deno.test(`a prune that stops halfway leaves no half run: ${code}`, () => {
    using outputs = successes(3);
    const old = outputs.ids[2]!;
    const prune = () => pruneRuns(outputs.dir, { keep: 2 });
    assert.throws(() => failing("removeSync", code, () => true, prune), {
      name: "UserError",
      message: new RegExp(`${old} was removed, but .*\\.removed-${old} is not yet deleted`),
    });
    assert.deepEqual(runIds(outputs.dir), outputs.ids.slice(0, 2));
    assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), []);
    assert.equal([...Deno.readDirSync(join(outputs.dir, "runs"))].length, 2);
  });

  Deno.test(`a rollback that cannot swap latest changes nothing: ${code}`, async () => {
    using outputs = successes(2);
    const back = () => rollBack(outputs.dir);
    await assert.rejects(failing("symlinkSync", code, () => true, back), {
      name: "UserError",
      message: new RegExp(
        `latest was not moved to .*, and is still ${outputs.ids[0]}: ${code}.*\\n${remedy}`,
      ),
    });
    assert.equal(readLatest(outputs.dir), outputs.ids[0]);
    assert.equal(Deno.readTextFileSync(join(outputs.dir, "rollbacks.json")), "[]\n");
  });
}

Deno.test("latest never dangles while rollbacks and prunes come at once", async () => {
  using outputs = successes(6);
  const call = (...args: string[]) =>
    runs(parseCall(RUNS, ["--outputs-dir", outputs.dir, ...args]));
  const both = Array.from(
    { length: 10 },
    (_, i) =>
      call(...i % 2 ? ["prune", "--keep", "1"] : ["rollback"]).catch((error) => {
        if (error.name !== "UserError") throw error;
      }),
  );
  await Promise.all(both);
  assert(runIds(outputs.dir).includes(readLatest(outputs.dir)!));
});
