import assert from "node:assert/strict";
import { driftExperiments } from "../../../lib/drift/study/drift_experiments.ts";
import { FIRST_JUDGED, windowsAt } from "../../../lib/drift/study/experiment.ts";
import {
  anyPValue,
  type DriftCase,
  largestMove,
  permutationTests,
} from "../../../lib/drift/study/drift_rules.ts";
import { studyPurchases, tally } from "../../../lib/drift/study/study_purchases.ts";
import { readInputs } from "../../../lib/pipeline/run_inputs.ts";

const folder = Deno.env.get("SODAI_REAL_DATA");

async function realHistory() {
  const inputs = { data_dir: folder!, outputs_dir: "none", week: null };
  return studyPurchases((await readInputs(inputs, new Date())).extracted.sales);
}

Deno.test({
  name: "on the real weeks the original rule always alarms, the default rule rarely",
  ignore: !folder,
  fn: async () => {
    const purchases = await realHistory(), tallies = tally(purchases, purchases.rows);
    const caseAt = (week: number): DriftCase => ({
      purchases,
      tallies,
      windows: windowsAt(week),
      threshold: 0.05,
      rows: () => purchases.rows,
      seed: 0,
    });
    const weeks = Array.from(
      { length: purchases.weeks - FIRST_JUDGED },
      (_, i) => FIRST_JUDGED + i,
    );
    assert.equal(weeks.length, 39);
    assert.equal(weeks.filter((week) => anyPValue(caseAt(week))).length, 39);
    const moves = weeks.map((week) => largestMove(caseAt(week)));
    assert.ok(moves.filter(({ alarm }) => alarm).length <= 2);
    assert.equal(moves.at(-1)!.categories, 22);
    const tests = permutationTests(caseAt(weeks.at(-1)!));
    assert.ok(tests.find(({ variable }) => variable === "brand")!.pValue <= 0.01);
  },
});

Deno.test({
  name:
    "the default decision rarely alarms on shuffled real purchases, and detects injected shifts",
  ignore: !folder,
  fn: async () => {
    const repeats = 60;
    const experiments = driftExperiments(await realHistory(), {
      threshold: 0.05,
      repeats,
      seed: 7,
    });
    const share = (index: number, rule: string) => {
      let alarms = 0;
      for (let i = 0; i < repeats; i++) alarms += Number(experiments[index]!.trial(i)[rule]);
      return alarms / repeats;
    };
    const find = (what: string, how: RegExp, size: number) =>
      experiments.findIndex((one) =>
        one.kind !== "simulated" && one.what === what && how.test(one.how) && one.size === size
      );
    const weeks = find("nothing drifted", /^weeks in a random order$/, 0);
    assert.ok(share(weeks, "decision") <= 0.18); // 0.07 ± 0.033
    assert.equal(share(weeks, "original"), 1);
    for (const variable of ["segment", "package", "size", "customer type"]) {
      const seen = share(find(variable, /largest/, 0.2), "decision");
      assert.ok(seen >= 0.85, `${variable}, 20 %: ${seen}`);
    }
    assert.ok(share(find("brand", /largest/, 0.4), "decision") >= 0.9);
    assert.ok(share(find("sub-category", /largest/, 0.1), "decision") >= 0.85);
    assert.ok(share(find("a top-3 product", /./, 1), "decision") >= 0.85);
    assert.ok(share(find("activity", /./, 0.4), "activity") >= 0.6);
  },
});
