import assert from "node:assert/strict";
import { mlflowClient, MlflowError } from "../../lib/tracking/mlflow_client.ts";
import { hostOf, mlflowSettings } from "../../lib/tracking/mlflow_settings.ts";
import { smallMlflow } from "./small_mlflow.ts";

const QUICK = { pauseMs: 1, timeoutMs: 5000 };
const from = (variables: Record<string, string>) => mlflowSettings((name) => variables[name]);
const find = (client: ReturnType<typeof mlflowClient>) =>
  client.patiently(() =>
    client.call("GET", "experiments/get-by-name", { experiment_name: "none" })
  );

Deno.test("the environment names server, experiment and credentials, as for MLflow's client", () => {
  assert.equal(from({}), undefined);
  assert.equal(from({ MLFLOW_TRACKING_URI: " " }), undefined);
  assert.deepEqual(from({ MLFLOW_TRACKING_URI: "https://ml.example/mlflow/" }), {
    uri: "https://ml.example/mlflow",
    experiment: "sodai_mlops",
  });
  const MLFLOW_TRACKING_URI = "http://127.0.0.1:5000";
  const { authorization, experiment } = from({
    MLFLOW_TRACKING_URI,
    MLFLOW_EXPERIMENT_NAME: "weekly",
    MLFLOW_TRACKING_USERNAME: "ana",
    MLFLOW_TRACKING_PASSWORD: "señal",
    MLFLOW_TRACKING_TOKEN: "unused",
  })!;
  assert.equal(experiment, "weekly");
  assert.equal(authorization, "Basic YW5hOnNlw7FhbA==");
  const token = from({ MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN: "secret" });
  assert.equal(token!.authorization, "Bearer secret");
});

Deno.test("an invalid address is refused with a remedy", () => {
  for (const uri of ["sqlite:///mlflow.db", "./mlruns", "127.0.0.1:5000", "databricks"]) {
    assert.throws(() => from({ MLFLOW_TRACKING_URI: uri }), {
      name: "UserError",
      message: /^MLFLOW_TRACKING_URI: expected the address of an MLflow server, found ".*"\nStart/,
    });
  }
});

Deno.test("hostOf() returns what --allow-net needs", () => {
  const host = (uri: string) => hostOf({ uri, experiment: "" });
  assert.equal(host("http://127.0.0.1:5000"), "127.0.0.1:5000");
  assert.equal(host("https://ml.example/mlflow"), "ml.example:443");
  assert.equal(host("http://[::1]:5000"), "[::1]:5000");
  assert.equal(host("http://ml.example"), "ml.example:80");
});

Deno.test("a transient failure is tried four times, then reported", async () => {
  await using server = await smallMlflow({ fault: () => new Response("down", { status: 503 }) });
  using client = mlflowClient({ uri: server.uri, experiment: "" }, QUICK);
  await assert.rejects(find(client), { name: "MlflowError", message: `${server.uri}: 503 down` });
  assert.equal(server.requests.length, 4);
});

Deno.test("a refusal is reported at once, with MLflow's message", async () => {
  await using server = await smallMlflow();
  using client = mlflowClient({ uri: server.uri, experiment: "" }, QUICK);
  await assert.rejects(
    find(client),
    (error) =>
      error instanceof MlflowError && error.code === "RESOURCE_DOES_NOT_EXIST" && !error.transient,
  );
  assert.equal(server.requests.length, 1);
});

Deno.test("missing credentials are an error that names the variables; credentials go with every request", async () => {
  await using server = await smallMlflow({ fault: () => new Response("no", { status: 401 }) });
  using client = mlflowClient({ uri: server.uri, experiment: "", authorization: "Bearer x" });
  await assert.rejects(find(client), /401 no; set MLFLOW_TRACKING_USERNAME and/);
  await assert.rejects(client.upload("a", new Uint8Array(1)), /401/);
  assert.deepEqual(server.authorizations, ["Bearer x", "Bearer x"]);
});

Deno.test("a server that is not MLflow is reported", async () => {
  await using server = await smallMlflow({ fault: () => new Response("<html>") });
  using client = mlflowClient({ uri: server.uri, experiment: "" }, QUICK);
  await assert.rejects(find(client), /expected an MLflow server, found another server/);
});

