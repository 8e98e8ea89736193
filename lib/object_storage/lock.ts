import { z } from "zod";
import { UserError } from "../user_error.ts";
import type { Store } from "./store.ts";

/** Who changes what is published. */
export interface Holder {
  host: string;
  pid: number;
  /** ISO 8601, UTC. */
  started: string;
  /** Known once its run has a folder. */
  run_id?: string;
}

/** A held lock. */
export interface StorageLock {
  /** Ends it, after the last renewal. */
  release(): Promise<void>;
}

/** How the lock is kept. */
export interface LockOptions {
  /** Pause between renewals. */
  renewMs?: number;
  /** A lock that is not renewed for this long is of a killed command, and is taken over. */
  patienceMs?: number;
  /** Called before the wait for that. */
  onWait?: (holder: Holder, patienceMs: number) => void;
}

const LOCK = "lock.json";
const RENEW_MS = 10_000;
/** Two renewals may fail. */
const PATIENCE_MS = 35_000;
/** Looks at the lock of another command while waiting. */
const LOOKS = 10;

const HOLDER = z.object({
  host: z.string(),
  pid: z.int(),
  started: z.string(),
  run_id: z.string().exactOptional(),
});

/**
 * Takes the lock of an `s3://` path: one command at a time may change runs, on whatever machine. It
 * is an object that is written under a condition and renewed every 10 s. A lock is judged by whether it
 * changes while this machine looks at it, so clocks need not agree.
 *
 * @param holder who takes it; called again for each renewal.
 * @throws UserError if another command holds it, or the service ignores conditions.
 */
export async function takeLock(
  store: Store,
  holder: () => Holder,
  { renewMs = RENEW_MS, patienceMs = PATIENCE_MS, onWait = () => {} }: LockOptions = {},
): Promise<StorageLock> {
  let renewals = 0;
  const write = (condition: { absent: true } | { etag: string }) =>
    store.put(LOCK, encoded({ ...holder(), renewals: renewals++ }), condition);
  let etag = await write({ absent: true });
  if (etag === undefined) {
    const dead = await deadLock(store, patienceMs, onWait);
    etag = await write(dead === undefined ? { absent: true } : { etag: dead });
    // a third command was faster
    if (etag === undefined) throw busy(store, (await readLock(store))?.holder);
  }
  await checkConditions(store, etag);
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal.then(async () => {
      if (etag !== undefined) etag = await write({ etag });
    }).catch(() => {
      // the service is away: the next renewal, or the push, finds it or says so
    });
  }, renewMs);
  return {
    async release() {
      clearInterval(timer);
      await renewal;
      const found = await readLock(store);
      if (found?.etag === etag) await store.remove(LOCK);
    },
  };
}

/** Who holds the lock now. */
export async function lockHolder(store: Store): Promise<Holder | undefined> {
  return (await readLock(store))?.holder;
}

/**
 * Waits for a lock to change.
 *
 * @returns its tag if it did not, `undefined` if it was released.
 * @throws UserError if it was renewed.
 */
async function deadLock(
  store: Store,
  patienceMs: number,
  onWait: NonNullable<LockOptions["onWait"]>,
): Promise<string | undefined> {
  const first = await readLock(store);
  if (first === undefined) return undefined;
  onWait(first.holder, patienceMs);
  for (let look = 0; look < LOOKS; look++) {
    await new Promise((resolve) => setTimeout(resolve, patienceMs / LOOKS));
    const now = await readLock(store);
    if (now === undefined) return undefined;
    if (now.etag !== first.etag) throw busy(store, now.holder);
  }
  return first.etag;
}

async function readLock(store: Store): Promise<{ holder: Holder; etag: string } | undefined> {
  const found = await store.get(LOCK, (body) => new Response(body).text());
  if (found === undefined || found === "unchanged") return undefined;
  try {
    return { holder: HOLDER.parse(JSON.parse(found.value)), etag: found.etag };
  } catch {
    // damaged: it is taken over if nobody renews it
    return { holder: { host: "an unknown machine", pid: 0, started: "" }, etag: found.etag };
  }
}

/** Services that ignore the conditions of a write would let two machines overwrite each other. */
async function checkConditions(store: Store, etag: string): Promise<void> {
  const wrong = await store.put(LOCK, encoded({}), { etag: `"${"0".repeat(32)}"` });
  if (wrong === undefined) return;
  await store.remove(LOCK);
  throw new UserError(
    `${store.path.url}: expected a service that writes under conditions (If-Match), found one that ` +
      `ignored the tag of ${LOCK}, ${etag}.\n` +
      "Use a newer version of the service, or another one.",
  );
}

function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) + "\n");
}

function busy(store: Store, holder: Holder | undefined): UserError {
  const { host, pid, started, run_id } = holder ?? {};
  const who = holder === undefined
    ? "another command"
    : `process ${pid} of ${host}, started ${started}${run_id ? `, run ${run_id}` : ""}`;
  return new UserError(
    `${store.path.url} is in use by ${who}.\n` +
      "Wait until it ends, or use another path with --outputs-dir.",
    1,
  );
}
