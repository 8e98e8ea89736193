import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { command, outcome, simulatedWorld } from "../../end_to_end/world.ts";

const QUICK = ["--n-trials", "1", "--shap-rows", "50", "--max-data-age", "36500", "--no-report"];

Deno.test("commands work in folders that are links, have spaces, or do not exist yet", async (t) => {
  using world = await simulatedWorld({ customers: 20, products: 8, weeks: 8 });
  const real = join(world.folder, "a disk", "x");
  Deno.mkdirSync(real, { recursive: true });
  const data = join(world.folder, "data link"), disk = join(world.folder, "disk");
  Deno.symlinkSync("data", data);
  Deno.symlinkSync(real, disk);
  const outputs = join(disk, "new", "outputs [1]");

  await t.step("pipeline", async () => {
    const args = ["--data-dir", data, "--outputs-dir", outputs, ...QUICK];
    const { code, stdout, stderr } = await outcome(command("pipeline", args));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Run \S+ done in /);
    const [{ runId }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), join("runs", runId));
  });

  await t.step("explain finds the data of the run", async () => {
    const [{ folder }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
    const csv = Deno.readTextFileSync(join(folder, "predicciones.csv")).split("\n");
    const [customer, product] = csv[1]!.split(",");
    const args = ["--outputs-dir", outputs, "--customer", customer!, "--product", product!];
    const { code, stdout, stderr } = await outcome(command("explain", args));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^customer +\d+/);
  });

  await t.step("runs makes the link `latest`", async () => {
    const again = ["--data-dir", data, "--outputs-dir", outputs, ...QUICK, "--seed", "1"];
    const second = await outcome(command("pipeline", again));
    assert.equal(second.code, 0, second.stderr);
    const [, first] = listRuns(outputs);
    const { code, stdout, stderr } = await outcome(
      command("runs", ["rollback", "--outputs-dir", outputs]),
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^latest is now /);
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), join("runs", first!.runId));
  });
});

Deno.test("a folder with a comma is refused in one message, and nothing is left", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    for (const flag of ["--data-dir", "--outputs-dir"]) {
      const named = join(folder, "sales, 2024");
      const { code, stdout, stderr } = await outcome(
        command("pipeline", [flag, named], { TMPDIR: folder }),
      );
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert(stderr.startsWith(`expected a path without a comma, found ${named}\n`), stderr);
      assert.equal(stderr.split("\n").length, 3);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a wrong call is reported by the command itself", async () => {
  const cases: [string, string[], RegExp][] = [
    ["pipeline", ["--n-trials", "0"], /^--n-trials: expected a whole number/],
    [
      "runs",
      ["--outputs"],
      /^deno task runs: unknown flag --outputs; did you mean --outputs-dir\?/,
    ],
    ["explain", ["--customer", "1"], /^--product: expected a product_id, found none/],
    ["report", ["a", "b"], /^unexpected argument: b/],
  ];
  for (const [name, args, message] of cases) {
    const { code, stderr } = await outcome(command(name, args));
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});
