import assert from "node:assert/strict";
import { withRetries } from "../../../lib/dag/tries/retry.ts";
import { UserError } from "../../../lib/user_error.ts";

const full = () => Object.assign(new Error("disk full"), { code: "ENOSPC" });
const going = new AbortController().signal;

/** Work that fails a number of times; counts its tries. */
function failing(times: number, error: () => Error = full) {
  const tries = { count: 0 };
  return {
    tries,
    work() {
      if (++tries.count <= times) throw error();
      return "done";
    },
  };
}

Deno.test("withRetries() tries again after growing pauses, and says each time why", async () => {
  const { work, tries } = failing(3), texts: string[] = [];
  const started = performance.now();
  const result = await withRetries(work, { retries: 3, retryDelayMs: 20 }, {
    signal: going,
    onRetry: ({ message, at }, text) => {
      assert.equal(message, "disk full");
      assert.ok(Date.now() - Date.parse(at) < 1000);
      texts.push(text);
    },
  });
  assert.equal(result, "done");
  assert.equal(tries.count, 4);
  // 20 + 40 + 80
  assert.ok(performance.now() - started >= 139);
  assert.match(texts[0]!, /^try 1 of 4 failed, the next one follows in 0\.0 s: disk full$/);
  assert.equal(texts.length, 3);
});

Deno.test("withRetries() gives up with a message that says how to go on", async () => {
  const { work, tries } = failing(9);
  await assert.rejects(
    withRetries(work, { retries: 2, retryDelayMs: 1 }, { signal: going }),
    { name: "UserError", message: /^disk full\nTried 3 times within .* --resume$/, exitStatus: 1 },
  );
  assert.equal(tries.count, 3);
});

Deno.test("withRetries() tries once if the error stays, or if no retries are declared", async () => {
  for (const error of [() => new UserError("bad input"), () => new TypeError("a bug")]) {
    const { work, tries } = failing(1, error);
    const rules = { retries: 5, retryDelayMs: 1 };
    await assert.rejects(withRetries(work, rules, { signal: going }), error());
    assert.equal(tries.count, 1);
  }
  const { work, tries } = failing(1);
  await assert.rejects(withRetries(work, {}, { signal: going }), { message: "disk full" });
  assert.equal(tries.count, 1);
});

Deno.test("withRetries() stops waiting when the signal is aborted", async () => {
  const { work, tries } = failing(1), stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 10);
  await assert.rejects(
    withRetries(work, { retries: 1, retryDelayMs: 3_600_000 }, { signal: stop.signal }),
    { message: "stopped" },
  );
  assert.equal(tries.count, 1);
});
