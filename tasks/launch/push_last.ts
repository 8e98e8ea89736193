import { mayPass } from "../../lib/object_storage/patiently.ts";
import type { Synced } from "../../lib/object_storage/pull.ts";
import { ChangedTwice } from "../../lib/object_storage/push.ts";
import type { Store } from "../../lib/object_storage/store.ts";
import { UserError } from "../../lib/user_error.ts";

/** A storage that is away is asked again for this long, beyond the 15 s of each request. */
const AWAY_MS = 600_000;

/** Processes that a command had started may write this often after its end. */
const TRIES = 10;

/** Pause before another try. */
const PAUSE_MS = 2000;

/**
 * Publishes what a command has left.
 *
 * @param push publishes once; `undefined` if a file changed meanwhile.
 * @param options.onAway called once, if the storage is away.
 * @throws UserError if nothing could be published.
 */
export async function pushLast(
  { path }: Store,
  folder: string,
  push: () => Promise<Synced | undefined>,
  { awayMs = AWAY_MS, pauseMs = PAUSE_MS, onAway = () => {} }: {
    awayMs?: number;
    pauseMs?: number;
    onAway?: (error: UserError, awayMs: number) => void;
  } = {},
): Promise<Synced> {
  const startMs = Date.now();
  for (let changed = 0, isTold = false; changed < TRIES;) {
    try {
      const pushed = await push();
      if (pushed) return pushed;
      changed++;
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof ChangedTwice) throw error;
      if (!mayPass(error.cause) || Date.now() - startMs >= awayMs) throw unpublished(error);
      if (!isTold) onAway(error, awayMs);
      isTold = true;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new UserError(
    `${path.url}: expected the outputs of a command that has ended, found files in ${folder} that ` +
      "still change.\nEnd the program that writes them, then run the command again.",
    1,
  );
}

function unpublished(error: UserError): UserError {
  return new UserError(
    `${error.message}\nWhat this command did is not published. The next command on this machine ` +
      "publishes it first.",
    1,
    { cause: error },
  );
}
