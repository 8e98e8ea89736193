import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { readParquet } from "../../lib/table/parquet.ts";

async function demo(...args: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "demo", "--no-report", "--n-trials", "1", ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, text };
}

Deno.test("the demo simulates the given shops, and writes into the given folder only", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, text } = await demo("--customers", "30", "--outputs-dir", join(folder, "a b"));
    assert.equal(code, 0, text);
    assert.match(text, /Simulated 30 shops/);
    const { frame } = await readParquet(join(folder, "a b", "data", "clientes.parquet"));
    assert.equal(frame.height, 30);
    assert(existsSync(join(folder, "a b", "latest", "predicciones.csv")));
    assert.equal(readRunRecord(join(folder, "a b", "latest")).simulated, true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the demo's --help shows its own defaults", async () => {
  const { text } = await demo("--help");
  assert.match(text, /--outputs-dir DIR .*\[outputs.demo.outputs\]$/m);
  assert.match(text, /--n-trials N .*\[10\]$/m);
});

Deno.test("the demo refuses a number of shops that it cannot simulate", async () => {
  for (const given of ["5", "many", "1e9"]) {
    const { code, text } = await demo("--customers", given);
    assert.equal(code, 2);
    assert.match(text, /^--customers: expected a whole number from 20 to 20000, found ".*"\n$/);
  }
});
