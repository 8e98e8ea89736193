/** How to convert a column: a line of Python, or words if no line would do. */
export type Conversion = { line: string; note?: string } | { words: string };
