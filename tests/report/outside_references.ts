import { parseHTML } from "linkedom";

/** The document of a page, and every address that a browser would load. */
export function readPage(html: string) {
  const { document } = parseHTML(html);
  const loaded = "[src], [srcset], [poster], link[href], image[href], use[href], object[data]";
  const addresses = [...document.querySelectorAll(loaded)].flatMap((element) =>
    ["src", "srcset", "poster", "href", "data"].map((name) => element.getAttribute(name) ?? [])
  ).flat();
  const styles = [
    ...[...document.querySelectorAll("style")].map((style) => style.textContent ?? ""),
    ...[...document.querySelectorAll("[style]")].map((styled) => styled.getAttribute("style")!),
  ].flatMap((style) => style.match(/url\([^)]*\)|@import[^;]*/g) ?? []);
  return {
    document,
    outside: [...addresses, ...styles].filter((address) =>
      !/^(url\()?["']?(data:|#)/.test(address)
    ),
  };
}
