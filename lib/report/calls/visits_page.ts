import { join } from "node:path";
import type { Language } from "../../language/language.ts";
import { translator } from "../../language/messages.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import { visitsCsv } from "../../stages/calls/visits_csv.ts";
import type { ReportPage } from "../publish_pages.ts";

/** The name of the table in the folder of the run, and in that of its report. */
export const VISITS = "visitas.csv";

/**
 * The table of the call list in the language of a report, if that of the run is another one: the
 * run's own `visitas.csv` keeps the digest that `run.json` has.
 *
 * @param parameters of the run; its `csv_locale` chooses the separators.
 */
export async function visitsPage(
  folder: string,
  { parameters }: { parameters: Record<string, unknown> },
  list: CallList,
  language: Language,
): Promise<ReportPage | undefined> {
  const { csv_locale = "auto" } = parameters as { csv_locale?: Language | "auto" };
  const locale = csv_locale === "auto" ? language : csv_locale;
  const html = [...visitsCsv(list, translator(language), locale)].join("");
  const ofRun = await Deno.readTextFile(join(folder, VISITS)).catch(() => undefined);
  return html === ofRun ? undefined : { href: VISITS, html };
}