Deno.test("pauses grow, unless the server requests one", async () => {
  const times: number[] = [];
  await using server = await smallMlflow({
    fault: (number) => {
      times.push(performance.now());
      return number === 2
        ? new Response("", { status: 429, headers: { "Retry-After": "0.3" } })
        : new Response("", { status: 500 });
    },
  });
  using client = mlflowClient({ uri: server.uri, experiment: "" }, { ...QUICK, pauseMs: 20 });
  await assert.rejects(find(client), MlflowError);
  const pauses = times.slice(1).map((time, i) => time - times[i]!);
  // a loaded machine makes pauses longer, never shorter
  [20, 40, 300].forEach((least, i) => assert(pauses[i]! >= least - 5, `${pauses}`));
});

Deno.test("a refused connection and a missing answer are errors that name the server", async () => {
  const port = (() => {
    using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    return (listener.addr as Deno.NetAddr).port;
  })();
  using silent = mlflowClient({ uri: `http://127.0.0.1:${port}`, experiment: "" }, QUICK);
  await assert.rejects(find(silent), /^MlflowError: http:\/\/127\.0\.0\.1:\d+: .*refused/i);

  await using server = await smallMlflow({
    fault: () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(1));
          },
        }),
      ),
  });
  using slow = mlflowClient({ uri: server.uri, experiment: "" }, { pauseMs: 1, timeoutMs: 50 });
  await assert.rejects(find(slow), /no answer within 0\.05 s/);
  assert.equal(server.requests.length, 4);
});

Deno.test("credentials of the address go with every request, and into no message", async () => {
  const seen: string[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    seen.push(pathname + search);
    const sent = request.headers.get("authorization")!;
    const clear = new TextDecoder().decode(Uint8Array.fromBase64(sent.replace("Basic ", "")));
    // a server may repeat everything that it was sent, in every form
    const text = `${"x".repeat(120)} ${request.url} ${decodeURIComponent(search)} ${sent} ${clear}`;
    return seen.length === 1
      ? new Response(text, { status: 401 })
      : Response.json({ error_code: sent, message: text }, { status: 403 });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  const MLFLOW_TRACKING_URI =
    `http://us%20MARKer:pass%2FMARK%zz@${host}/ml/?token=to%2FMARK&x=MARKs#MARKf`;
  const settings = from({ MLFLOW_TRACKING_URI })!;
  assert.equal(settings.uri, `http://${host}/ml`);
  assert.equal(
    settings.authorization,
    `Basic ${new TextEncoder().encode("us MARKer:pass%2FMARK%zz").toBase64()}`,
  );
  using client = mlflowClient(settings, QUICK);
  for (const _ of [1, 2]) {
    await assert.rejects(find(client), ({ message, code }: MlflowError) => {
      assert(message.startsWith(`http://${host}: 40`), message);
      assert.doesNotMatch(message, /MARK/);
      assert.doesNotMatch(message, new RegExp(settings.authorization!.slice(6, 26)));
      return code !== "never";
    });
  }
  await assert.rejects(client.upload("a b", new Uint8Array(1)));
  const query = "token=to%2FMARK&x=MARKs";
  const path = "/ml/api/2.0/mlflow";
  assert.deepEqual(seen, [
    `${path}/experiments/get-by-name?${query}&experiment_name=none`,
    `${path}/experiments/get-by-name?${query}&experiment_name=none`,
    `${path}-artifacts/artifacts/a%20b?${query}`,
  ]);
});

Deno.test("variables take precedence over the address, a token too", () => {
  const MLFLOW_TRACKING_URI = "http://ana:pw@127.0.0.1:5000";
  const authorization = (more: Record<string, string>) =>
    from({ MLFLOW_TRACKING_URI, ...more })!.authorization;
  assert.equal(authorization({}), "Basic YW5hOnB3");
  assert.equal(authorization({ MLFLOW_TRACKING_TOKEN: "secret" }), "Bearer secret");
  const MLFLOW_TRACKING_USERNAME = "eva", MLFLOW_TRACKING_PASSWORD = "pass";
  assert.equal(
    authorization({ MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD }),
    "Basic ZXZhOnBhc3M=",
  );
});

Deno.test("no message repeats an address that is refused", () => {
  const wrong = [
    "postgresql://u:MARK@db/MARK",
    "user:MARK@ml.example:5000",
    "MARK",
    "http://h:MARK",
  ];
  for (const MLFLOW_TRACKING_URI of wrong) {
    assert.throws(
      () => from({ MLFLOW_TRACKING_URI }),
      ({ name, message }: Error) => name === "UserError" && !message.includes("MARK"),
    );
  }
});
