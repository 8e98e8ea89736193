import assert from "node:assert/strict";
import { join } from "node:path";
import type { Alert } from "../../lib/alerts/alert.ts";
import { sendAlert } from "../../lib/alerts/send_alert.ts";
import { webhook } from "./webhook.ts";

const FAILED: Alert = {
  kind: "failed",
  text: "run 2024-W48_20241125T090000Z failed in predict.",
  run_id: "2024-W48_20241125T090000Z",
  week: "2024-W48",
  state: "failed",
  reasons: ["predict: no space left"],
  remedy: "remove the cause, then: deno task pipeline --resume",
  folder: "/srv/outputs/runs/2024-W48_20241125T090000Z",
};
const RECOVERED: Alert = { kind: "recovered", text: "run R succeeded." };
const WINDOWS = Deno.build.os === "windows";

function folder() {
  const path = Deno.makeTempDirSync();
  return {
    path,
    config: {
      outputs_dir: path,
      notify_url: null as string | null,
      on_exit: null as string | null,
    },
    read: (name: string) => Deno.readTextFileSync(join(path, name)),
    exists: (name: string) => Array.from(Deno.readDirSync(path)).some((file) => file.name === name),
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}

/** A command that does what a line of JavaScript says, without a shell. */
function script(place: { path: string }, code: string): string {
  const file = join(place.path, "command's file.ts");
  Deno.writeTextFileSync(file, code);
  return `"${Deno.execPath()}" run -A --quiet "${file}"`;
}

Deno.test("an alert is one JSON POST with the message as text", async () => {
  using place = folder();
  await using server = webhook();
  const warnings = await sendAlert(FAILED, { ...place.config, notify_url: server.url });
  assert.deepEqual(warnings, []);
  assert.equal(server.received.length, 1);
  const [{ path, type, body }] = server.received as [typeof server.received[0]];
  assert.deepEqual([path, type], ["/services/T000/B000/XXXX", "application/json"]);
  assert.deepEqual(body, {
    text: "SodAI FAILED: run 2024-W48_20241125T090000Z failed in predict.\n" +
      "- predict: no space left\n" +
      "To do: remove the cause, then: deno task pipeline --resume\n" +
      "Outputs: /srv/outputs/runs/2024-W48_20241125T090000Z",
  });
});

Deno.test("nothing is sent nor written if nothing is configured", async () => {
  using place = folder();
  assert.deepEqual(await sendAlert(FAILED, place.config), []);
  assert.deepEqual([...Deno.readDirSync(place.path)], []);
});

Deno.test("recovered is sent once, after another alert and not otherwise", async () => {
  using place = folder();
  await using server = webhook();
  const config = { ...place.config, notify_url: server.url };
  const kinds: Alert["kind"][] = ["recovered", "failed", "held", "recovered", "recovered", "late"];
  for (const kind of [...kinds, "recovered"] as const) {
    assert.deepEqual(await sendAlert({ kind, text: "x" }, config), []);
  }
  assert.deepEqual(
    server.received.map(({ body }) => String(body["text"]).replace(/^SodAI (\w+):.*/, "$1")),
    ["FAILED", "HELD", "RECOVERED", "LATE", "RECOVERED"],
  );
  assert(!place.exists("open_alert.json"));
  // a damaged note of an alert still means that there was one
  for (const damaged of ["", "{", "null", "[]"]) {
    Deno.writeTextFileSync(join(place.path, "open_alert.json"), damaged);
    const before = server.received.length;
    assert.deepEqual(await sendAlert(RECOVERED, config), []);
    assert.equal(server.received.length, before + 1, damaged);
  }
});

Deno.test("a busy server is asked three times, a refusal is final", async () => {
  const cases: [number[], number, RegExp | undefined][] = [
    [[503, 429, 200], 3, undefined],
    [[202], 1, undefined],
    [[500], 3, /^the alert was not sent to http:\/\/127\.0\.0\.1:\d+: it answered 500 no$/],
    [[404], 1, /: it answered 404 no$/],
    [[302], 1, /: it answered 302 no$/],
  ];
  for (const [answers, requests, expected] of cases) {
    using place = folder();
    await using server = webhook({ answers, text: "no" });
    const warnings = await sendAlert(FAILED, { ...place.config, notify_url: server.url });
    assert.equal(server.received.length, requests, `${answers}`);
    assert.equal(warnings.length, expected ? 1 : 0, warnings[0]);
    if (expected) assert.match(warnings[0]!, expected);
  }
});

Deno.test("a server that is away or silent costs a warning and at most the limit", async () => {
  using place = folder();
  const away = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = away.addr as Deno.NetAddr;
  away.close();
  const config = { ...place.config, notify_url: `http://127.0.0.1:${port}/secret/path` };
  const [warning, ...more] = await sendAlert(FAILED, config);
  assert.deepEqual(more, []);
  assert.match(
    warning!,
    /^the alert was not sent to http:\/\/127\.0\.0\.1:\d+: [^/]*refused[^/]*$/,
  );

  using deaf = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const started = performance.now();
  const silent = `http://127.0.0.1:${(deaf.addr as Deno.NetAddr).port}/`;
  const warnings = await sendAlert(FAILED, { ...config, notify_url: silent }, { limitMs: 1500 });
  assert.match(warnings[0]!, /: it did not end within 1\.5 s and was killed$/);
  assert(performance.now() - started < 5000);
});

Deno.test("credentials in the address reach the server, and no warning", async () => {
  using place = folder();
  await using server = webhook({
    answers: [403],
    text: (request) => `${request.url} ${decodeURIComponent(request.url)} MARK pass/MARK`,
  });
  const url = `http://user%20MARK:pass%2FMARK@${server.host}/path-MARK/p%20MARK?token=a%2FMARK#f`;
  const [warning] = await sendAlert(FAILED, { ...place.config, notify_url: url });
  assert.equal(
    server.received[0]!.authorization,
    `Basic ${new TextEncoder().encode("user MARK:pass/MARK").toBase64()}`,
  );
  assert.match(warning!, /^the alert was not sent to http:\/\/127\.0\.0\.1:\d+: it answered 403 /);
  assert.doesNotMatch(warning!.replace(/ MARK(?= )/, ""), /(path-|pass.|p |a\/|a%2F)MARK/);
});

Deno.test("the command gets the alert as JSON and as variables, without a shell", async () => {
  using place = folder();
  const told = join(place.path, "told.json");
  const code = `
    const input = await new Response(Deno.stdin.readable).json();
    const names = Object.entries(Deno.env.toObject()).filter(([n]) => n.startsWith("SODAI_ALERT_"));
    const told = { input, variables: Object.fromEntries(names), args: Deno.args };
    Deno.writeTextFileSync(${JSON.stringify(told)}, JSON.stringify(told));
    console.log("not shown");`;
  const on_exit = `${script(place, code)} '$HOME' "a \\"b\\"  c" d*`;
  assert.deepEqual(await sendAlert(FAILED, { ...place.config, on_exit }), []);
  const { input, variables, args } = JSON.parse(place.read("told.json"));
  const { message, ...alert } = input;
  assert.deepEqual(alert, FAILED);
  assert.match(message, /^SodAI FAILED: run .*\n- predict: no space left\nTo do: /);
  assert.deepEqual(args, ["$HOME", 'a "b"  c', "d*"]);
  assert.deepEqual(variables, {
    SODAI_ALERT_KIND: "failed",
    SODAI_ALERT_TEXT: FAILED.text,
    SODAI_ALERT_MESSAGE: message,
    SODAI_ALERT_RUN: FAILED.run_id,
    SODAI_ALERT_WEEK: "2024-W48",
    SODAI_ALERT_STATE: "failed",
    SODAI_ALERT_FOLDER: FAILED.folder,
  });
});

Deno.test("a command that fails, hangs, ignores its input or is not there is a warning", async () => {
  using place = folder();
  const commands: [string, RegExp][] = [
    [
      script(place, `console.error("mail: no\\n  route"); Deno.exit(3)`),
      /^--on-exit \S+: exit status 3; call it by hand to see what it prints$/,
    ],
    ["no-such-program --token MARK", /^--on-exit no-such-program: it cannot be started: /],
    ...WINDOWS ? [] : [
      [
        "sh -c 'echo MARK-$0 >&2; exit 7' MARK",
        /^--on-exit sh: exit status 7; call it by hand to see what it prints$/,
      ],
      ["sh -c 'kill -9 $$'", /^--on-exit sh: ended by SIGKILL; call/],
      ["sleep 60", /^--on-exit sleep: it did not end within 1 s and was killed; call/],
      // what a killed shell has started keeps its standard error open
      ["sh -c 'sleep 5; true'", /^--on-exit sh: it did not end within 1 s and was killed; call/],
    ] as [string, RegExp][],
  ];
  for (const [on_exit, expected] of commands) {
    const started = performance.now();
    const warnings = await sendAlert(FAILED, { ...place.config, on_exit }, { limitMs: 1000 });
    assert(performance.now() - started < 3000, on_exit);
    assert.equal(warnings.length, 1, on_exit);
    assert.match(warnings[0]!, expected);
  }
  if (!WINDOWS) assert.deepEqual(await sendAlert(FAILED, { ...place.config, on_exit: "true" }), []);
});

Deno.test("the command does not get the secrets of this program", { ignore: WINDOWS }, async () => {
  using place = folder();
  const names = ["SODAI_NOTIFY_URL", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_URI"];
  const before = names.map((name) => Deno.env.get(name));
  names.forEach((name) => Deno.env.set(name, `MARK-${name}`));
  try {
    const on_exit = `sh -c 'env > "${join(place.path, "env.txt")}"'`;
    assert.deepEqual(await sendAlert(FAILED, { ...place.config, on_exit }), []);
    assert.doesNotMatch(place.read("env.txt"), /MARK/);
    assert.match(place.read("env.txt"), /^PATH=/m);
  } finally {
    names.forEach((name, i) =>
      before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i])
    );
  }
});

Deno.test("an outputs folder that cannot be written does not stop an alert", async () => {
  using place = folder();
  await using server = webhook();
  const file = join(place.path, "file");
  Deno.writeTextFileSync(file, "");
  const warnings = await sendAlert(FAILED, {
    ...place.config,
    outputs_dir: file,
    notify_url: server.url,
  });
  assert.equal(server.received.length, 1);
  assert.match(warnings[0]!, /^the state of alerts is not saved: /);
});
