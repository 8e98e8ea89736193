import assert from "node:assert/strict";
import { join } from "node:path";
import { frameFromRows, type LabelledRows } from "../../lib/features/pairs/labelled_rows.ts";
import { featureNames, readSample } from "../../lib/notebook/read_sample.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { parseWeek } from "../../lib/table/time/week.ts";

const ROWS: LabelledRows = {
  length: 20,
  customer: Float64Array.from({ length: 20 }, (_, i) => i),
  product: new Float64Array(20).fill(7),
  week: new Int32Array(20).fill(parseWeek("2024-W10")!),
  label: Uint8Array.from({ length: 20 }, (_, i) => i % 2),
  features: {
    length: 20,
    columns: [
      { kind: "numeric", name: "size", values: Float64Array.from({ length: 20 }, (_, i) => i) },
      {
        kind: "categorical",
        name: "brand",
        codes: new Int32Array(20),
        categories: ["A"],
      },
    ],
  },
};

async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const path = join(folder, "rows.parquet");
    await Deno.writeFile(path, encodeParquet(frameFromRows(ROWS)));
    await test(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("featureNames() excludes keys and target", () =>
  withFile(async (path) => {
    assert.deepEqual(await featureNames(path), ["size", "brand"]);
  }));

Deno.test("readSample() draws rows with their labels, the same rows for the same seed", () =>
  withFile(async (path) => {
    const sample = await readSample(path, { rows: 8, seed: 1 });
    assert.equal(sample.length, 8);
    sample.customer.forEach((id, row) => assert.equal(sample.label[row], Number(id) % 2));
    assert.deepEqual(await readSample(path, { rows: 8, seed: 1 }), sample);
    assert.notDeepEqual((await readSample(path, { rows: 8, seed: 2 })).customer, sample.customer);
  }));

Deno.test("readSample() can read only some features, or only the first rows", () =>
  withFile(async (path) => {
    const { features } = await readSample(path, { rows: 8, features: ["brand"] });
    assert.deepEqual(features.columns.map(({ name }) => name), ["brand"]);
    const first = await readSample(path, { rows: 8, among: 3 });
    assert.deepEqual([...first.customer], [0, 1, 2]);
  }));
