import assert from "node:assert/strict";
import { backtest } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { summarize } from "../../lib/evaluation/evaluation_summary.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { evaluationFigures } from "../../lib/report/evaluation_figures.ts";
import { evaluationPage } from "../../lib/report/evaluation_page.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";
import { readPage } from "./outside_references.ts";
import { textFaults } from "../plots/text_faults.ts";

for (const weeks of [1, 3]) {
  Deno.test(`the figures of an evaluation of ${weeks} week(s) can be read`, async () => {
    const sales = smallSales(randomLines(4).sort((a, b) => a.day - b.day));
    const judged = await backtest(
      sales,
      Array.from({ length: weeks }, (_, i) => FIRST_WEEK + 6 + i),
      Object.fromEntries(
        Object.entries(BASELINES).map(([name, baseline]) => [name, (past) => ({
          probability: baseline(past, fullCatalogue(past)),
          decisionThreshold: 0.5,
        })]),
      ),
    );
    const figures = evaluationFigures(judged, summarize(judged, ["popularity"]));
    assert.deepEqual(
      Object.keys(figures),
      ["average_precision", "precision_recall", "calibration", "recall_at_k"],
    );
    const html = evaluationPage("AP < 1", figures, { title: "Evaluation" });
    assert.deepEqual(readPage(html).outside, []);
    assert.equal(html.match(/<svg [^>]*class="figure"/g)?.length, 4);
    assert.ok(html.includes("AP &lt; 1"));
    for (const { svg } of Object.values(figures)) assert.deepEqual(textFaults(svg), []);
    assert.ok(figures["average_precision"]!.svg.includes("popularity (mean of the weeks: 0."));
  });
}
