import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { clock } from "../lib/dag/clock.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { hostOf, mlflowSettings } from "../lib/tracking/mlflow_settings.ts";
import { recordTracking } from "../lib/tracking/tracking_warning.ts";
import { permissionFlags } from "../lib/permissions/permission_flags.ts";
import { UserError } from "../lib/user_error.ts";
import { trackPermissions } from "./launch/command_permissions.ts";

/**
 * Sends a run to the MLflow server of MLFLOW_TRACKING_URI, if set: runs `deno task track` in a
 * separate process that can access only that host. An error becomes a warning in `run.json`; the
 * requests wait.
 *
 * @param options.environment environment variables that set the server; by default those of this
 * process.
 * @param options.timeoutMs maximum delay of the run.
 * @param options.signal ends the sending; the requests wait.
 * @returns a line to print; `undefined` if no server is set.
 */
export async function sendToMlflow(
  { run_id }: RunRecord,
  outputsDir: string,
  { environment, timeoutMs = 5 * 60_000, signal: stop }: {
    environment?: Record<string, string>;
    timeoutMs?: number;
    signal?: AbortSignal;
  } = {},
): Promise<string | undefined> {
  let host: string;
  try {
    const settings = mlflowSettings((name) => environment ? environment[name] : Deno.env.get(name));
    if (!settings) return undefined;
    host = hostOf(settings);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return await warn(error.message);
  }
  const folder = resolve(outputsDir);
  const { success, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", ...permissionFlags(trackPermissions(folder, host))],
      ...[fileURLToPath(new URL("track.ts", import.meta.url)), "--outputs-dir", folder, run_id],
    ],
    env: environment ?? {},
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...stop ? [stop] : []]),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (success) return [text(stderr), text(stdout)].filter(Boolean).join("\n");
  return await warn(
    stop?.aborted
      ? `${run_id} was not sent: ${stop.reason.message}`
      : signal === null
      ? text(stderr)
      : `${run_id} was not sent within ${clock(timeoutMs)}`,
  );

  async function warn(reason: string): Promise<string> {
    await recordTracking(outputsDir, run_id, reason);
    return `warning: ${reason}`;
  }
}
