import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sampleNotebook } from "../../jupyter/sample_notebook.ts";
import { scratchCopy } from "../../../tasks/mutate/scratch_copy.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { formatNotebook } from "../../../lib/jupyter/notebook.ts";
import { outcome, simulateInto } from "../../end_to_end/world.ts";
import { printCount } from "../../print_count.ts";
import { attempts, type Target } from "./attempts.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const VARIABLE = "SODAI_TEST_ELSEWHERE";
/** The first task of every run. */
const TASK = "lib/pipeline/tasks/extract_data.ts";

/** A copy of the project whose code is changed, a world, and secrets outside of both. */
async function place() {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  const target: Omit<Target, "port"> = {
    file: join(folder, "elsewhere", "secret.txt"),
    folder: join(folder, "elsewhere"),
    data: join(folder, "data"),
    outputs: join(folder, "outputs"),
    project: join(folder, "project"),
    variable: VARIABLE,
  };
  await scratchCopy(ROOT, target.project);
  await simulateInto(target.data, { customers: 20, products: 8, weeks: 8 });
  Deno.mkdirSync(target.folder);
  Deno.writeTextFileSync(target.file, "secret");
  Deno.writeTextFileSync(join(target.folder, "module.ts"), "export {};");
  Deno.writeTextFileSync(join(target.folder, "other"), "");
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("secret"),
  );
  const whole: Target = { ...target, port: server.addr.port };
  return {
    folder,
    target: whole,
    /** Replaces the first lines of the first task. */
    inTask(code: string) {
      const path = join(target.project, TASK);
      const source = Deno.readTextFileSync(join(ROOT, TASK));
      const changed = source.replace(/(Promise<void> \{\n)/, (start) => `${start}${code}\n`);
      assert.notEqual(changed, source);
      Deno.writeTextFileSync(path, changed);
    },
    /** The only notebook. */
    inNotebook(...cells: string[]) {
      const notebooks = join(target.project, "notebooks");
      Deno.removeSync(notebooks, { recursive: true });
      Deno.mkdirSync(notebooks);
      const notebook = sampleNotebook("# Break out", ...cells);
      Deno.writeTextFileSync(join(notebooks, "00.ipynb"), formatNotebook(notebook));
    },
    /** Runs a command of the copy, as `deno task` does. */
    async command(name: string, ...args: string[]) {
      return await outcome(
        new Deno.Command(Deno.execPath(), {
          args: [
            ...["task", "--quiet", name, "--data-dir", target.data],
            ...["--outputs-dir", target.outputs, ...args],
          ],
          cwd: target.project,
          env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "", [VARIABLE]: "secret" },
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

type Found = { tried: number; succeeded: string[] };

Deno.test("code in a task or a notebook reaches nothing outside of the command's folders", async (t) => {
  await using world = await place();
  const { target } = world;
  const record = join(target.outputs, "attempts.json");
  const write = `Deno.writeTextFileSync(${JSON.stringify(record)}, JSON.stringify(`;
  const quick = ["--no-report", "--n-trials", "1", "--max-data-age", "36500"];

  await t.step("in a task", async () => {
    world.inTask(`${write}${attempts(target)}));
      throw new Error("seen enough");`);
    const { code, stderr } = await world.command("pipeline", ...quick);
    assert.equal(code, 1, stderr);
    const { tried, succeeded }: Found = JSON.parse(Deno.readTextFileSync(record));
    printCount(`${tried} ways out of a task: ${succeeded.length} succeeded`);
    assert(tried > 25);
    assert.deepEqual(succeeded, []);
    assert.deepEqual([...Deno.readDirSync(target.folder)].map(({ name }) => name).sort(), [
      "module.ts",
      "other",
      "secret.txt",
    ]);
  });

  await t.step("a denied access ends the run with one message", async () => {
    const denied: [string, RegExp][] = [
      [`Deno.readTextFileSync(${JSON.stringify(target.file)});`, /^Denied: to read .*secret\.txt/m],
      [`new Deno.Command("true").outputSync();`, /^Denied: to start the program "true"/m],
      [`await Deno.connect({ port: ${target.port} });`, /^Denied: to reach "127\.0\.0\.1:\d+"/m],
      [`Deno.env.get("${VARIABLE}");`, /^Denied: to read the environment variable/m],
      [
        `Deno.symlinkSync("/etc", "x");`,
        /^Denied: Deno\.symlinkSync\(\), which needs access to everything/m,
      ],
    ];
    for (const [code, message] of denied) {
      world.inTask(code);
      const result = await world.command("pipeline", ...quick);
      assert.equal(result.code, 1);
      assert.match(result.stderr, message);
      assert.doesNotMatch(result.stderr, /^ +at |Uncaught|--allow-/m);
      assert.equal(result.stdout, "");
    }
  });

  await t.step("in a notebook", async () => {
    world.inTask("");
    const run = await world.command("pipeline", ...quick);
    assert.equal(run.code, 0, run.stderr);
    world.inNotebook(
      `const found = ${attempts(target)};`,
      // written to the kernel's own folder and shown, which must work
      `Deno.writeTextFileSync(Deno.makeTempDirSync() + "/x", "");
console.log("FOUND" + JSON.stringify(found) + "END");`,
      `Deno.readTextFileSync(${JSON.stringify(target.file)})`,
    );
    const { code, stderr } = await world.command("report");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /NotCapable: Requires read access to .*secret\.txt/);
    const [{ folder }] = listRuns(target.outputs) as [ReturnType<typeof listRuns>[number]];
    const page = Deno.readTextFileSync(join(folder, "report", "00.html"));
    const [, json] = /FOUND(\{.*?\})END/s.exec(page.replaceAll("&quot;", '"')) ?? [];
    const { tried, succeeded }: Found = JSON.parse(json!);
    printCount(`${tried} ways out of a notebook: ${succeeded.length} succeeded`);
    assert.deepEqual(succeeded, []);
  });
});

Deno.test("the attempts succeed where everything is permitted", async () => {
  await using world = await place();
  const { target } = world;
  Deno.mkdirSync(target.outputs);
  const { stdout, stderr } = await outcome(
    new Deno.Command(Deno.execPath(), {
      args: ["eval", `console.log(JSON.stringify(${attempts(target)})); Deno.exit()`],
      env: { [VARIABLE]: "secret" },
    }),
  );
  const { tried, succeeded }: Found = JSON.parse(stdout.trim());
  assert.equal(succeeded.length, tried, stderr);
});
