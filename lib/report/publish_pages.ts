import { join } from "node:path";
import { removeTemporaries, replaceFile } from "../dag/runs/publish.ts";
import { lockFolder } from "../dag/runs/run_claim.ts";
import { UserError } from "../user_error.ts";

/** A page of a report, or a table that one links to. */
export interface ReportPage {
  /** Its file name, such as `index.html`. */
  href: string;
  /** Its text. */
  html: string;
}

/** A link to a page in the same folder. */
const LINK = /<a\b[^>]*\bhref="([^"#:/]+\.html)(?:#[^"]*)?"[^>]*>([^]*?)<\/a>/g;

/**
 * Writes the pages of a report into a folder. Each page appears whole, and no page ever links to one
 * that is missing, even if the process is killed in between: a new page first links only to pages
 * that are there, and gets the other links once all are there. What an earlier process left
 * half-written is removed.
 *
 * @param pages in the order in which they are written.
 * @param obsolete names of earlier pages that are not part of the report any more.
 * @throws UserError if another process writes the same report at this moment.
 */
export function publishPages(
  folder: string,
  pages: readonly ReportPage[],
  obsolete: readonly string[] = [],
): void {
  Deno.mkdirSync(folder, { recursive: true });
  using lock = lockFolder(folder, { exclusive: true });
  if (!lock) {
    throw new UserError(`Another process writes the report ${folder} just now.\nTry again.`, 1);
  }
  removeTemporaries(folder);
  const there = new Set(Array.from(Deno.readDirSync(folder), ({ name }) => name));
  const write = ({ href, html }: ReportPage, linked: (href: string) => boolean) =>
    replaceFile(join(folder, href), withLinks(html, (name) => name === href || linked(name)));
  for (const page of pages.filter(({ href }) => !there.has(href))) {
    write(page, (href) => there.has(href) && !obsolete.includes(href));
    there.add(page.href);
  }
  const names = new Set(pages.map(({ href }) => href));
  for (const page of pages) write(page, (href) => names.has(href));
  const removed = obsolete.filter((name) => there.has(name));
  // they link to each other, and one is removed before the other
  for (const href of removed) {
    write({ href, html: Deno.readTextFileSync(join(folder, href)) }, (name) => names.has(name));
  }
  for (const href of removed) Deno.removeSync(join(folder, href));
}

/** A page without the links to pages that are not there; their text stays. */
function withLinks(html: string, isThere: (href: string) => boolean): string {
  return html.replaceAll(LINK, (link, href, text) => isThere(href) ? link : text);
}
