import { liveView } from "./live_view.ts";
import { plainLines } from "./plain_lines.ts";
import type { Reporter } from "../reporter.ts";

/**
 * Shows a run on standard error (standard output stays for results): a live view on a terminal,
 * timestamped lines elsewhere (a log, a pipe, `TERM=dumb`).
 */
export function progressReporter(): Reporter {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") {
    return plainLines({ write: writeError });
  }
  return liveView({
    write: writeError,
    size: consoleSize,
    color: !Deno.env.get("NO_COLOR"),
  });
}

/** A closed pipe (`2>&1 | head`) must not fail a run. */
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
    // some terminals (serial lines, a few editors) do not report it
    return { columns: 80, rows: 24 };
  }
}
