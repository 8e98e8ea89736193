import { workingFolder } from "./scenarios/run_stages.ts";
import { runPieces, SLOW_PIECES } from "./scenarios/run_pieces.ts";
import { tryScenario } from "./try_scenarios.ts";

// a file of its own, because Deno runs files in parallel
Deno.test("training and explaining bear ENOSPC, EIO and EACCES at every file operation", async (t) => {
  using place = await workingFolder();
  for (const scenario of runPieces(place).filter(({ name }) => SLOW_PIECES.includes(name))) {
    await t.step(scenario.name, () => tryScenario(scenario, { kind: "errors", sample: 2 }));
  }
});
