import project from "../deno.json" with { type: "json" };

/** Of this program, and of the file formats that it leaves: a resumed run must have the same. */
export const VERSION = project.version;
