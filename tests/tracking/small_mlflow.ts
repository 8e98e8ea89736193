import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A simulated failure of the server. */
export type Fault =
  /** The connection breaks before the server acts. */
  | "lost request"
  /** The connection breaks after the server acted. */
  | "lost answer"
  /** The server answers this and does not act. */
  | Response
  | undefined;

interface Run {
  info: Record<string, unknown> & { run_id: string };
  tags: Record<string, string>;
  params: Record<string, string>;
  /** `key step timestamp value`: what identifies a measurement in MLflow's store. */
  metrics: Set<string>;
  datasets: Set<string>;
}

interface Version {
  name: string;
  version: string;
  source: string;
  run_id: string;
  tags: { key: string; value: string }[];
}

// deno-lint-ignore no-explicit-any -- each endpoint has its own request
type Body = any;

/**
 * The part of an MLflow server that the sender uses, in memory, with simulated failures. The peer
 * tests show that a real server answers the same.
 */
export async function smallMlflow({ fault = () => undefined, proxied = true }: {
  /** Called with the number of each request, from 0. */
  fault?: (number: number, what: string) => Fault;
  proxied?: boolean;
} = {}) {
  const runs: Run[] = [], versions: Version[] = [];
  const experiments: Record<string, string>[] = [];
  const models: string[] = [], aliases: Record<string, string> = {};
  const artifacts: Record<string, string> = {};
  const requests: string[] = [], authorizations: (string | undefined)[] = [];
  const state = { fault, created: 0 };

  const endpoints: Record<string, (body: Body) => unknown> = {
    "experiments/get-by-name"({ experiment_name }) {
      const experiment = experiments.find(({ name }) => name === experiment_name);
      return experiment ? { experiment } : refusal(404, "RESOURCE_DOES_NOT_EXIST");
    },
    "experiments/create"({ name }) {
      if (experiments.some((other) => other["name"] === name)) {
        return refusal(400, "RESOURCE_ALREADY_EXISTS");
      }
      experiments.push({ name, experiment_id: String(experiments.length + 1) });
      return experiments.at(-1);
    },
    "runs/search"({ experiment_ids, filter }) {
      const [, key] = /^tags\.`sodai\.key` = '(.*)'$/.exec(filter)!;
      return {
        runs: runs.filter(({ tags, info }) =>
          tags["sodai.key"] === key && experiment_ids.includes(info["experiment_id"])
        ),
      };
    },
    "runs/create"({ experiment_id, run_name, start_time, tags }) {
      const run_id = `run${state.created++}`;
      const root = proxied ? "mlflow-artifacts:" : "/srv/mlruns";
      const artifact_uri = `${root}/${experiment_id}/${run_id}/artifacts`;
      const info = { run_id, experiment_id, run_name, start_time, artifact_uri };
      const run = { info, tags: {}, params: {}, metrics: new Set(), datasets: new Set() } as Run;
      runs.push(run);
      log(run, { tags });
      return { run };
    },
    "runs/log-batch": (body) => log(runOf(body), body),
    "runs/set-tag": (body) => log(runOf(body), { tags: [body] }),
    "runs/log-inputs"(body) {
      for (const { dataset } of body.datasets) runOf(body).datasets.add(dataset.name);
      return {};
    },
    "runs/update"({ run_id, ...changes }) {
      return { run_info: Object.assign(runOf({ run_id }).info, changes) };
    },
    "registered-models/create"({ name }) {
      if (models.includes(name)) return refusal(400, "RESOURCE_ALREADY_EXISTS");
      models.push(name);
      return {};
    },
    "model-versions/search"({ filter }) {
      const [, runId] = /^run_id = '(.*)'$/.exec(filter)!;
      return { model_versions: versions.filter(({ run_id }) => run_id === runId) };
    },
    "model-versions/create"(body) {
      versions.push({ ...body, version: String(versions.length + 1) });
      return { model_version: versions.at(-1) };
    },
    "model-versions/set-tag"({ version, key, value }) {
      const { tags } = versions.find((other) => other.version === version)!;
      tags.find((tag) => tag.key === key)!.value = value;
      return {};
    },
    "registered-models/alias"({ alias, version }) {
      if (version !== undefined) {
        aliases[alias] = version;
        return {};
      }
      const model_version = versions.find((other) => other.version === aliases[alias]);
      return model_version ? { model_version } : refusal(400, "INVALID_PARAMETER_VALUE");
    },
  };

  const runOf = ({ run_id }: Body) => runs.find(({ info }) => info.run_id === run_id)!;

  function log(run: Run, { params = [], tags = [], metrics = [] }: Body): unknown {
    for (const { key, value } of params) {
      if ((run.params[key] ??= value) !== value) return refusal(400, "INVALID_PARAMETER_VALUE");
    }
    for (const { key, value } of tags) run.tags[key] = value;
    for (const { key, step, timestamp, value } of metrics) {
      run.metrics.add(`${key} ${step} ${timestamp} ${value}`);
    }
    return {};
  }

  /** The answer; `undefined` if the connection breaks. */
  function answer(request: IncomingMessage, bytes: string): Response | undefined {
    const url = new URL(request.url!, "http://127.0.0.1");
    const path = url.pathname.replace(/^\/api\/2\.0\/mlflow(-artifacts\/artifacts)?\//, "");
    const what = `${request.method} ${path}`;
    const fault = state.fault(requests.length, what);
    requests.push(what);
    authorizations.push(request.headers.authorization);
    if (fault instanceof Response) return fault;
    if (fault === "lost request") return undefined;
    let found: unknown = {};
    if (request.method === "PUT") artifacts[path] = bytes;
    else found = endpoints[path]!(bytes ? JSON.parse(bytes) : Object.fromEntries(url.searchParams));
    if (fault === "lost answer") return undefined;
    return found instanceof Response ? found : Response.json(found);
  }

  const server = createServer(async (request, reply) => {
    const response = answer(request, await text(request));
    if (response === undefined) return void request.socket.destroy();
    reply.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body ?? []) reply.write(chunk);
    reply.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    versions,
    aliases,
    artifacts,
    /** Method and path of every request. */
    requests,
    authorizations,
    /** Failures from now on. */
    breaks(fault: (number: number, what: string) => Fault) {
      requests.length = 0;
      state.fault = fault;
    },
    /** The state of the server, for comparing two servers. */
    knowledge: () => ({
      runs: runs.map(({ info, ...run }) => ({
        ...run,
        info,
        // the client chooses a new name each time
        tags: { ...run.tags, "sodai.key": "" },
        metrics: [...run.metrics].sort(),
      })),
      versions,
      aliases,
      artifacts,
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(status: number, error_code: string): Response {
  return Response.json({ error_code, message: "refused" }, { status });
}
