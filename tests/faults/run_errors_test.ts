import { workingFolder } from "./run_stages.ts";
import { reportScenario } from "./report_scenario.ts";
import { idleTick, runPieces } from "./scenarios.ts";
import { tryScenario } from "./try_scenarios.ts";

Deno.test("a run, a tick and a report bear ENOSPC, EIO and EACCES at every file operation", async (t) => {
  using place = await workingFolder();
  for (const scenario of [...runPieces(place), idleTick(place)]) {
    await t.step(scenario.name, () => tryScenario(scenario, { kind: "errors", sample: 3 }));
  }
  await t.step("report", () => tryScenario(reportScenario(place), { kind: "errors", sample: 2 }));
});
