import { shownText } from "./shown_text.ts";

/** Attributes with lengths or coordinates, rounded to a hundredth of a pixel. */
const GEOMETRY = new Set(
  ("d points transform x y x1 x2 y1 y2 cx cy r rx ry dx dy width height viewBox stroke-width " +
    "opacity fill-opacity stroke-opacity").split(" "),
);

/**
 * Serializes an SVG element as XML: escaped strictly (linkedom writes HTML), coordinates rounded to
 * 0.01, which halves the file and removes digits that may differ between processors.
 */
export function serializeSvg(node: Node): string {
  if (node.nodeType === 3) return escapeXml(node.textContent ?? "");
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  let attributes = "";
  for (const { name, value } of element.attributes) {
    const text = GEOMETRY.has(name) ? rounded(value) : value;
    attributes += ` ${name}="${escapeXml(text)}"`;
  }
  const children = [...element.childNodes].map(serializeSvg).join("");
  return `<${element.localName}${attributes}${
    children ? `>${children}</${element.localName}>` : "/>"
  }`;
}

/** Escapes text for XML content or a double-quoted attribute. */
export function escapeXml(text: string): string {
  return shownText(text).replace(/&/g, "&amp;").replace(/</g, "&lt;")
    .replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

function rounded(value: string): string {
  return value.replace(
    /-?\d+\.\d+(e-?\d+)?|-?\d+e-\d+/g,
    (number) => String(Math.round(Number(number) * 100) / 100 + 0),
  );
}
