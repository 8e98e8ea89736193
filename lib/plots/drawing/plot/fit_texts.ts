import type { Shortener } from "../shortened.ts";
import { type TextBox, textBoxes } from "../text_boxes.ts";
import { textWidth } from "../text_width.ts";

/**
 * Shortens the texts of a plot that are wider than they may be, in place. The full text is shown when
 * the mouse rests on the short one.
 *
 * @param widthOf the most pixels of a text.
 * @returns whether any text was shortened.
 */
export function fitTexts(
  svg: Element,
  widthOf: (box: TextBox) => number,
  shorten: Shortener,
): boolean {
  let any = false;
  const fullTexts = new Map<Element, string>();
  for (const box of textBoxes(svg)) {
    const { element, text, fontSize, bold } = box;
    const style = { fontSize, face: bold ? "bold" : "regular" } as const;
    const width = widthOf(box);
    if (textWidth(text, fontSize, style.face) <= width) continue;
    any = true;
    const whole = element.closest("text")!;
    if (!fullTexts.has(whole)) fullTexts.set(whole, fullText(whole));
    element.textContent = shorten(text, width, style);
  }
  for (const [element, text] of fullTexts) addTitle(element, text);
  return any;
}

/** Shows ticks of one line on one line: a line break in a name would cover the next label. */
export function joinLines(svg: Element, isOneLine: (group: string) => boolean): void {
  for (const { element, group } of textBoxes(svg)) {
    if (element.localName !== "tspan" || !isOneLine(group)) continue;
    const whole = element.parentElement;
    if (!whole) continue; // its lines are joined already
    whole.textContent = fullText(whole).replaceAll("\n", " ");
    // where Plot has the baseline of one line
    whole.setAttribute("dy", group.startsWith("x") ? "0.71em" : "0.32em");
  }
}

/** Letters that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Draws each line of a text that runs to the left on its own: in one text they run into each other. */
export function separateLines(svg: Element): void {
  for (const whole of svg.querySelectorAll("text")) {
    const lines = [...whole.children].filter(({ localName }) => localName === "tspan");
    if (lines.length < 2 || !RIGHT_TO_LEFT.test(whole.textContent ?? "")) continue;
    let em = 0;
    for (const line of lines) {
      em += parseFloat(line.getAttribute("y") ?? line.getAttribute("dy") ?? "0");
      const alone = whole.cloneNode(true) as Element;
      for (const tspan of [...alone.children]) if (tspan.localName === "tspan") tspan.remove();
      line.removeAttribute("dy");
      line.setAttribute("y", `${Math.round(100 * em) / 100}em`);
      alone.appendChild(line);
      whole.parentElement!.insertBefore(alone, whole);
    }
    whole.remove();
  }
}

function fullText(text: Element): string {
  const lines = [...text.children].filter(({ localName }) => localName === "tspan");
  return lines.length === 0
    ? text.textContent ?? ""
    : lines.map(({ textContent }) => textContent ?? "").join("\n");
}

/** Browsers show the first child called `title` on hover; Plot may have written one. */
function addTitle(element: Element, text: string): void {
  if (element.querySelector("title")) return;
  const title = element.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  element.insertBefore(title, element.firstChild);
}
