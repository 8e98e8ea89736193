import { workingFolder } from "./scenarios/run_stages.ts";
import { reportScenario } from "./scenarios/report_scenario.ts";
import { idleTick, runPieces, SLOW_PIECES } from "./scenarios/run_pieces.ts";
import { tryScenario } from "./try_scenarios.ts";

Deno.test("a run, a tick and a report bear ENOSPC, EIO and EACCES at every file operation", async (t) => {
  using place = await workingFolder();
  const pieces = runPieces(place).filter(({ name }) => !SLOW_PIECES.includes(name));
  for (const scenario of [...pieces, idleTick(place), reportScenario(place)]) {
    await t.step(scenario.name, () => tryScenario(scenario, { kind: "errors", sample: 2 }));
  }
});
