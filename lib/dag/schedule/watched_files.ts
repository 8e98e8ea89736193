/** What a look at files shows, compared with what is known. */
export type Look = "same" | "changing" | "changed";

/** Files that are looked at again and again, cheaply: by size and time of the last change. */
export interface WatchedFiles {
  /**
   * Compares the files with those at the last `mark`. They are `changing` until two looks in
   * succession show the same, or a minute has passed since the last change: a file that is still
   * being copied is left alone.
   */
  look(): Look;
  /** What is there now is known. */
  mark(): void;
}

const SETTLED_MS = 60_000;

/** Watches files, which may be missing. Nothing is known before the first `mark`. */
export function watchedFiles(paths: readonly string[]): WatchedFiles {
  let known: string | undefined, before: string | undefined;
  return {
    look() {
      const { text, newest } = signatureOf(paths);
      const settled = text === before || newest < Date.now() - SETTLED_MS;
      before = text;
      if (text === known) return "same";
      return settled ? "changed" : "changing";
    },
    mark() {
      known = before = signatureOf(paths).text;
    },
  };
}

/** Sizes and times of the files as text, and the time of the newest change; 0 without any file. */
function signatureOf(paths: readonly string[]): { text: string; newest: number } {
  let newest = 0;
  const lines = paths.map((path) => {
    try {
      const { size, mtime, ino } = Deno.statSync(path), changed = mtime?.getTime() ?? 0;
      newest = Math.max(newest, changed);
      return `${path} ${size} ${changed} ${ino}`;
    } catch (error) {
      // missing, or unreadable at the moment: it matters only that this changes
      return `${path} ${(error as Error).name}`;
    }
  });
  return { text: lines.join("\n"), newest };
}
