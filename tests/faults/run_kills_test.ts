import { workingFolder } from "./scenarios/run_stages.ts";
import { reportScenario } from "./scenarios/report_scenario.ts";
import { idleTick, runPieces } from "./scenarios/run_pieces.ts";
import { tryScenario } from "./try_scenarios.ts";

Deno.test("a run, a tick and a report that are killed at any change of the disk leave nothing half done", async (t) => {
  using place = await workingFolder();
  for (const scenario of [...runPieces(place), idleTick(place), reportScenario(place)]) {
    await t.step(scenario.name, () => tryScenario(scenario, { kind: "kills", sample: 1 }));
  }
});
