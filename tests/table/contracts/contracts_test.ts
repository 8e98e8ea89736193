import assert from "node:assert/strict";
import { contractMarkdown } from "../../../lib/table/contracts/contract_markdown.ts";
import { CONTRACTS } from "../../../lib/table/contracts/contracts.ts";

Deno.test("data/README.md matches the contracts", async () => {
  const readme = await Deno.readTextFile(new URL("../../../data/README.md", import.meta.url));
  for (const contract of CONTRACTS) {
    assert.ok(readme.includes(contractMarkdown(contract)), contract.name);
  }
});
