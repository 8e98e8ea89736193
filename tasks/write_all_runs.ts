import { translator } from "../lib/language/messages.ts";
import { printError } from "./print.ts";

/**
 * Writes the page of all runs, `index.html` of the outputs folder; a problem is a warning. It is loaded
 * only here: commands that list runs start without the code that draws.
 *
 * @param removing ids of runs that are about to be removed.
 */
export async function writeAllRuns(
  outputsDir: string,
  removing: readonly string[] = [],
): Promise<void> {
  const { writeRunsPage } = await import("../lib/report/runs/write_runs_page.ts");
  const problem = await writeRunsPage(outputsDir, translator("en"), { removing });
  if (problem !== undefined) printError(`warning: ${problem}`);
}
