import { join } from "node:path";
import { runFolder } from "../dag/runs/run_folder.ts";
import type { ChampionChallenger } from "../stages/training/contest.ts";
import { json, type PipelineContext } from "./context.ts";
import { MODEL_FILES } from "./model_files.ts";

/**
 * Copies the model in use into a folder of this run.
 *
 * @param contest the comparison that selected it, for its `training_results.json`.
 */
export async function copyModelInUse(
  { config, inputs, publish }: Pick<PipelineContext, "config" | "inputs" | "publish">,
  folder: string,
  contest?: ChampionChallenger,
): Promise<void> {
  const models = join(runFolder(config.outputs_dir, inputs.modelRun!), "models");
  for (const name of MODEL_FILES) {
    const bytes = await Deno.readFile(join(models, name));
    const content = contest && name === "training_results.json"
      ? json({
        ...JSON.parse(new TextDecoder().decode(bytes)),
        champion_challenger: contest,
      })
      : bytes;
    await publish(`${folder}/${name}`, content);
  }
}
