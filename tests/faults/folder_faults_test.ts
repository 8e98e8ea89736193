import { folderScenarios } from "./scenarios/folder_scenarios.ts";
import { tryScenario } from "./try_scenarios.ts";

Deno.test("prune, rollback and promote bear every error and SIGKILL at every file operation", async (t) => {
  using scenarios = await folderScenarios();
  for (const scenario of scenarios) {
    await t.step(
      `${scenario.name}, errors`,
      () => tryScenario(scenario, { kind: "errors", sample: 20 }),
    );
    await t.step(
      `${scenario.name}, killed`,
      () => tryScenario(scenario, { kind: "kills", sample: 3 }),
    );
  }
});
