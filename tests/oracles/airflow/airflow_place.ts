import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of a Python interpreter that has Airflow; without it these tests are skipped. */
export const AIRFLOW_PYTHON = Deno.env.get("SODAI_AIRFLOW_PYTHON");

/** The folder of the DAG. */
export const DAGS = fileURLToPath(new URL("../../../tasks/airflow", import.meta.url));

/** Airflow with a database of its own, as in tasks/airflow/README.md; removed by `using`. */
export function airflowPlace(variables: Record<string, string> = {}) {
  const home = Deno.makeTempDirSync(), bin = dirname(AIRFLOW_PYTHON!), port = freePort();
  const started: Deno.ChildProcess[] = [];
  const env = {
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: DAGS,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    // parsing takes longer on a busy machine
    AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: "120",
    AIRFLOW__API__PORT: `${port}`,
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__API_AUTH__JWT_SECRET: "the same for all processes of a test".padEnd(64, "."),
    PATH: `${bin}:${Deno.env.get("PATH")}`,
    NO_COLOR: "1",
    MLFLOW_TRACKING_URI: "",
    SODAI_DENO: Deno.execPath(),
    ...variables,
  };
  /** Runs a program of Airflow's environment, and returns its standard output and error. */
  async function run(program: string, ...args: string[]): Promise<{ stdout: string; log: string }> {
    const { code, ...output } = await new Deno.Command(join(bin, program), {
      args,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const [stdout, stderr] = [output.stdout, output.stderr].map((bytes) =>
      new TextDecoder().decode(bytes)
    );
    if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${code}\n${stdout}${stderr}`);
    return { stdout: stdout!, log: stdout! + stderr! };
  }
  /** Makes the database, reads the DAG, and lets Airflow run it. */
  async function readDag(): Promise<void> {
    await run("airflow", "db", "migrate");
    await run("airflow", "dags", "reserialize");
    await run("airflow", "dags", "unpause", "sodai_mlops", "--yes");
  }
  /** Starts a command of Airflow that stays, in a session of its own. */
  function start(...args: string[]): Deno.ChildProcess {
    const log = join(home, `${args.join(" ").replaceAll(/\W+/g, "_")}.log`);
    const child = new Deno.Command("sh", {
      args: ["-c", 'log=$1; shift; exec airflow "$@" > "$log" 2>&1', "sh", log, ...args],
      env,
      stdin: "null",
      detached: true,
    }).spawn();
    started.push(child);
    return child;
  }
  /** Starts the web server, the scheduler and the reader of the DAG. */
  function startAirflow(): void {
    start("api-server");
    start("scheduler", "--skip-serve-logs");
    start("dag-processor");
  }
  /** How many runs Airflow counts as successful. */
  async function successes(): Promise<number> {
    const { stdout } = await run(
      ...["airflow", "dags", "list-runs", "sodai_mlops", "--state", "success"] as const,
      ...["--output", "json"],
    );
    return JSON.parse(stdout.trim().split("\n").at(-1)!).length;
  }
  async function dispose() {
    started.forEach(killSession);
    await Promise.all(started.map(({ status }) => status));
    Deno.removeSync(home, { recursive: true });
  }
  return { home, run, readDag, start, startAirflow, successes, [Symbol.asyncDispose]: dispose };
}

/** Ends a detached process and all that it started, at once: Airflow's tasks have groups of their own. */
export function killSession({ pid }: Deno.ChildProcess): void {
  const { stdout } = new Deno.Command("ps", { args: ["-o", "pid=", "-s", `${pid}`] }).outputSync();
  const pids = new TextDecoder().decode(stdout).match(/\d+/g)?.map(Number) ?? [];
  for (const pid of pids) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      // it has ended meanwhile
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** A port of this machine that no program listens to. */
export function freePort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return (listener.addr as Deno.NetAddr).port;
}

/** Waits until something is there. */
export async function until<T>(
  what: string,
  find: () => T | undefined | Promise<T | undefined>,
  { minutes = 10 } = {},
): Promise<T> {
  const end = performance.now() + minutes * 60_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`not after ${minutes} minutes: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
