import assert from "node:assert/strict";
import { packMessage, unpackMessage } from "../../lib/workers/worker_message.ts";

Deno.test("unpackMessage() restores arrays, buffers, texts and null", () => {
  const shared = new Float64Array(new SharedArrayBuffer(24)).subarray(1);
  shared[0] = 7;
  const message = {
    values: Float32Array.of(1, 2),
    shared,
    buffers: [new ArrayBuffer(3), new SharedArrayBuffer(5)],
    text: "a",
    none: null,
    deep: [{ codes: Int32Array.of(-1) }],
  };
  assert.deepEqual(unpackMessage(structuredClone(packMessage(message))), message);
});

Deno.test("shared memory stays shared, other memory is copied", () => {
  const shared = new Int32Array(new SharedArrayBuffer(8)), own = Int32Array.of(1, 2, 3);
  const message = unpackMessage(packMessage({ shared, own: own.subarray(1) })) as {
    shared: Int32Array;
    own: Int32Array;
  };
  shared[1] = 9;
  own[1] = 9;
  assert.deepEqual([...message.shared], [0, 9]);
  assert.deepEqual([...message.own], [2, 3]);
});
