import type { ColumnContract, ColumnType, TableContract } from "./contracts.ts";

const TYPES: Record<ColumnType, string> = {
  id: "whole number or text",
  integer: "whole number",
  number: "number",
  text: "text",
  date: "date or datetime",
};

/** A table's contract as a Markdown section, for `data/README.md` and the notebooks. */
export function contractMarkdown({ name, meaning, columns }: TableContract): string {
  const rows = columns.map((column) =>
    `| \`${column.name}\` | ${TYPES[column.type]}${limits(column)} | ${
      gap(column)
    } | ${column.meaning} |`
  );
  return [
    `### \`${name}.parquet\`: ${meaning}`,
    "",
    "| column | holds | without a value | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function limits({ unique, above, atLeast }: ColumnContract): string {
  return (unique ? ", unique" : "") + (above === undefined ? "" : `, above ${above}`) +
    (atLeast === undefined ? "" : `, at least ${atLeast}`);
}

function gap({ role }: ColumnContract): string {
  return role === "key" ? "row dropped" : "filled in";
}
