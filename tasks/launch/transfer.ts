/**
 * Moves files between an `s3://` path and a working folder, beside a command that works there. It reads
 * the keys of the storage and reaches one host; the command may do neither.
 *
 *     transfer.ts inputs s3://bucket/data FOLDERS
 *     transfer.ts outputs s3://bucket/outputs FOLDERS changes|shares some|all [RUN…]
 *
 * It takes one of the working folders and prints it when it is up to date. It publishes what a run has done after each task,
 * and the rest when its standard input ends, as it also does when the launcher is killed.
 */
import { join } from "node:path";
import { type Holder, lockHolder, takeLock } from "../../lib/object_storage/lock.ts";
import { parseObjectPath } from "../../lib/object_storage/object_path.ts";
import { type LargeFiles, pull, type Synced } from "../../lib/object_storage/pull.ts";
import { pullInputs } from "../../lib/object_storage/pull_inputs.ts";
import { ChangedTwice, push } from "../../lib/object_storage/push.ts";
import { removeLost } from "../../lib/object_storage/remove_lost.ts";
import { storageSettings } from "../../lib/object_storage/settings.ts";
import { openStore, type Store } from "../../lib/object_storage/store.ts";
import { takeWorkingFolder } from "../../lib/object_storage/working_folder.ts";
import { userErrorOf } from "../../lib/system_error.ts";
import { UserError } from "../../lib/user_error.ts";
import { printError } from "../print.ts";
import { holdAsRemote } from "./hold_as_remote.ts";
import { neededFiles } from "./needed_files.ts";
import { pushLast } from "./push_last.ts";
import { recordStamps } from "./record_stamps.ts";
import { forgetBase, pushUnpublished, rememberBase } from "./unpublished.ts";

/** The files of a data folder: those of lib/pipeline/run_inputs.ts, which also loads polars. */
export const INPUTS = [
  ...["transacciones.parquet", "clientes.parquet", "productos.parquet"],
  "dataset_hist.parquet",
];

/** Looks for a task that has ended this often. */
const LOOK_MS = 2000;

const STARTED = new Date().toISOString();

if (import.meta.main) {
  const [kind, url, folders, mode, extent, ...runs] = Deno.args as [
    ...[string, string, string],
    ...string[],
  ];
  try {
    const path = parseObjectPath(url, kind === "inputs" ? "--data-dir" : "--outputs-dir");
    const store = await openStore(path, storageSettings((name) => Deno.env.get(name)));
    using place = takeWorkingFolder(folders);
    const folder = place.path;
    if (kind === "inputs") {
      tell("fetched", store, await pullInputs(store, folder, INPUTS));
      await ready(folder);
      await endOfCommand();
    } else {
      await keepPublished(store, folder, mode === "changes", neededFiles(runs, extent === "all"));
    }
  } catch (error) {
    const known = userErrorOf(error);
    if (!known) throw error;
    printError(known.message);
    Deno.exit(known.exitStatus);
  }
}

/** Fetches outputs, publishes what a command makes of them, and ends with it. */
async function keepPublished(
  store: Store,
  folder: string,
  changes: boolean,
  large: LargeFiles,
): Promise<void> {
  const held = changes ? await takeLock(store, () => holderIn(folder), { onWait }) : undefined;
  try {
    await publishLeft(store, folder);
    let synced = await pull(store, folder, large);
    rememberBase(folder, synced);
    tell("fetched", store, synced.moved);
    using _remote = held ? undefined : holdAsRemote(folder, await lockHolder(store));
    await ready(folder);
    const ended = endOfCommand(), published = { files: 0, bytes: 0 };
    const add = (pushed: Synced) => {
      synced = pushed;
      rememberBase(folder, synced);
      published.files += pushed.moved.files;
      published.bytes += pushed.moved.bytes;
    };
    let stamps = recordStamps(folder);
    while (!await within(ended, LOOK_MS)) {
      const now = recordStamps(folder);
      if (!changes || now === stamps) continue;
      stamps = now;
      // what cannot be published now may be later: the last push says why not
      const pushed = await push(store, folder, synced).catch((error) => {
        if (!(error instanceof UserError)) throw error;
      });
      if (pushed) add(pushed);
      else stamps = "";
    }
    add(await pushLast(store, folder, () => push(store, folder, synced), { onAway }));
    forgetBase(folder);
    tell("published", store, published);
    if (changes) await removeLost(store);
  } finally {
    // if the storage is away, the next command finds that nobody renews it
    await held?.release().catch(() => {});
  }
}

/** What an earlier command could not publish comes first: what is not published is removed here. */
async function publishLeft(store: Store, folder: string): Promise<void> {
  try {
    const moved = await pushUnpublished(store, folder);
    if (moved) tell("published what an earlier command left:", store, moved);
  } catch (error) {
    if (!(error instanceof ChangedTwice)) throw error;
    printError(
      `${store.path.url}: what an earlier command could not publish is dropped, because another ` +
        "machine has changed the same files since",
    );
  }
}

function onAway({ message }: UserError, awayMs: number): void {
  printError(`${message.split("\n")[0]} Trying for ${Math.round(awayMs / 60_000)} minutes …`);
}

/** This command, with the run that its lock of the folder names. */
function holderIn(folder: string): Holder {
  const holder = { host: Deno.hostname(), pid: Deno.pid, started: STARTED };
  try {
    const { run_id } = JSON.parse(Deno.readTextFileSync(join(folder, ".lock.json")));
    return typeof run_id === "string" ? { ...holder, run_id } : holder;
  } catch {
    return holder; // no run yet, or no more
  }
}

function onWait({ host, pid, started }: Holder, patienceMs: number): void {
  printError(
    `Process ${pid} of ${host}, started ${started}, has the lock; waiting up to ` +
      `${Math.round(patienceMs / 1000)} s to see whether it is alive …`,
  );
}

function tell(done: string, { path }: Store, { files, bytes }: Synced["moved"]): void {
  if (files === 0) return;
  const size = (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 });
  printError(`${path.url}: ${done} ${files} ${files === 1 ? "file" : "files"}, ${size} MB`);
}

/** Tells the launcher where the command may start. */
async function ready(folder: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${folder}\n`));
}

/** The launcher closes standard input, or has been killed. */
async function endOfCommand(): Promise<void> {
  await new Response(Deno.stdin.readable).text();
}

async function within(ended: Promise<unknown>, ms: number): Promise<boolean> {
  const pause = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => pause.resolve(false), ms);
  const isOver = await Promise.race([ended.then(() => true), pause.promise]);
  clearTimeout(timer);
  return isOver;
}
