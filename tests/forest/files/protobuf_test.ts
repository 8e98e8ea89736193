import assert from "node:assert/strict";
import { doublesField, floatsField, intsField } from "../../../lib/forest/files/protobuf.ts";
import { readInts, readMessage } from "../read_protobuf.ts";

const payload = (field: Uint8Array) => readMessage(field).get(3)![0] as Uint8Array;

Deno.test("numbers of 64 and of 32 bits are packed, lowest byte first", () => {
  const doubles = payload(doublesField(3, [1.5, -1e300]));
  assert.deepEqual([...new Float64Array(doubles.slice().buffer)], [1.5, -1e300]);
  const floats = payload(floatsField(3, [0.5, -2]));
  assert.deepEqual([...new Float32Array(floats.slice().buffer)], [0.5, -2]);
});

Deno.test("integers take seven bits per byte", () => {
  const values = [0, 1, 127, 128, 16_383, 16_384, 2 ** 40];
  assert.deepEqual(readInts(payload(intsField(3, values))), values);
});
