import { setImmediate } from "node:timers";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";

v8.setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/**
 * Gives back the memory of polars frames and shared arrays that nobody uses any more. They lie
 * outside the heap, so the engine does not see that it should collect, and polars frees a frame in a
 * later turn of the event loop: 24 weeks written one after the other held 1.5 GB without this, and
 * 0.3 GB with it. Takes about 5 ms.
 */
export async function releaseMemory(): Promise<void> {
  collect();
  await new Promise<void>((resolve) => setImmediate(resolve));
}
