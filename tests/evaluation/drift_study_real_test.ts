import assert from "node:assert/strict";
import { driftStudy } from "../../lib/evaluation/drift_study.ts";
import { weeklyCategoryCounts } from "../../lib/features/category_shares.ts";
import { extractData } from "../../lib/stages/extract_data.ts";
import { purchaseDrift } from "../../lib/stages/purchase_drift.ts";
import type { TableName } from "../../lib/table/contracts.ts";
import { readParquet } from "../../lib/table/parquet.ts";

const folder = Deno.env.get("SODAI_REAL_DATA");

async function realMix() {
  const read = async (name: TableName) => (await readParquet(`${folder}/${name}.parquet`)).frame;
  const { sales } = extractData({
    transacciones: await read("transacciones"),
    clientes: await read("clientes"),
    productos: await read("productos"),
  }, { today: new Date() });
  return weeklyCategoryCounts(sales, { from: sales.firstWeek, to: sales.predictedWeek - 1 });
}

Deno.test({
  name: "on the real weeks the original rule always alarms and the default one hardly ever",
  ignore: !folder,
  fn: async () => {
    const mix = await realMix();
    const { weeks, false_alarms, power } = driftStudy(mix, { repeats: 60, lost: [0.4] });
    assert.equal(weeks.length, 39);
    assert.equal(weeks.filter(({ alarms }) => alarms[0]).length, 39);
    assert.ok(weeks.filter(({ alarms }) => alarms[1]).length <= 2);
    for (const { shuffled, alarms } of false_alarms) {
      assert.ok(alarms[0]! > 25, `${shuffled}: the original rule alarms in ${alarms[0]} of 60`);
      assert.ok(alarms[1]! <= 9, `${shuffled}: ours alarms in ${alarms[1]} of 60`);
    }
    for (const { variable, alarms } of power) {
      assert.ok(alarms[1]! >= 36, `${variable} lost 40 %: seen in ${alarms[1]} of 60`);
    }
  },
});

Deno.test({
  name: "22 categories of the real purchases are main ones",
  ignore: !folder,
  fn: async () => {
    const mix = await realMix(), last = mix.weeks.at(-1)!;
    const shares = {
      mix,
      reference: { from: last - 4, to: last - 1 },
      recent: { from: last, to: last },
    };
    const { largest, clusterPValues } = purchaseDrift(shares, { threshold: 0.05, minSamples: 30 });
    assert.equal(largest.categories, 22);
    assert.ok(clusterPValues.get("brand")! <= 0.01);
  },
});
