import { inParallel } from "./in_parallel.ts";
import { readManifest } from "./manifest.ts";
import type { Store } from "./store.ts";

/** No push takes this long: a manifest that refers to its objects does not come any more. */
const LOST_MS = 86_400_000;

/**
 * Removes the objects of pushes that were killed: those that are a day old and that no manifest refers
 * to.
 *
 * @returns how many there were.
 */
export async function removeLost(store: Store, nowMs = Date.now()): Promise<number> {
  // listed first: what the manifest gets meanwhile is younger
  const objects = await store.list("files/");
  const { manifest } = await readManifest(store);
  const used = new Set(Object.values(manifest.files).map(({ key }) => key));
  const lost = objects.filter(({ name, putMs }) => !used.has(name) && putMs < nowMs - LOST_MS);
  await inParallel(lost, ({ name }) => store.remove(name));
  return lost.length;
}
