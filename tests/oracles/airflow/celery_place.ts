import { join } from "node:path";
import { airflowPlace, freePort } from "./airflow_place.ts";

/** PostgreSQL's programs: Debian does not put them into the `PATH`. */
const POSTGRES = firstLine(
  "sh",
  "-c",
  "ls -d /usr/lib/postgresql/*/bin || dirname $(which initdb)",
);
/** PostgreSQL refuses to run as root. */
const UID = Deno.uid() === 0 ? firstLine("id", "-u", "postgres") : `${Deno.uid()}`;

/** What CeleryExecutor needs and this machine lacks. */
export const LACKING = [
  ...POSTGRES && UID ? [] : ["PostgreSQL"],
  ...firstLine("which", "redis-server") ? [] : ["Redis"],
];

/** Airflow on CeleryExecutor, with PostgreSQL and Redis of its own; removed by `using`. */
export async function celeryPlace(variables: Record<string, string>) {
  const folder = Deno.makeTempDirSync(), port = freePort(), redisPort = freePort();
  const data = join(folder, "data"), uid = Number(UID);
  Deno.chownSync(folder, uid, null);
  const command = (program: string, ...args: string[]) =>
    new Deno.Command(program, { args, uid, cwd: folder, stdout: "null", stderr: "null" });
  const postgres = (program: string, ...args: string[]) =>
    command(join(POSTGRES!, program), "-D", data, ...args);
  const { success } = await postgres("initdb", "--username=airflow", "--auth=trust").output();
  if (!success) throw new Error(`initdb failed in ${folder}`);
  const services = [
    postgres("postgres", "-p", `${port}`, "-h", "127.0.0.1", "-k", folder),
    command("redis-server", "--port", `${redisPort}`, "--bind", "127.0.0.1", "--save", ""),
  ].map((service) => service.spawn());
  const database = `postgresql+psycopg2://airflow@127.0.0.1:${port}/postgres`;
  const place = airflowPlace({
    AIRFLOW__CORE__EXECUTOR: "CeleryExecutor",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: database,
    AIRFLOW__CELERY__RESULT_BACKEND: `db+${database}`,
    AIRFLOW__CELERY__BROKER_URL: `redis://127.0.0.1:${redisPort}/0`,
    ...variables,
  });
  return {
    ...place,
    async [Symbol.asyncDispose]() {
      await place[Symbol.asyncDispose]();
      services.forEach((service) => service.kill("SIGINT"));
      await Promise.all(services.map(({ status }) => status));
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

/** The first line that a program prints; `undefined` if it fails. */
function firstLine(program: string, ...args: string[]): string | undefined {
  const { stdout } = new Deno.Command(program, { args, stderr: "null" }).outputSync();
  return new TextDecoder().decode(stdout).split("\n")[0] || undefined;
}
