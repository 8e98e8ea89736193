import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { percentDecoded } from "../../lib/config/secrets.ts";
import { webhook } from "../alerts/webhook.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";
import { copiedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome } from "./world.ts";

const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));

/** In every secret; no output may contain it, as it is or in base64 at the start of a pair. */
const MARK = /zQ7m|elE3bWFya/;

/** A server that refuses, and repeats all that it was sent in every form. */
function echo(status: number) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const sent = request.headers.get("authorization") ?? "";
    const pair = sent.startsWith("Basic ")
      ? new TextDecoder().decode(Uint8Array.fromBase64(sent.slice(6)))
      : "";
    const { search, searchParams } = new URL(request.url);
    const message = [search, percentDecoded(search), ...searchParams.values(), sent, pair].join(
      " ",
    );
    return Response.json({ error_code: "REFUSED", message }, { status });
  });
  return {
    uri: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function away() {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const uri = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  listener.close();
  return { uri, [Symbol.asyncDispose]: () => Promise.resolve() };
}

const SERVERS = {
  "answers OK": () => smallMlflow(),
  "answers 401": () => Promise.resolve(echo(401)),
  "answers 500": () => Promise.resolve(echo(500)),
  "is away": () => Promise.resolve(away()),
};

/** Where credentials come from. */
const SOURCES: Record<string, (host: string) => Record<string, string>> = {
  address: (host) => ({
    MLFLOW_TRACKING_URI:
      `http://zQ7mark%20user:zQ7mark%2Fpass%zz@${host}/?token=zQ7mark%20q%2F+x&key=zQ7markv#zQ7markf`,
  }),
  variables: (host) => ({
    MLFLOW_TRACKING_URI: `http://${host}`,
    MLFLOW_TRACKING_USERNAME: "zQ7mark user",
    MLFLOW_TRACKING_PASSWORD: "zQ7mark/pass wörd%",
  }),
  token: (host) => ({
    MLFLOW_TRACKING_URI: `http://zQ7mark@${host}`,
    MLFLOW_TRACKING_TOKEN: "zQ7mark.token-abc_~+/=",
  }),
};

/** Texts of all files below a folder, links not followed, by path. */
function* texts(folder: string): Generator<[string, string]> {
  for (const { name, isDirectory, isFile } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* texts(path);
    if (isFile) yield [path, new TextDecoder("latin1").decode(Deno.readFileSync(path))];
  }
}

/** Sets a run back to a killed one that has only its last task to do: by day, most are sent so. */
function kill(runFolder: string): void {
  const path = join(runFolder, "run.json");
  const record = JSON.parse(Deno.readTextFileSync(path));
  record.state = record.tasks.at(-1).state = "running";
  Deno.writeTextFileSync(path, JSON.stringify(record));
}

/** Every command with credentials from every source against one server; searches all it leaves. */
async function search(what: keyof typeof SERVERS) {
  let files = 0, printed = 0;
  using world = await copiedRun();
  await using server = await SERVERS[what]();
  await using hook = webhook({
    answers: what === "answers OK" ? [200] : [403],
    text: ({ url }) => `${url} ${percentDecoded(url)}`,
  });
  const outputs = join(world.folder, "outputs");
  const host = server.uri.replace("http://", "");
  for (const [source, variables] of Object.entries(SOURCES)) {
    const env = {
      ...variables(host),
      SODAI_NOTIFY_URL:
        `http://zQ7mark:pass@${hook.host}/zQ7mark%20path/zQ7mark?x=zQ7mark%2Fy#zQ7mark`,
      OTHER_PASSWORD: "zQ7mark other",
    };
    const on_exit = "sh -c 'echo $0; echo $0 >&2; env; env >&2; exit 1' zQ7markarg";
    const call = async (task: string, args: string[]) => {
      const { code, stdout, stderr } = await outcome(taskProcess(task, args, env));
      for (const text of [stdout, stderr]) {
        assert.doesNotMatch(text, MARK, `${what}: ${task} ${source}`);
        assert.doesNotMatch(percentDecoded(text), MARK, `${what}: ${task} ${source}`);
        printed += text.length;
      }
      return { code, stdout, stderr };
    };
    const of = ["--outputs-dir", outputs];
    if (source === "address") {
      const whole = NIGHTLY || what === "answers OK";
      if (!whole) kill(world.runFolder);
      const run = await call(
        "pipeline",
        flags(world.given("outputs", whole ? {} : { resume: true })),
      );
      assert.equal(run.code, 0, run.stderr);
      if (!whole) assert(run.stdout.includes(world.run.run_id), run.stdout);
      // fails, so that alerts are sent
      const missing = { ...world.given("outputs"), data_dir: "MISSING", on_exit };
      assert.equal((await call("pipeline", flags(missing))).code, 2);
      await call("runs", [...of, "--json"]);
      await call("runs", [...of, "show", readLatest(outputs)!]);
    }
    const track = await call("track", [...of, "latest"]);
    assert.equal(track.code, what === "answers OK" ? 0 : 1, track.stderr);
    if (what === "answers OK") await call("track", of);
  }
  for (const [path, text] of texts(outputs)) {
    files++;
    assert.doesNotMatch(text, MARK, path);
    if (!/\.(arrow|onnx|parquet|png)$/.test(path)) {
      assert.doesNotMatch(percentDecoded(text), MARK, path);
    }
  }
  for (const { body } of hook.received) assert.doesNotMatch(JSON.stringify(body), MARK);
  // the credentials themselves arrive
  assert(
    hook.received.every(({ authorization, path }) =>
      authorization === `Basic ${new TextEncoder().encode("zQ7mark:pass").toBase64()}` &&
      path.startsWith("/zQ7mark%20path/zQ7mark?x=")
    ),
  );
  assert(hook.received.length > 0);
  assert(files > 20 && printed > 1000, `searched ${files} files, ${printed} printed characters`);
}

// at the same time: most of it waits for servers that do not answer
Deno.test("no secret reaches a file, a terminal or an alert, whatever the server does", async () => {
  const names = Object.keys(SERVERS) as (keyof typeof SERVERS)[];
  const errors: Error[] = [];
  await Promise.all(names.map((what) =>
    search(what).catch((cause) => {
      errors.push(new Error(`the server ${what}`, { cause }));
    })
  ));
  if (errors.length > 0) throw errors[0];
});
