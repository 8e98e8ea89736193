import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { BLOCK_PAIRS, pairBlocks } from "../../../lib/features/pairs/labelled_pairs.ts";

Deno.test("blocks have all pairs once, in order, and no more than fit", () => {
  for (const length of [0, 1, BLOCK_PAIRS, BLOCK_PAIRS + 1, 2 * BLOCK_PAIRS + 5]) {
    const pairs = {
      week: 3,
      customer: Int32Array.from({ length }, (_, i) => i),
      product: Int32Array.from({ length }, (_, i) => length - i),
      label: Uint8Array.from({ length }, (_, i) => i % 2),
    };
    const blocks = [...pairBlocks(pairs)];
    assert(blocks.every(({ week, label }) => week === 3 && label.length <= BLOCK_PAIRS));
    for (const column of ["customer", "product", "label"] as const) {
      const joined = Buffer.concat(blocks.map((block) => bytes(block[column])));
      assert(joined.equals(bytes(pairs[column])), `${column} of ${length}`);
    }
    assert(blocks.length > 0);
  }
});

function bytes({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
