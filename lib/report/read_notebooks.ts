import { basename, join } from "node:path";
import { type Notebook, parseNotebook } from "../jupyter/notebook.ts";
import type { PageLink } from "./html/page_link.ts";

/** A notebook that becomes a page. */
export interface NamedNotebook {
  /** Name of the file, without its extension. */
  name: string;
  notebook: Notebook;
  link: Omit<PageLink, "href">;
}

/** The notebooks of a folder, in the order of their names. */
export async function readNotebooks(folder: string): Promise<NamedNotebook[]> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  return await Promise.all(names.map(async (file) => {
    const notebook = parseNotebook(await Deno.readTextFile(join(folder, file)), file);
    const name = basename(file, ".ipynb");
    return { name, notebook, link: titleOf(notebook, name) };
  }));
}

/** A notebook starts with its title and a summary. */
function titleOf({ cells }: Notebook, name: string): Omit<PageLink, "href"> {
  const [, title = name, summary] = /^#\s+(.+)(?:\n+([^#\n][^]*?)(?:\n\n|$))?/.exec(
    cells[0]?.source ?? "",
  ) ?? [];
  return { title, ...(summary ? { summary: summary.replaceAll(/\s+/g, " ").trim() } : {}) };
}
