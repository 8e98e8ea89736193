import { fileURLToPath } from "node:url";
import { SHOWN_FOLDERS } from "../../lib/config/shown_folder.ts";
import { isObjectPath, parseObjectPath } from "../../lib/object_storage/object_path.ts";
import { hostOf, storageSettings } from "../../lib/object_storage/settings.ts";
import { workingFoldersOf } from "../../lib/object_storage/working_folder.ts";
import { permissionFlags } from "../../lib/permissions/permission_flags.ts";
import type { Permissions } from "../../lib/permissions/permissions.ts";
import { withTarget } from "../../lib/permissions/with_target.ts";
import { UserError } from "../../lib/user_error.ts";
import { namedRuns } from "./needed_files.ts";
import { foldersOf } from "./places.ts";

/** A command whose `s3://` paths are working folders. */
export interface LocalCommand {
  args: string[];
  /** Variables for the command. */
  env: Record<string, string>;
  /** Publishes what it has done; returns the exit status of both. */
  end(code: number): Promise<number>;
}

/** The commands that read no data. */
const NO_DATA = ["runs", "track"];

/** How `runs` is called to change something. */
const CHANGING = ["prune", "rollback", "promote"];

type Environment = (name: string) => string | undefined;

/**
 * Makes the `s3://` paths of a command working folders, and fetches what they have.
 *
 * @returns `undefined` if it has none: then no storage is asked, and no client is loaded. An exit
 * status if a storage cannot be read; what is wrong is printed.
 * @throws UserError for a wrong path, a missing variable, or a command that needs a folder.
 */
export async function openStorage(
  command: string,
  args: string[],
  environment: Environment,
): Promise<LocalCommand | number | undefined> {
  const local = { args, env: {} as Record<string, string> };
  const shown: Record<string, string> = {}, transfers: Transfer[] = [];
  const folders = () =>
    foldersOf(command, local.args, (name) => local.env[name] ?? environment(name));
  if (args.some((argument) => argument === "--help" || argument === "-h")) return undefined;
  // the outputs first: they name the data of a run
  for (const place of ["outputs", "data"] as const) {
    const given = folders()[place];
    if (!isObjectPath(given) || place === "data" && NO_DATA.includes(command)) continue;
    checkCommand(command, args);
    const variable = place === "outputs" ? "SODAI_OUTPUTS_DIR" : "SODAI_DATA_DIR";
    const flag = place === "outputs" ? "--outputs-dir" : "--data-dir";
    const { url } = parseObjectPath(given, flag), settings = storageSettings(environment);
    const working = workingFoldersOf(url, settings.endpoint, environment);
    const call = place === "outputs"
      ? ["outputs", url, working, ...extentOf(command, args)]
      : ["inputs", url, working];
    const transfer = await startTransfer(
      call,
      transferPermissions(working, hostOf(settings)),
      certificates(environment),
    );
    if (typeof transfer === "number") {
      for (const { end } of transfers) await end();
      return transfer;
    }
    transfers.push(transfer);
    const { folder } = transfer;
    local.args = withValue(local.args, flag, folder);
    local.env[variable] = folder;
    shown[folder] = url;
  }
  if (transfers.length === 0) return undefined;
  return {
    args: local.args,
    env: { ...local.env, [SHOWN_FOLDERS]: JSON.stringify(shown) },
    async end(code) {
      const codes = [code];
      for (const { end } of transfers) codes.push(await end());
      return codes.find((code) => code !== 0) ?? 0;
    },
  };
}

/** Arguments whose flag has another value; another flag may have had the same. */
export function withValue(args: readonly string[], flag: string, value: string): string[] {
  return args.map((argument, i) =>
    args[i - 1] === flag ? value : argument.startsWith(`${flag}=`) ? `${flag}=${value}` : argument
  );
}

function checkCommand(command: string, args: string[]): void {
  if (command === "schedule" && !args.includes("--once")) {
    throw new UserError(
      "deno task schedule: expected --once with s3:// paths, found none\n" +
        "Start it every hour by cron or a timer, as in tasks/deploy/README.md: each start fetches " +
        "what is new.",
    );
  }
  if (command !== "demo") return;
  throw new UserError(
    "deno task demo: expected a folder of this machine, found an s3:// path\n" +
      "Name a folder with --outputs-dir.",
  );
}

/** How a transfer works for a command: alone or not, with all files of runs or those that it needs. */
function extentOf(command: string, args: string[]): string[] {
  const checksRuns = command === "track" ||
    command === "runs" && args.some((argument) => ["rollback", "promote"].includes(argument));
  return [
    changesRuns(command, args) ? "changes" : "shares",
    checksRuns ? "all" : "some",
    ...namedRuns(args),
  ];
}

/** Whether a command works alone. Shards, reports and lists may be at work beside others. */
function changesRuns(command: string, args: string[]): boolean {
  const isShard = args.some((argument) => /^--shard(=|$)/.test(argument));
  return ["pipeline", "schedule"].includes(command) || command === "stage" && !isShard ||
    command === "runs" && args.some((argument) => CHANGING.includes(argument));
}

/** What a transfer may do: reach one host, with the keys, and write the working folders. */
export function transferPermissions(folders: string, host: string): Partial<Permissions> {
  return {
    read: [PROJECT, `${PROJECT}/node_modules`, folders].flatMap(withTarget),
    write: withTarget(folders),
    net: [host],
    // the client of AWS asks for the home folder, which it may not read, and the system's version
    env: ["AWS_*", "HOME", "USERPROFILE", "HOMEPATH", "HOMEDRIVE", "_X_AMZN_TRACE_ID", "NO_COLOR"],
    sys: ["osRelease", "hostname"],
    // it makes the link `latest`
    run: [Deno.execPath()],
  };
}

/**
 * The file of additional certificates, such as a company's, as Deno's own variable. Deno reads that
 * of Node only with a permission that no flag can name.
 */
export function certificates(environment: Environment): Record<string, string> {
  const names = ["DENO_CERT", "AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];
  const file = names.map(environment).find(Boolean);
  return { NODE_EXTRA_CA_CERTS: "", ...(file ? { DENO_CERT: file } : {}) };
}

const PROJECT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A transfer at work. */
interface Transfer {
  /** The working folder. */
  folder: string;
  end(): Promise<number>;
}

/** Starts a transfer and waits until the folder is up to date; its exit status if it failed. */
async function startTransfer(
  call: string[],
  permissions: Partial<Permissions>,
  env: Record<string, string>,
): Promise<Transfer | number> {
  const program = fileURLToPath(new URL("transfer.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissionFlags(permissions), program, ...call],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    // a Ctrl-C ends the command; this publishes what it has done
    detached: Deno.build.os !== "windows",
  }).spawn();
  let said = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    if (said.endsWith("\n")) break;
  }
  if (!said.endsWith("\n")) return (await child.status).code || 1;
  return {
    folder: said.trimEnd(),
    async end() {
      await child.stdin.close().catch(() => {}); // it has ended
      return (await child.status).code;
    },
  };
}
