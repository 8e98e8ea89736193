import { join } from "node:path";
import { parseObjectPath } from "../../../lib/object_storage/object_path.ts";
import { pull } from "../../../lib/object_storage/pull.ts";
import { openStore, type Store } from "../../../lib/object_storage/store.ts";

/** The program versitygw; without it these tests are skipped. */
export const SERVER = Deno.env.get("SODAI_VERSITYGW");

const KEYS = { accessKeyId: "test-key", secretAccessKey: "test-secret" };

/** Cached modules stay where they are when a test gives a command another cache folder. */
const DENO_DIR = JSON.parse(
  new TextDecoder().decode(
    new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync().stdout,
  ),
).denoDir as string;

/** A real server with a bucket named `sales`, over a temporary folder, reachable on loopback only. */
export async function storagePlace({ port = freePort(), start = true } = {}) {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "storage", "sales"), { recursive: true });
  let child: Deno.ChildProcess | undefined;
  const place = {
    folder,
    endpoint: `http://127.0.0.1:${port}`,
    port,
    /** Starts the server, which takes 0.1 s. */
    start() {
      child = new Deno.Command(SERVER!, {
        args: ["--port", `127.0.0.1:${port}`, "--quiet", "posix", join(folder, "storage")],
        env: { ROOT_ACCESS_KEY: KEYS.accessKeyId, ROOT_SECRET_KEY: KEYS.secretAccessKey },
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
    },
    /** The variables of a machine of this name: each has a cache, and so working folders, of its own. */
    machine: (name: string, endpoint = `http://127.0.0.1:${port}`): Record<string, string> => ({
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "",
      XDG_CACHE_HOME: join(folder, name),
      DENO_DIR,
    }),
    /** Opens the objects under a path of the bucket. */
    store: (path: string): Promise<Store> =>
      openStore(parseObjectPath(`s3://sales/${path}`, "test"), {
        endpoint: `http://127.0.0.1:${port}`,
        region: "us-east-1",
        ...KEYS,
      }),
    /** Puts the files of a folder. */
    async upload(from: string, path: string) {
      const store = await place.store(path);
      for (const { name } of Deno.readDirSync(from)) {
        await store.put(name, await Deno.readFile(join(from, name)));
      }
    },
    /** Fetches what is published, as a machine that has nothing; returns the folder. */
    async published(path: string): Promise<string> {
      const to = await Deno.makeTempDir({ dir: folder });
      await pull(await place.store(path), to);
      return to;
    },
    async [Symbol.asyncDispose]() {
      child?.kill("SIGTERM");
      await child?.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
  if (start) place.start();
  return place;
}

/** A port that no process listens on. */
export function freePort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return (listener.addr as Deno.NetAddr).port;
}
