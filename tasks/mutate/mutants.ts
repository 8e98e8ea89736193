import ts from "typescript";
import { type Replacement, replacementsOf } from "./replacements.ts";

/** One small mistake in one file of the source. */
export interface Mutant {
  /** Path from the root of the repository. */
  file: string;
  /** From 1. */
  line: number;
  /** The function that it stands in, or the variable of the module; empty where neither has a name. */
  within: string;
  /** The lines it touches, without their indents, as they are and as they become. */
  before: string;
  after: string;
  replacement: Replacement;
}

/** AssemblyScript: what runs is the committed `.wasm` file, so no test but that of its bytes would notice. */
const LEFT_OUT = /\.as\.ts$/;

/**
 * Every mutant of a file, by place: a place is a node of the syntax tree, which may have several.
 * Types, imports, comments and texts have none, nor has what an error says.
 */
export function mutantsOf(file: string, code: string): Mutant[][] {
  if (LEFT_OUT.test(file)) return [];
  // parents are what `within` is found by
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const places: Mutant[][] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node)) return;
    const mutants = replacementsOf(node, source).map((replacement) => ({
      file,
      line: source.getLineAndCharacterOfPosition(replacement.start).line + 1,
      within: nameAround(node),
      ...touchedLines(code, replacement),
      replacement,
    }));
    if (mutants.length > 0) places.push(mutants);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places;
}

/** The source with the mistake in it. */
export function mutated(code: string, { start, end, text }: Replacement): string {
  return code.slice(0, start) + text + code.slice(end);
}

function touchedLines(code: string, replacement: Replacement) {
  const { start, end, text } = replacement;
  const from = code.lastIndexOf("\n", start - 1) + 1;
  const to = (code.indexOf("\n", end) + 1 || code.length + 1) - 1;
  const plain = (lines: string) => lines.trim().replaceAll(/\s+/g, " ");
  return {
    before: plain(code.slice(from, to)),
    after: plain(code.slice(from, start) + text + code.slice(end, to)),
  };
}

function nameAround(node: ts.Node): string {
  let name = "";
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) {
      return at.name?.getText() ?? "";
    }
    if (!ts.isVariableDeclaration(at)) continue;
    name = at.name.getText();
    if (at.initializer !== undefined && ts.isFunctionLike(at.initializer)) return name;
  }
  return name;
}
