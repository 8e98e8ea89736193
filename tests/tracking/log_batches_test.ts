import assert from "node:assert/strict";
import fc from "fast-check";
import { logBatches } from "../../lib/tracking/log_batches.ts";
import { mlflowName, numbersOf } from "../../lib/tracking/numbers_of.ts";

const record = fc.dictionary(fc.string({ maxLength: 30 }), fc.string({ maxLength: 7000 }), {
  maxKeys: 350,
  noNullPrototype: true,
});
const metric = fc.record({
  key: fc.string({ maxLength: 250 }),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  step: fc.nat(1000),
  task: fc.constantFrom("drift_check", "train_model"),
});

Deno.test("batches respect the limits of runs/log-batch and keep all entries in order", () => {
  fc.assert(
    fc.property(
      record,
      record,
      fc.array(metric, { maxLength: 60 }),
      fc.integer({ min: 0, max: 60 }),
      (params, tags, some, times) => {
        const metrics = Array.from({ length: times }, () => some).flat();
        const batches = logBatches({ params, tags, metrics });
        for (const batch of batches) {
          assert(batch.params.length <= 100 && batch.tags.length <= 100);
          assert(batch.metrics.length <= 1000);
          const body = {
            run_id: "0".repeat(32),
            ...batch,
            metrics: batch.metrics.map(({ task: _, ...rest }) => ({
              ...rest,
              timestamp: 1732525200000,
            })),
          };
          assert(new TextEncoder().encode(JSON.stringify(body)).length <= 1_000_000);
          assert(batch.params.length + batch.tags.length + batch.metrics.length > 0);
          assert(batch.params.every(({ value }) => value.length <= 500));
          assert(batch.tags.every(({ value }) => value.length <= 5000));
        }
        assert.deepEqual(batches.flatMap((batch) => batch.metrics), metrics);
        assert.deepEqual(batches.flatMap((batch) => batch.params.map(({ key }) => key)), [
          ...Object.keys(params),
        ]);
        assert.deepEqual(batches.flatMap((batch) => batch.tags.map(({ key }) => key)), [
          ...Object.keys(tags),
        ]);
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("tags of three bytes per character fill several batches", () => {
  const tags = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`tag ${i}`, "漢".repeat(6000)]),
  );
  const batches = logBatches({ params: {}, tags, metrics: [] });
  assert.equal(batches.length, 2);
  assert(batches[0]!.tags[0]!.value.endsWith("漢…"));
});

Deno.test("a small run is one request", () => {
  const metrics = [{ key: "test/f1", value: 0.5, step: 0, task: "train_model" }];
  assert.equal(logBatches({ params: { a: "1" }, tags: { b: "2" }, metrics }).length, 1);
  assert.deepEqual(logBatches({ params: {}, tags: {}, metrics: [] }), []);
});

Deno.test("every name becomes one that MLflow accepts", () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (groups) => {
    const name = mlflowName(...groups);
    assert.match(name, /^[\w\-. /]{1,250}$/);
    // MLflow refuses a name that is not a normalized path
    assert(!name.split("/").some((part) => ["", ".", ".."].includes(part)), name);
  }));
  assert.equal(mlflowName("drift", "num_deliver_per_week"), "drift/num_deliver_per_week");
});

Deno.test("numbersOf() omits what is not a number; a boolean is 0 or 1", () => {
  const found = numbersOf({ a: 1, b: null, c: NaN, d: Infinity, e: true, f: "7", g: [1] }, "x");
  assert.deepEqual(found.map(({ key, value }) => [key, value]), [["x/a", 1], ["x/e", 1]]);
  assert.deepEqual(numbersOf(null, "x"), []);
});

Deno.test("2,500 metrics are three requests of a thousand, the last smaller", () => {
  const metrics = Array.from({ length: 2500 }, (_, step) => (
    { key: "search/value", value: step / 7, step, task: "train_model" }
  ));
  const batches = logBatches({ params: {}, tags: {}, metrics });
  assert.deepEqual(batches.map((batch) => batch.metrics.length), [1000, 1000, 500]);
  assert.deepEqual(batches.flatMap((batch) => batch.metrics), metrics);
});
