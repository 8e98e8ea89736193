import { liveView } from "./live_view.ts";
import { plainLines } from "./plain_lines.ts";
import type { Reporter } from "../reporter.ts";

/**
 * Shows a run on standard error (standard output stays for results): a live view on a terminal,
 * timestamped lines elsewhere (a log, a pipe, `TERM=dumb`).
 *
 * @param exitOnInterrupt whether Ctrl-C ends the process, with status 130, once the cursor is back;
 * `false` where the caller listens to SIGINT itself.
 */
export function progressReporter({ exitOnInterrupt = true } = {}): Reporter {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") {
    return plainLines({ write: writeError });
  }
  return liveView({
    write: writeError,
    size: consoleSize,
    color: !Deno.env.get("NO_COLOR"),
    exitOnInterrupt,
  });
}

/** A reader that went away (`2>&1 | head`) is no reason to fail a run. */
function writeError(text: string): void {
  let bytes = new TextEncoder().encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(Deno.stderr.writeSync(bytes));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function consoleSize(): { columns: number; rows: number } {
  try {
    return Deno.consoleSize();
  } catch {
    // some terminals (serial lines, a few editors) do not tell
    return { columns: 80, rows: 24 };
  }
}
