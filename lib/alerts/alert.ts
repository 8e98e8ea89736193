import { visibleText } from "../dag/terminal/visible_text.ts";

/** What happened: a run failed or was held, its data are late, or all is well again. */
export type AlertKind = "failed" | "held" | "late" | "recovered";

/** What an operator is told about a run or the schedule. */
export interface Alert {
  kind: AlertKind;
  /** One sentence, without reasons and remedy. */
  text: string;
  run_id?: string;
  /** The predicted week, such as `2024-W48`. */
  week?: string;
  /** State of the run. */
  state?: string;
  /** Why, one sentence each. */
  reasons?: string[];
  /** What to do, such as a command. */
  remedy?: string;
  /** Absolute path of the folder with the outputs. */
  folder?: string;
}

/** A chat shows so much at once; the rest is in `run.json`. */
const LONGEST = 4000;

/**
 * The whole message of an alert, for people: text, reasons, remedy and folder, a line each.
 *
 * @example
 * ```ts
 * import { alertMessage } from "./alert.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   alertMessage({ kind: "late", text: "No data of 2024-W47.", remedy: "Export them." }),
 *   "SodAI LATE: No data of 2024-W47.\nTo do: Export them.",
 * );
 * ```
 */
export function alertMessage({ kind, text, reasons = [], remedy, folder }: Alert): string {
  const lines = [
    `SodAI ${kind.toUpperCase()}: ${text}`,
    ...reasons.map((reason) => `- ${reason}`),
    ...(remedy === undefined ? [] : [`To do: ${remedy}`]),
    ...(folder === undefined ? [] : [`Outputs: ${folder}`]),
  ];
  const message = visibleText(lines.join("\n"));
  return message.length <= LONGEST ? message : `${message.slice(0, LONGEST - 2)} …`;
}
