import assert from "node:assert/strict";
import { backtest, type FitAndScore } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { behaviouralFeatures } from "../../lib/features/behavioural/behavioural_features.ts";
import { purchaseHistory } from "../../lib/features/behavioural/purchase_history.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { extractData } from "../../lib/stages/extract_data.ts";
import type { TableName } from "../../lib/table/contracts/contracts.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";

const folder = Deno.env.get("SODAI_REAL_DATA");

/** The newest weeks are evaluated: four in nightly tests and in `.ci/run`. */
const WEEKS = Deno.env.get("SODAI_NIGHTLY") ? 4 : 1;

async function realSales(): Promise<SalesData> {
  const read = async (name: TableName) => (await readParquet(`${folder}/${name}.parquet`)).frame;
  const raw = {
    transacciones: await read("transacciones"),
    clientes: await read("clientes"),
    productos: await read("productos"),
  };
  return extractData(raw, { today: new Date("2024-11-25") }).sales;
}

/** A score without training: how often the customer buys the group × the product's share of it. */
const groupByProduct: FitAndScore = (past) => {
  const pairs = fullCatalogue(past);
  const { columns } = behaviouralFeatures(purchaseHistory(past), past.predictedWeek)(pairs);
  const column = columns.find(({ name }) => name === "group_decay_96_by_product");
  assert.ok(column?.kind === "numeric");
  return { probability: Float64Array.from(column.values), decisionThreshold: 0.3 };
};

Deno.test({
  name:
    "on the real data baselines have their measured scores, and the best single feature beats them",
  ignore: !folder,
  fn: async () => {
    const sales = await realSales();
    const last = sales.predictedWeek - 1;
    const judged = await backtest(sales, [last - 3, last - 2, last - 1, last].slice(-WEEKS), {
      popularity: (past) => ({
        probability: BASELINES.popularity(past, fullCatalogue(past)),
        decisionThreshold: 0.3,
      }),
      decay: (past) => ({
        probability: BASELINES.decay(past, fullCatalogue(past)),
        decisionThreshold: 0.3,
      }),
      groupByProduct,
    }, { repeats: 2 }); // intervals are not used
    const of = (model: string) =>
      judged.filter((week) => week.model === model)
        .map(({ record }) => Math.round(record.average_precision * 1000));
    assert.deepEqual(of("decay"), [550, 574, 608, 610].slice(-WEEKS));
    assert.deepEqual(of("popularity"), [267, 274, 286, 299].slice(-WEEKS));
    const decay = of("decay");
    of("groupByProduct").forEach((ap, i) => assert.ok(ap > decay[i]!, `${ap} ${decay[i]}`));
  },
});
