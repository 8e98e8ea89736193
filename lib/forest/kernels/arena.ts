import { UserError } from "../../user_error.ts";

const PAGE = 65_536;
/** Pages of the largest memory: 4 GiB. */
const MOST_PAGES = 65_536;

/** A memory that all threads and kernels of a fit share, filled from its start. */
export interface Arena {
  memory: WebAssembly.Memory;
  /**
   * Reserves bytes, at a multiple of 16; returns their address.
   *
   * @throws UserError if the memory would have more than 4 GiB.
   */
  take(bytes: number): number;
  /** Ends its use: a small memory is kept for the next arena. */
  close(): void;
}

/**
 * The memory of the last fit, if it is small: the trials of a search need as much, and a shared
 * memory is only returned by a garbage collection.
 */
let spare: WebAssembly.Memory | undefined;

/** Of 80,000 rows; memories of whole data sets are not kept. */
const KEPT_BYTES = 2 ** 26;

/** An empty arena. */
export function openArena(): Arena {
  const memory = spare ??
    new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  spare = undefined;
  let end = 16; // no address is 0
  return {
    memory,
    take(bytes) {
      const begin = end;
      end += Math.ceil(bytes / 16) * 16;
      const pages = Math.ceil(end / PAGE);
      if (pages > MOST_PAGES) {
        throw new UserError(
          `too many rows: boosting would need ${
            (end / 2 ** 30).toFixed(1)
          } GiB in one piece, and ` +
            `has at most 4 GiB. Give it fewer, for instance with a smaller --max-rows.`,
        );
      }
      const missing = pages - memory.buffer.byteLength / PAGE;
      if (missing > 0) memory.grow(missing);
      return begin;
    },
    close() {
      if (memory.buffer.byteLength <= KEPT_BYTES) spare = memory;
    },
  };
}
