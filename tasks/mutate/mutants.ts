import ts from "typescript";
import { type Replacement, replacementsOf } from "./replacements.ts";

/** One small mistake in one source file. */
export interface Mutant {
  /** Path from the root of the repository. */
  file: string;
  /** Line number, from 1. */
  line: number;
  /** The enclosing function or module variable; empty if it has no name. */
  within: string;
  /** The changed lines before and after, without indents. */
  before: string;
  after: string;
  replacement: Replacement;
}

/**
 * AssemblyScript: tests run the committed `.wasm` file, so only the test of its bytes would notice.
 */
const EXCLUDED = /\.as\.ts$/;

/**
 * Every mutant of a file, by place: a node of the syntax tree, which may have several mutants.
 * Types, imports, comments, texts and error messages have none.
 */
export function mutantsOf(file: string, code: string): Mutant[][] {
  if (EXCLUDED.test(file)) return [];
  // parent nodes are needed for `within`
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

/** The source with the mistake. */
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
