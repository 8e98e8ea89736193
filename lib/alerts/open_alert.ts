import { join } from "node:path";
import { replaceFile } from "../dag/runs/publish.ts";
import type { Alert } from "./alert.ts";

/** The alert after which nobody has been told yet that all is well again. */
export interface OpenAlert {
  kind: Alert["kind"];
  /** When it was sent: ISO 8601, UTC. */
  at: string;
  run_id?: string;
}

const FILE = "open_alert.json";

/** The open alert of an outputs folder. A damaged file counts: an alert was sent. */
export function readOpenAlert(outputsDir: string): Partial<OpenAlert> | undefined {
  try {
    const { kind, at, run_id } = JSON.parse(Deno.readTextFileSync(join(outputsDir, FILE))) ?? {};
    return { kind, at, run_id };
  } catch (error) {
    return error instanceof SyntaxError ? {} : undefined;
  }
}

/** Remembers an alert until a run succeeds. */
export function openAlert(outputsDir: string, { kind, run_id }: Alert, now = new Date()): void {
  const open: OpenAlert = { kind, at: now.toISOString(), ...(run_id ? { run_id } : {}) };
  Deno.mkdirSync(outputsDir, { recursive: true });
  replaceFile(join(outputsDir, FILE), JSON.stringify(open) + "\n");
}

/** Forgets the open alert. */
export function closeAlert(outputsDir: string): void {
  Deno.removeSync(join(outputsDir, FILE));
}
