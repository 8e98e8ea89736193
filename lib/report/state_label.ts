import type { Translator } from "../language/messages.ts";
import { escapeHtml } from "./html/escape_html.ts";

/** Airflow's colours of states, and of our own, with a readable text colour (contrast at least 4.5 : 1). */
const STATES: Record<string, { fill: string; ink: string }> = {
  success: { fill: "#157f3b", ink: "#ffffff" },
  running: { fill: "#a6e22e", ink: "#1f2429" },
  failed: { fill: "#c62828", ink: "#ffffff" },
  stopped: { fill: "#5b4a8a", ink: "#ffffff" },
  skipped: { fill: "#f9a8d0", ink: "#1f2429" },
  held: { fill: "#8e3b00", ink: "#ffffff" },
  killed: { fill: "#7a1f1f", ink: "#ffffff" },
  scheduled: { fill: "#d2b48c", ink: "#1f2429" },
  upstream_failed: { fill: "#ffa31a", ink: "#1f2429" },
};

/** The colour of a state and that of text on it. */
export function stateColors(state: string): { fill: string; ink: string } {
  return STATES[state] ?? STATES["scheduled"]!;
}

/** A state as a small coloured label, with its own name or another text. */
export function stateLabel(state: string, text = state): string {
  const { fill, ink } = stateColors(state);
  return `<span class="state" style="background:${fill};color:${ink}">${escapeHtml(text)}</span>`;
}

/** The states that have a name in each language. */
const NAMED = [
  "success",
  "running",
  "failed",
  "stopped",
  "killed",
  "held",
  "skipped",
  "scheduled",
] as const;

/** The name of a state in a language; of the states of tasks alone, that of `run.json`. */
export function stateText(state: string, t: Translator["t"]): string {
  const known = NAMED.find((name) => name === state);
  return known === undefined ? state : t(`page.state.${known}`);
}
