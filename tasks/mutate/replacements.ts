import ts from "typescript";

/** A new text for a range of the source. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** Operators that are easily confused. */
const NEIGHBOURS: Record<string, string> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "==": "!=",
  "!=": "==",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "/=": "*=",
};

/** The replacements of a node of the syntax tree, one mistake each; may be empty. */
export function replacementsOf(node: ts.Node, source: ts.SourceFile): Replacement[] {
  const instead = (of: ts.Node, text: string) => ({
    start: of.getStart(source),
    end: of.end,
    text,
  });
  if (ts.isBinaryExpression(node)) return binary(node, instead);
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
    return [instead(node, otherNumber(node.getText(source)))];
  }
  if (ts.isIfStatement(node)) return condition(node.expression, source, instead);
  if (ts.isConditionalExpression(node)) return condition(node.condition, source, instead);
  // true or the negation could loop forever
  if (ts.isWhileStatement(node)) return [instead(node.expression, "false")];
  if (ts.isPropertyAccessExpression(node) && node.expression.getText(source) === "Math") {
    const { text } = node.name;
    if (text === "min" || text === "max") {
      return [instead(node.name, text === "min" ? "max" : "min")];
    }
  }
  return mayBeDropped(node) ? [instead(node, ";")] : [];
}

type Instead = (of: ts.Node, text: string) => Replacement;

function binary(node: ts.BinaryExpression, instead: Instead): Replacement[] {
  const { left, right, operatorToken } = node;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return [instead(operatorToken, "||"), instead(left, "true"), instead(right, "true")];
    case ts.SyntaxKind.BarBarToken:
      return [instead(operatorToken, "&&"), instead(left, "false"), instead(right, "false")];
  }
  const operator = ts.tokenToString(operatorToken.kind)!;
  const neighbour = NEIGHBOURS[operator];
  if (neighbour === undefined || operator.startsWith("+") && isText(node)) return [];
  return [instead(operatorToken, neighbour)];
}

/** A concatenation of texts. */
function isText(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  if (ts.isParenthesizedExpression(node)) return isText(node.expression);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function condition(of: ts.Expression, source: ts.SourceFile, instead: Instead): Replacement[] {
  const negated = instead(of, `!(${of.getText(source)})`);
  // replacing the operator already negates an equality
  const isEquality = ts.isBinaryExpression(of) &&
    /^[!=]==?$/.test(ts.tokenToString(of.operatorToken.kind)!);
  return [...(isEquality ? [] : [negated]), instead(of, "true"), instead(of, "false")];
}

/** The next whole number, or 10 % more. */
function otherNumber(text: string): string {
  if (text.endsWith("n")) return `${BigInt(text.slice(0, -1).replaceAll("_", "")) + 1n}n`;
  const value = Number(text.replaceAll("_", ""));
  return String(Number.isInteger(value) ? value + 1 : Number((value * 1.1).toPrecision(12)));
}

/** A statement with an effect, or an early exit; `super()` is required. */
function mayBeDropped(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    return !(ts.isCallExpression(expression) &&
      expression.expression.kind === ts.SyntaxKind.SuperKeyword);
  }
  if (ts.isReturnStatement(node)) {
    const { parent } = node;
    const endsFunction = ts.isBlock(parent) && parent.statements.at(-1) === node &&
      ts.isFunctionLike(parent.parent);
    return !endsFunction;
  }
  return ts.isContinueStatement(node) || ts.isBreakStatement(node);
}
