import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Reporter } from "../../lib/dag/reporter.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { userErrorOf } from "../../lib/system_error.ts";
import { dataBeforeWeek, sharedRun } from "./shared_runs.ts";
import { digests, temporaryPlace } from "./world.ts";

/** Calls back when a task starts. */
function atStart(id: string, action: () => void): Reporter {
  return (event) => {
    if (event.kind === "task" && event.task.id === id && event.task.state === "running") action();
  };
}

/** The parameters of the shared run, with outputs in a new folder. */
async function sameRun(outputs: string) {
  const shared = await sharedRun();
  return { shared, config: { ...shared.config("outputs"), outputs_dir: outputs } };
}

for (const how of ["moved away", "deleted"]) {
  Deno.test(`outputs that are ${how} during a run end it with one message`, async () => {
    using place = temporaryPlace(await dataBeforeWeek());
    const outputs = join(place.folder, "outputs"), moved = join(place.folder, "moved");
    const { config } = await sameRun(outputs);
    const reporter = atStart("split_data", () => {
      if (how === "deleted") Deno.removeSync(outputs, { recursive: true });
      else Deno.renameSync(outputs, moved);
    });
    await assert.rejects(runPipeline(config, { reporter }), (error) => {
      const known = userErrorOf(error);
      assert.match(known!.message, /^Cannot \w+ \S+outputs\/runs\/\S+: there is no such file/);
      return true;
    });
    assert.ok(!existsSync(outputs), "no part of them is made again");
    if (how === "deleted") return;
    Deno.renameSync(moved, outputs);
    const { error } = await runPipeline({ ...config, resume: true });
    assert.equal(error, undefined, "put back, the run is continued");
  });
}

/** Mounts a small disk; undefined where that is not allowed. */
function smallDisk(bytes: number): { path: string; grow(bytes: number): void } & Disposable {
  const path = Deno.makeTempDirSync();
  const run = (program: string, ...args: string[]) => {
    const { success, stderr } = new Deno.Command(program, { args }).outputSync();
    assert.ok(success, new TextDecoder().decode(stderr));
  };
  run("mount", "-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path);
  return {
    path,
    grow: (bytes) => run("mount", "-o", `remount,size=${bytes}`, path),
    [Symbol.dispose]() {
      run("umount", path);
      Deno.removeSync(path);
    },
  };
}

const canMount = Deno.build.os === "linux" && Deno.uid() === 0 &&
  new Deno.Command("unshare", { args: ["-m", "true"] }).outputSync().success;

// in the parts of a table, which polars writes, and in files that Deno writes
for (const bytes of [64_000, 400_000, 800_000]) {
  Deno.test({
    name: `a disk that is full after ${bytes} bytes delays a run until there is room`,
    ignore: !canMount,
    async fn() {
      using disk = smallDisk(bytes);
      const outputs = join(disk.path, "outputs");
      const { shared, config } = await sameRun(outputs);
      const texts: string[] = [];
      const { run, folder, error } = await runPipeline(config, {
        reporter(event) {
          if (event.kind !== "retry") return;
          texts.push(event.text);
          disk.grow(100_000_000);
        },
      });
      assert.equal(error, undefined);
      assert.equal(run.state, "success");
      assert.equal(texts.length, 1);
      assert.match(texts[0]!, /^try 1 of \d+ failed.*: No space left on device .*outputs\/runs/);
      assert.deepEqual(await digests(folder), await digests(shared.runFolder));
    },
  });
}
