import type { Config } from "../lib/config/parameters.ts";
import { translator } from "../lib/language/messages.ts";
import { languageFrom } from "./language_from.ts";
import { printError } from "./print.ts";

/**
 * Writes the page of all runs, `index.html` of the outputs folder; a problem is a warning. It is loaded
 * only here: commands that list runs start without the code that draws.
 *
 * @param removing ids of runs that are about to be removed.
 */
export async function writeAllRuns(
  config: Pick<Config, "outputs_dir" | "language">,
  removing: readonly string[] = [],
): Promise<void> {
  const { writeRunsPage } = await import("../lib/report/runs/write_runs_page.ts");
  const problem = await writeRunsPage(
    config.outputs_dir,
    translator(languageFrom(config)),
    { removing },
  );
  if (problem !== undefined) printError(`warning: ${problem}`);
}
