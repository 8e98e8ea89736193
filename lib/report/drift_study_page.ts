import { Buffer } from "node:buffer";
import type { StudySection } from "../drift/study/drift_study_table.ts";
import type { Figure } from "../plots/drawing/figure.ts";
import { escapeHtml } from "./html/escape_html.ts";
import { inlineFigures } from "./html/inline_figures.ts";
import { page } from "./html/page.ts";
import { type Heading, renderMarkdown } from "./html/render_markdown.ts";

/** A drift study as one self-contained HTML page: the figure of each part, then its table. */
export function driftStudyPage(
  sections: StudySection[],
  figures: Record<string, Figure>,
  { title }: { title: string },
): string {
  const headings: Heading[] = [];
  const parts = sections.map((section) => {
    const figure = section.figure && figures[section.figure];
    const image = figure
      ? `<p><img alt="${escapeHtml(section.title)}" src="data:image/svg+xml;base64,${
        Buffer.from(figure.svg).toString("base64")
      }"></p>`
      : "";
    return renderMarkdown(`## ${section.title}`, headings) + inlineFigures(image) +
      renderMarkdown(section.text);
  });
  return page({
    title,
    headings,
    main: `<h1>${escapeHtml(title)}</h1>\n${parts.join("\n")}`,
    // keep a rate and its interval on one line
    extraStyle: "td:not(:first-child) { white-space: nowrap } td:first-child { min-width: 13rem }",
  });
}
