import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of a Python interpreter that has Airflow; without it these tests are skipped. */
export const AIRFLOW_PYTHON = Deno.env.get("SODAI_AIRFLOW_PYTHON");

/** The folder of the DAG. */
export const DAGS = fileURLToPath(new URL("../../tasks/airflow", import.meta.url));

/** Airflow with a database of its own, as in tasks/airflow/README.md; removed by `using`. */
export function airflowPlace(variables: Record<string, string> = {}) {
  const home = Deno.makeTempDirSync(), bin = dirname(AIRFLOW_PYTHON!);
  const env = {
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: DAGS,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    // parsing takes longer on a busy machine
    AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: "120",
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
  return { home, run, [Symbol.dispose]: () => Deno.removeSync(home, { recursive: true }) };
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
