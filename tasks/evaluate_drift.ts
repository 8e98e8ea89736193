import { join } from "node:path";
import { agedForecasts } from "../lib/drift/study/aged_forecasts.ts";
import type { Config } from "../lib/config/parameters.ts";
import { replaceFile } from "../lib/dag/runs/publish.ts";
import { FIRST_JUDGED } from "../lib/drift/study/experiment.ts";
import { driftStudy, MODEL_AGES, retrainingStudy } from "../lib/drift/study/drift_study.ts";
import {
  driftStudySections,
  driftStudyTable,
  studyTitle,
} from "../lib/drift/study/drift_study_table.ts";
import { studyPurchases } from "../lib/drift/study/study_purchases.ts";
import { type RetrainingGain, retrainingGain } from "../lib/drift/study/retraining_gain.ts";
import { driftStudyFigures } from "../lib/report/drift_study_figures.ts";
import { driftStudyPage } from "../lib/report/drift_study_page.ts";
import type { SalesData } from "../lib/table/sales_data.ts";
import { weekName } from "../lib/table/time/week.ts";
import { weekNames } from "../lib/table/time/week_ranges.ts";
import { print, printError } from "./print.ts";

/**
 * `evaluate --drift`: studies the drift rules on the data, prints the tables, writes JSON, HTML and
 * figures.
 */
export async function evaluateDrift(
  sales: SalesData,
  { config, repeats }: { config: Config; repeats: number },
): Promise<void> {
  const { threshold, seed } = config;
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  let reported = 0;
  const purchases = studyPurchases(sales);
  if (purchases.emptyWeeks.length > 0) {
    printError(`left out, without purchases: ${weekNames(purchases.emptyWeeks)}`);
  }
  const study = await driftStudy(purchases, { threshold, repeats, seed }, {
    workers,
    onProgress: (share) => {
      if (share < reported + 0.1 && share < 1) return;
      reported = share;
      printError(`trials: ${Math.round(100 * share)}%`);
    },
  });

  const gains: RetrainingGain[] = [];
  const forecasts = agedForecasts(sales, {
    from: purchases.weekIndices[FIRST_JUDGED + 1] ?? sales.predictedWeek,
    to: sales.predictedWeek - 1,
    ages: MODEL_AGES,
    seed,
    workers,
  });
  for await (const forecast of forecasts) {
    const gain = retrainingGain(forecast, { ages: MODEL_AGES, seed });
    gains.push(gain);
    printError(
      `${weekName(forecast.week)}: AP ${gain.average_precision.toFixed(3)} of a new model`,
    );
  }
  const retraining = retrainingStudy(study.weeks, gains);

  const folder = join(config.outputs_dir, "evaluation");
  await Deno.mkdir(folder, { recursive: true });
  const publish = (end: string, content: string | Uint8Array) =>
    replaceFile(join(folder, `drift_study${end}`), content);
  publish(".json", JSON.stringify({ ...study, retraining }, null, 2) + "\n");
  const figures = driftStudyFigures(study, retraining);
  for (const [name, figure] of Object.entries(figures)) {
    publish(`_${name}.svg`, figure.svg);
    publish(`_${name}.png`, await figure.png());
  }
  const sections = driftStudySections(study, retraining);
  publish(".html", driftStudyPage(sections, figures, { title: studyTitle(study) }));
  print(
    `${driftStudyTable(study, retraining)}\n${join(folder, "drift_study")}.json, .html and figures`,
  );
}
