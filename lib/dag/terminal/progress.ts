import { liveView } from "./live_view.ts";
import { plainLines } from "./plain_lines.ts";
import type { Reporter } from "../reporter.ts";
import { writeText } from "./write_text.ts";

/**
 * Shows a run on standard error (standard output stays for results): a live view on a terminal,
 * timestamped lines elsewhere (a log, a pipe, `TERM=dumb`).
 */
export function progressReporter(): Reporter {
  const write = (text: string) => void writeText(Deno.stderr, text);
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") {
    return plainLines({ write });
  }
  return liveView({
    write,
    size: consoleSize,
    color: !Deno.env.get("NO_COLOR"),
  });
}

function consoleSize(): { columns: number; rows: number } {
  try {
    return Deno.consoleSize();
  } catch {
    // some terminals (serial lines, a few editors) do not report it
    return { columns: 80, rows: 24 };
  }
}
