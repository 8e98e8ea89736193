import { clock } from "../../dag/clock.ts";
import type { Translator } from "../../language/messages.ts";
import type { FigureName } from "./run_differences.ts";

/** How many decimals a figure has; a share is a percentage. */
const FORMS: Partial<Record<FigureName, "count" | "share" | 3>> = {
  drift_share: "share",
  average_precision: 3,
  threshold: 3,
  expected_purchases: "count",
  expected_units: "count",
  pairs_listed: "count",
  order_lines: "count",
  shops: "count",
  products: "count",
  training_rows: "count",
};

/** A compared figure in words; a dash where a run does not have it. */
export function figureText(
  name: FigureName,
  value: string | number | null,
  { t, number, percent }: Translator,
): string {
  if (value === null && name === "drift_share") return t("runs.figure.unjudged");
  if (value === null || value === "") return "–";
  if (name === "decision") {
    return value === "train_model" ? t("runs.trained") : t("runs.kept");
  }
  if (typeof value === "string") return value;
  const form = FORMS[name];
  if (form === "share") return percent(value);
  return name === "duration_seconds" ? clock(1000 * value) : number(value, form === 3 ? 3 : 0);
}

/** The change of a count in percent, with its sign; empty for anything else. */
export function changeText(
  name: FigureName,
  from: string | number | null,
  to: string | number | null,
  { percent }: Translator,
): string {
  const isCount = FORMS[name] === "count" && typeof from === "number" && typeof to === "number";
  if (!isCount || from === 0) return "";
  const share = to / from - 1;
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share), 1)}`;
}
