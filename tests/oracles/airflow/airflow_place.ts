import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of a Python interpreter that has Airflow; without it these tests are skipped. */
export const AIRFLOW_PYTHON = Deno.env.get("SODAI_AIRFLOW_PYTHON");

/** The folder of the DAG. */
export const DAGS = fileURLToPath(new URL("../../../tasks/airflow", import.meta.url));

/** Airflow with a database of its own, as in tasks/airflow/README.md; removed by `using`. */
export function airflowPlace(variables: Record<string, string> = {}) {
  const home = Deno.makeTempDirSync(), bin = dirname(AIRFLOW_PYTHON!), port = freePort();
  const groups: Deno.ChildProcess[] = [];
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
  /** Starts a command of Airflow that stays, in a process group of its own. */
  function start(...args: string[]): Deno.ChildProcess {
    const log = join(home, `${args.join(" ").replaceAll(/\W+/g, "_")}.log`);
    const group = new Deno.Command("sh", {
      args: ["-c", 'log=$1; shift; exec airflow "$@" > "$log" 2>&1', "sh", log, ...args],
      env,
      stdin: "null",
      detached: true,
    }).spawn();
    groups.push(group);
    return group;
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
    groups.forEach(killGroup);
    await Promise.all(groups.map(({ status }) => status));
    Deno.removeSync(home, { recursive: true });
  }
  return { home, run, start, startAirflow, successes, [Symbol.asyncDispose]: dispose };
}

/** Ends a process and its children at once, if they are there. */
export function killGroup({ pid }: Deno.ChildProcess): void {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
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

/** A Deno whose first `train_model` is asked to stop (SIGTERM) in the middle. */
export function stoppingDeno(folder: string): string {
  const path = join(folder, "stopping_deno");
  const text = `#!/bin/sh
if [ "$4" = train_model ] && [ ! -e "${path}.done" ]; then
  touch "${path}.done"
  "${Deno.execPath()}" "$@" &
  until grep -A1 '"id": "train_model"' "${folder}"/outputs/runs/*/run.json | grep -q running
  do sleep 0.1; done
  kill -TERM $!
  wait $!
  exit $?
fi
exec "${Deno.execPath()}" "$@"
`;
  Deno.writeTextFileSync(path, text, { mode: 0o755 });
  return path;
}
