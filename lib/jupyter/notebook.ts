import { z } from "zod";
import { UserError } from "../user_error.ts";

/** Data of one output by MIME type: text, or for JSON types any value. */
export type MimeBundle = Record<string, unknown>;

/** An output of a code cell in nbformat 4.5, with text as one string. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
    output_type: "execute_result";
    execution_count: number | null;
    data: MimeBundle;
    metadata: Record<string, unknown>;
  }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface MarkdownCell {
  cell_type: "markdown" | "raw";
  id: string;
  source: string;
  metadata: Record<string, unknown>;
}

export interface CodeCell {
  cell_type: "code";
  id: string;
  source: string;
  metadata: Record<string, unknown>;
  execution_count: number | null;
  outputs: Output[];
}

export type Cell = MarkdownCell | CodeCell;

/** A notebook in nbformat 4.5, with sources and texts as one string each. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: 5;
}

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);
const anything = z.record(z.string(), z.unknown());
const metadata = anything.default({});
const data = anything.transform((bundle) =>
  Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => {
      const lines = text.safeParse(value); // JSON types may have any value
      return [type, lines.success ? lines.data : value];
    }),
  )
);
const count = z.int().nullable().default(null);
const output = z.discriminatedUnion("output_type", [
  z.object({
    output_type: z.literal("stream"),
    name: z.enum(["stdout", "stderr"]),
    text,
  }),
  z.object({ output_type: z.literal("display_data"), data, metadata }),
  z.object({ output_type: z.literal("execute_result"), execution_count: count, data, metadata }),
  z.object({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);
const id = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/).optional();
const cell = z.discriminatedUnion("cell_type", [
  z.object({ cell_type: z.enum(["markdown", "raw"]), id, source: text, metadata }),
  z.object({
    cell_type: z.literal("code"),
    id,
    source: text,
    metadata,
    execution_count: count,
    outputs: z.array(output).default([]),
  }),
]);
const notebook = z.object({
  cells: z.array(cell),
  metadata,
  nbformat: z.literal(4),
  nbformat_minor: z.int(),
});

/**
 * Parses the text of an `.ipynb` file in nbformat 4. A cell without an id, as before nbformat 4.5,
 * is named by its position (`cell-03`), so that the same file gives the same notebook.
 *
 * @param where name of the file, for errors.
 * @throws UserError if the text is not such a notebook, or two cells have the same id.
 */
export function parseNotebook(content: string, where: string): Notebook {
  const parsed = notebook.safeParse(parseJson(content, where));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new UserError(
      `${where}: expected a notebook of nbformat 4, found at ${path.join(".") || "the top"}: ` +
        `${message}\nOpen and save it with JupyterLab, or restore it from version control.`,
    );
  }
  const cells = parsed.data.cells.map((cell, i) => ({
    ...cell,
    id: cell.id ?? `cell-${String(i + 1).padStart(2, "0")}`,
  }));
  const duplicate = cells.find((cell, i) => cells.findIndex(({ id }) => id === cell.id) < i);
  if (duplicate) {
    throw new UserError(
      `${where}: expected a different id for every cell, found two with ${
        JSON.stringify(duplicate.id)
      }` +
        "\nChange one of them.",
    );
  }
  return { ...parsed.data, cells, nbformat_minor: 5 };
}

/** Formats an `.ipynb` file, with sources as lists of lines, so that diffs are line by line. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.cell_type === "code" && { outputs: cell.outputs.map(outputWithLines) }),
  }));
  return JSON.stringify({ ...notebook, cells }, null, 1) + "\n";
}

function outputWithLines(output: Output): unknown {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === "string" && type.startsWith("text/") ? lines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UserError(
      `${where}: expected a notebook (JSON), found ${(error as Error).message}\n` +
        "Restore it from version control.",
    );
  }
}
