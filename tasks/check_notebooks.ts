import { checkNotebooks } from "../lib/jupyter/check_notebooks.ts";

const paths = Array.from(Deno.readDirSync("notebooks"), ({ name }) => `notebooks/${name}`)
  .filter((path) => path.endsWith(".ipynb")).sort();
const problems = await checkNotebooks(paths, { config: "deno.json" });
problems.forEach((problem) => console.error(problem));
console.log(`Checked ${paths.length} notebooks`);
if (problems.length > 0) Deno.exit(1);
