/** Requests under way at once: one waits for the network while another reads the disk. */
const AT_ONCE = 8;

/** Does work for each item, a few at a time. The first error ends it. */
export async function inParallel<T>(items: Iterable<T>, work: (item: T) => Promise<void>) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  // all of them end before the error is thrown: none writes after that
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
