import { fileURLToPath } from "node:url";
import type { Config } from "../config/parameters.ts";
import { redactUrl, SECRET_VARIABLES } from "../config/secrets.ts";
import { splitCommand } from "../config/split_command.ts";
import { visibleText } from "../dag/terminal/visible_text.ts";
import { type Alert, alertMessage } from "./alert.ts";
import { closeAlert, openAlert, readOpenAlert } from "./open_alert.ts";
import { runProgram } from "./run_program.ts";
import { webhookBody } from "./webhook_body.ts";

/** Where alerts go, and the outputs folder that remembers an open one. */
export type AlertConfig = Pick<Config, "notify_url" | "on_exit" | "outputs_dir">;

/** Longest delay by an alert: three attempts to reach the server take 9 s. */
const LIMIT_MS = 10_000;

/**
 * Sends an alert to the webhook and to the command of the operator, at the same time. An alert that
 * all is well again is sent only after another one: `outputs/open_alert.json` remembers it.
 *
 * Does nothing if neither is configured. Never throws, and takes 10 s at most.
 *
 * @returns what went wrong, without secrets: a line for each.
 */
export async function sendAlert(
  alert: Alert,
  { notify_url, on_exit, outputs_dir }: AlertConfig,
  { limitMs = LIMIT_MS } = {},
): Promise<string[]> {
  if (notify_url === null && on_exit === null) return [];
  const warnings: string[] = [];
  try {
    if (alert.kind !== "recovered") openAlert(outputs_dir, alert);
    else if (readOpenAlert(outputs_dir) === undefined) return [];
    else closeAlert(outputs_dir);
  } catch (error) {
    // the alert matters more than the note of it
    warnings.push(`the state of alerts is not saved: ${(error as Error).message}`);
  }
  const failures = await Promise.all([
    notify_url === null ? undefined : post(notify_url, alert, limitMs),
    on_exit === null ? undefined : call(on_exit, alert, limitMs),
  ]);
  warnings.push(...failures.filter((failure) => failure !== undefined));
  return warnings.map((warning) => visibleText(warning));
}

async function post(url: string, alert: Alert, limitMs: number): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const allowed = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  const args = ["run", "--quiet", "--no-prompt", "--no-config", `--allow-net=${allowed}`];
  const program = fileURLToPath(new URL("post_alert.ts", import.meta.url));
  const { reason, errors } = await runProgram(Deno.execPath(), [...args, program], {
    // neither argument nor variable: others can see those of a process
    input: JSON.stringify({ url, body: webhookBody(url, alertMessage(alert)) }),
    limitMs,
    env: { NO_COLOR: "1" },
  });
  if (reason === undefined) return undefined;
  return `the alert was not sent to ${redactUrl(url)}: ${errors || reason}`;
}

/** Variables for the command, besides the JSON on its standard input. */
function variables(alert: Alert): Record<string, string> {
  return {
    SODAI_ALERT_KIND: alert.kind,
    SODAI_ALERT_TEXT: visibleText(alert.text),
    SODAI_ALERT_MESSAGE: alertMessage(alert),
    SODAI_ALERT_RUN: alert.run_id ?? "",
    SODAI_ALERT_WEEK: alert.week ?? "",
    SODAI_ALERT_STATE: alert.state ?? "",
    SODAI_ALERT_FOLDER: visibleText(alert.folder ?? ""),
  };
}

async function call(command: string, alert: Alert, limitMs: number): Promise<string | undefined> {
  const [program, ...args] = splitCommand(command)!;
  const { reason } = await runProgram(program, args, {
    input: JSON.stringify({ ...alert, message: alertMessage(alert) }) + "\n",
    limitMs,
    env: {
      ...Object.fromEntries(SECRET_VARIABLES.map((name) => [name, ""])),
      ...variables(alert),
    },
  });
  if (reason === undefined) return undefined;
  // what it printed is not shown: its arguments and variables may be secret
  return `--on-exit ${program}: ${reason}; call it by hand to see what it prints`;
}
