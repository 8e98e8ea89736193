import assert from "node:assert/strict";
import { decodeMessage, encodeMessage, request } from "../../lib/jupyter/jupyter_message.ts";

Deno.test("a message is read with any number of identities before it", () => {
  const frames = encodeMessage(request("execute_request", { code: "1" }), "key", "session");
  const delimiter = frames.findIndex((frame) => new TextDecoder().decode(frame) === "<IDS|MSG>");
  const bare = frames.slice(delimiter);
  for (const identities of [[], ["a"], ["a", "b"]]) {
    const more = identities.map((text) => new TextEncoder().encode(text));
    const { type, content } = decodeMessage([...more, ...bare], "key");
    assert.deepEqual([type, content], ["execute_request", { code: "1" }]);
  }
  assert.throws(() => decodeMessage(bare.slice(1), "key"), /expected a Jupyter message/);
  assert.throws(() => decodeMessage(bare, "other key"), /signed with this kernel's key/);
});
