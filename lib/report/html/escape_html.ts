import { visibleText } from "../../dag/terminal/visible_text.ts";

/** Escapes text for HTML, also inside a quoted attribute; what cannot be seen is shown. */
export function escapeHtml(text: string): string {
  return visibleText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
