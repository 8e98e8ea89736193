import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { weekView } from "../../../lib/features/behavioural/week_view.ts";
import { treeShap } from "../../../lib/forest/explaining/tree_shap.ts";
import { modelInputs } from "../../../lib/model/model.ts";
import { familyOf } from "../../../lib/stages/calls/family_contributions.ts";
import { pairFacts } from "../../../lib/stages/calls/pair_facts.ts";
import { statementsOf } from "../../../lib/stages/calls/pair_reason.ts";
import type { Id } from "../../../lib/table/ids.ts";
import { SIMULATED } from "./simulated_list.ts";

Deno.test("a reason is about the features that add most to the score", async () => {
  const { sales, model, features, forecast, list } = SIMULATED;
  const view = weekView(purchaseHistory(sales), sales.predictedWeek);
  const customers = Array.from<Id>(sales.customers.ids);
  const catalogue = Array.from<Id>(sales.products.ids);
  const factsOf = pairFacts(view, sales.products);
  let agree = 0, compared = 0;
  for (const { customer_id, products, offers } of list.shops) {
    for (const { product_id, reason } of [...products, ...offers]) {
      const [customer, product] = [customers.indexOf(customer_id), catalogue.indexOf(product_id)];
      const statements = statementsOf(factsOf(customer, product));
      // two statements of one family need no choice
      if (new Set(statements.map(({ family }) => family)).size < 2) continue;
      const pair = { customer: Int32Array.of(customer), product: Int32Array.of(product) };
      const inputs = modelInputs(model, features(forecast.week)(pair));
      const { values } = await treeShap(model.ensemble, inputs);
      const sums = { pair: 0, group: 0, others: 0 };
      model.ensemble.features.forEach(({ name }, f) => {
        const family = familyOf(name);
        if (family) sums[family] += values[f]!;
      });
      compared++;
      const best = Math.max(...statements.map(({ family }) => sums[family]));
      const chosen = statements.find((s) => isDeepStrictEqual(s.reason, reason))!;
      if (sums[chosen.family] === best) agree++;
    }
  }
  assert.ok(compared > 15, `${compared}`);
  // a family as one player is not quite the sum of its features
  assert.ok(agree >= 0.9 * compared, `${agree} of ${compared}`);
});
