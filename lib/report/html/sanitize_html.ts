import { parseHTML } from "linkedom";

const FORBIDDEN =
  "script, style, link, meta, base, iframe, frame, object, embed, form, audio, video";

/**
 * Removes everything from the HTML of a cell's output that could run or load something: scripts,
 * frames, forms, event handlers, and addresses other than `data:` images, anchors and links. The
 * kernel is trusted, but its output may contain text from a table.
 */
export function sanitizeHtml(html: string): string {
  const { document } = parseHTML(`<!DOCTYPE html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll(FORBIDDEN)) element.remove();
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (!isHarmless(element.localName, name.toLowerCase(), value)) element.removeAttribute(name);
    }
  }
  return document.body.innerHTML;
}

function isHarmless(tag: string, name: string, value: string): boolean {
  if (name.startsWith("on")) return false;
  if (name === "style") return !/url\s*\(|@import|expression/i.test(value);
  // deno-lint-ignore no-control-regex -- browsers skip control characters in an address
  const address = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  if (["src", "srcset", "poster", "background", "data"].includes(name)) {
    return address.startsWith("data:image/");
  }
  if (name === "href" || name === "xlink:href") {
    if (tag === "a") return /^(https?:|mailto:|#|[^:]*$)/.test(address);
    return address.startsWith("#") || (tag === "image" && address.startsWith("data:image/"));
  }
  return !["action", "formaction", "srcdoc", "ping"].includes(name);
}
