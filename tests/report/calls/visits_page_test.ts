import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { renderRun } from "../../../lib/report/render_run.ts";
import { copiedRun } from "../../end_to_end/shared_runs.ts";

Deno.test("a report in another language has its own table of the call list", async () => {
  using copy = await copiedRun();
  const { runFolder, dataDir } = copy;
  const published = join(runFolder, "visitas.csv"), own = join(runFolder, "report", "visitas.csv");
  const english = await Deno.readTextFile(published);
  const notebooksDir = await Deno.makeTempDir();
  const linkOf = async (language: "en" | "es") => {
    await renderRun({ runFolder, dataDir, notebooksDir, language });
    const html = await Deno.readTextFile(join(runFolder, "report", "index.html"));
    return /href="([^"]*visitas\.csv)">/.exec(html)![1];
  };

  assert.equal(await linkOf("es"), "visitas.csv");
  const spanish = await Deno.readTextFile(own);
  assert.match(spanish, /^\uFEFFsemana;tienda;/);
  assert.equal(spanish.split("\r\n").length, english.split("\r\n").length);
  assert.equal(await Deno.readTextFile(published), english, "run.json has its digest");

  assert.equal(await linkOf("en"), "../visitas.csv");
  assert.equal(existsSync(own), false, "a table in the wrong language is removed");
  await Deno.remove(notebooksDir);
});
