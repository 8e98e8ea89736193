/** Starts a task without `deno task`, so that signals reach the program itself. */
export function taskProcess(task: string, args: string[], env: Record<string, string> = {}) {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)));
  const [, ...words] = tasks[task].command.split(" ");
  return new Deno.Command(Deno.execPath(), {
    args: [...words, ...args],
    cwd: new URL("../../", import.meta.url),
    // test runs are not sent to an MLflow server
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}
