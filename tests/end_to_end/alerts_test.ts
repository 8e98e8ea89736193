import assert from "node:assert/strict";
import { join } from "node:path";
import type { GivenParameters } from "../../lib/config/config.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { webhook } from "../alerts/webhook.ts";
import { copiedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome } from "./world.ts";

Deno.test("deno task pipeline alerts of failed, held and recovered runs, and of no others", async (t) => {
  using first = await copiedRun();
  await using server = webhook();
  const outputs = join(first.folder, "outputs");
  const script = join(first.folder, "on exit.ts"), log = join(first.folder, "commands.log");
  Deno.writeTextFileSync(
    script,
    `const { run_id } = await new Response(Deno.stdin.readable).json();
     const line = Deno.env.get("SODAI_ALERT_KIND") + " " + run_id + "\\n";
     Deno.writeTextFileSync(Deno.args[0]!, line, { append: true });`,
  );
  const on_exit = `"${Deno.execPath()}" run --quiet -A "${script}" "${log}"`;
  const process = (more: GivenParameters, env: Record<string, string> = {}) =>
    taskProcess("pipeline", flags(first.given("outputs", { on_exit, ...more })), {
      SODAI_NOTIFY_URL: server.url,
      ...env,
    });
  const call = (...args: Parameters<typeof process>) => outcome(process(...args));
  const newest = () => listRuns(outputs)[0]!;
  const posted = () => server.received.map(({ body }) => String(body["text"]));
  const commands = () => Deno.readTextFileSync(log).trim().split("\n");

  let failed = "";
  await t.step("a failed run: task, message, remedy, folder", async () => {
    const data_dir = join(first.folder, "nothing");
    const { code, stderr } = await call({ data_dir });
    assert.equal(code, 2, stderr);
    failed = newest().runId;
    const [head, ...lines] = posted()[0]!.split("\n");
    assert.equal(
      head,
      `SodAI FAILED: run ${failed} failed in extract_data. The latest forecast is unchanged.`,
    );
    assert.match(lines.join("\n"), /^- .*nothing[^]*\nTo do: .*deno task pipeline\nOutputs: \//);
    assert(lines.at(-1)!.endsWith(failed));
    assert.deepEqual(commands(), [`failed ${failed}`]);
    // the address is recorded without its path, the command without its arguments
    const { parameters } = readRunRecord(newest().folder);
    assert.equal(parameters["notify_url"], new URL(server.url).origin);
    assert.equal(parameters["on_exit"], Deno.execPath());
  });

  await t.step("a held run: reasons and how to publish it", async () => {
    const { code, stderr } = await call({ decision_threshold: 0.999_999, force_train: true });
    assert.equal(code, 1, stderr);
    const held = newest().runId;
    assert.match(posted()[1]!, new RegExp(`^SodAI HELD: the forecast of run ${held} is held\\.`));
    assert.match(posted()[1]!, /\n- Expected a list of likely purchases/);
    assert.match(posted()[1]!, new RegExp(`\\nTo do: .*deno task runs promote ${held}\\n`));
    assert.deepEqual(commands().at(-1), `held ${held}`);
  });

  await t.step("the first success after it: recovered; the next one: nothing", async () => {
    for (const _ of [1, 2]) {
      const { code, stderr } = await call({});
      assert.equal(code, 0, stderr);
    }
    assert.equal(posted().length, 3);
    assert.match(posted()[2]!, /^SodAI RECOVERED: run \S+ succeeded and is published\.\nOutputs: /);
    assert.equal(commands().length, 3);
  });

  await t.step("a run that cannot start is a failure", async () => {
    const { code } = await call({ outputs_dir: script });
    assert.equal(code, 2);
    assert.match(posted()[3]!, /^SodAI FAILED: no run could be started\.\n- Cannot write to/);
  });

  await t.step("alerts that fail change neither the outcome nor the outputs", async () => {
    using deaf = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const url = `http://127.0.0.1:${(deaf.addr as Deno.NetAddr).port}/`;
    const started = performance.now();
    const { code, stderr } = await call(
      { data_dir: join(first.folder, "nothing"), on_exit: "no-such-program" },
      { SODAI_NOTIFY_URL: url },
    );
    assert.equal(code, 2);
    assert(performance.now() - started < 20_000);
    assert.match(
      stderr,
      /^warning: the alert was not sent to http:\/\/127\.0\.0\.1:\d+: no answer within/m,
    );
    assert.match(stderr, /^warning: --on-exit no-such-program: it cannot be started: /m);
  });

  if (Deno.build.os === "windows") return;
  await t.step("a run that its user stops is none", async () => {
    const before = posted().length;
    const running = process({ force_train: true, n_trials: 500 }).spawn();
    const trains = () => {
      const { tasks = [] } = newest().run ?? {};
      return tasks.some(({ id, state }) => id === "train_model" && state === "running");
    };
    while (!trains()) await new Promise((resolve) => setTimeout(resolve, 50));
    running.kill("SIGINT");
    const { code } = await running.output();
    assert.notEqual(code, 0);
    assert.equal(posted().length, before);
  });
});
