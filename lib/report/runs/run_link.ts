import { escapeHtml } from "../html/escape_html.ts";
import type { PageRuns } from "./page_runs.ts";

/** A text that links to the report of a run, if it has one. */
export function runLink(runId: string, text: string, { reports }: PageRuns): string {
  const shown = escapeHtml(text);
  if (!reports.has(runId)) return shown;
  return `<a href="runs/${encodeURIComponent(runId)}/report/index.html">${shown}</a>`;
}

/** The week of a run; of one that could not read its inputs or has no record, its id. */
export function weekOfRun(runId: string, week: string | undefined): string {
  return week !== undefined && /^\d{4}-W\d{2}$/.test(week) ? week : runId;
}

/** An ISO time as `2024-11-25 09:00`. */
export function minute(iso: string): string {
  return escapeHtml(iso.slice(0, 16).replace("T", " "));
}
