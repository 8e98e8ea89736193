import assert from "node:assert/strict";
import { join } from "node:path";

/** The log of a schedule until a line matches; then it is stopped. */
async function logOf(scenario: string, until: RegExp): Promise<string[]> {
  const running = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", join(import.meta.dirname!, "scheduled.ts"), scenario],
    // Deno.cron fires every 100 ms instead of every minute
    env: { DENO_CRON_TEST_SCHEDULE_OFFSET: "100" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = running.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "", stopping = false;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += next.value;
    if (!stopping && until.test(text)) running.kill("SIGTERM");
    stopping ||= until.test(text);
  }
  const { code } = await running.status;
  const errors = await new Response(running.stderr).text();
  assert.equal(code, 0, errors);
  return text.trim().split("\n");
}

Deno.test("a schedule wakes at its start and by Deno.cron", async () => {
  const lines = await logOf("quick", /(wake: wait\s+[^]*){4}/);
  assert.match(lines[0]!, /^catching up on \d{4}-\d\d-\d\dT09:00:00Z$/);
  assert.equal(lines.filter((line) => line.startsWith("begin")).length, 1);
  assert.ok(lines.includes("run success"));
  assert.ok(lines.some((line) => /^next run at .*T09:00:00Z$/.test(line)));
  assert.equal(lines.at(-1), "stopped");
});

Deno.test("a schedule that is at work when it is woken goes on with that work", async () => {
  const lines = await logOf("slow", /wake: wait/);
  assert.equal(lines.filter((line) => line.startsWith("begin")).length, 1);
  assert.ok(lines.filter((line) => line === "wake: at work").length > 1);
});

Deno.test("with once, a schedule ends when nothing is to be done", async () => {
  const lines = await logOf("once", /it is not stopped/);
  assert.deepEqual(lines.slice(-4), [
    "run success",
    lines.at(-3)!,
    "wake: wait",
    "stopped",
  ]);
});

Deno.test("SIGTERM stops a run and waits until it has ended", async () => {
  const lines = await logOf("long", /begin 1/);
  const from = lines.findIndex((line) => line.startsWith("SIGTERM: stopping"));
  assert.deepEqual(
    lines.slice(from + 1).filter((line) => !line.startsWith("wake")),
    ["stopped by SIGTERM", "end 1", "run stopped", "stopped"],
  );
});
