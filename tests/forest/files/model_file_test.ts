import { tableFromIPC } from "apache-arrow";
import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { decodeModel, encodeModel } from "../../../lib/forest/files/model_file.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { UserError } from "../../../lib/user_error.ts";
import { simulateTable } from "../simulate_table.ts";

const { table, labels } = simulateTable(500, 1);
const ensemble = await trainRandomForest(await binTable(table), labels, { trees: 3 });
const bytes = encodeModel(ensemble, { seed: "0", preset: "default" });

Deno.test("a decoded model file has the same ensemble and metadata", () => {
  assert.deepEqual(decodeModel(bytes), {
    ensemble,
    metadata: { preset: "default", seed: "0" },
  });
});

Deno.test("a decoded model file has the same infinite thresholds and base score to the last bit", () => {
  const boosted = structuredClone(ensemble);
  boosted.link = "logistic";
  boosted.baseScore = -0.1 - 0.2;
  boosted.nodes.threshold[0] = Infinity;
  assert.deepEqual(decodeModel(encodeModel(boosted, {})).ensemble, boosted);
});

Deno.test("the same model gives the same bytes, for any order of its metadata", () => {
  assert.deepEqual(encodeModel(ensemble, { preset: "default", seed: "0" }), bytes);
});

Deno.test("a model file is an Arrow table with one row per node", () => {
  const arrow = tableFromIPC(bytes);
  assert.equal(arrow.numRows, ensemble.nodes.feature.length);
  assert.equal(
    arrow.schema.fields.map(({ name }) => name).join(),
    "tree,feature,threshold,missing_left,left,right,value,cover,gain",
  );
});

Deno.test("a model file that was truncated or changed anywhere is refused", () => {
  for (const length of [0, 5, 8, 500, bytes.length >> 1, bytes.length - 1]) {
    assert.throws(() => decodeModel(bytes.slice(0, length)), UserError, `cut at ${length}`);
  }
  const changed = bytes.slice();
  changed[bytes.length >> 1]! ^= 1;
  assert.throws(() => decodeModel(changed), { name: "UserError", message: /check sum/ });
  assert.throws(() => decodeModel(new TextEncoder().encode("model")), UserError);
});
