import type ts from 'typescript';

/**
 * The kinds of nodes as numbers of our own: those of the compiler are looked up by name in a table of a thousand, for each
 * node and each question. A test holds them equal to those of the compiler, whose version is pinned.
 */
export const enum Kind {
  NumericLiteral = 9,
  StringLiteral = 11,
  RegularExpressionLiteral = 14,
  NoSubstitutionTemplateLiteral = 15,
  TemplateHead = 16,
  TemplateMiddle = 17,
  TemplateTail = 18,
  CommaToken = 28,
  LessThanToken = 30,
  GreaterThanToken = 32,
  LessThanEqualsToken = 33,
  GreaterThanEqualsToken = 34,
  EqualsEqualsToken = 35,
  ExclamationEqualsToken = 36,
  EqualsEqualsEqualsToken = 37,
  ExclamationEqualsEqualsToken = 38,
  PlusToken = 40,
  MinusToken = 41,
  AsteriskToken = 42,
  SlashToken = 44,
  PercentToken = 45,
  PlusPlusToken = 46,
  MinusMinusToken = 47,
  ExclamationToken = 54,
  TildeToken = 55,
  AmpersandAmpersandToken = 56,
  BarBarToken = 57,
  QuestionQuestionToken = 61,
  EqualsToken = 64,
  PlusEqualsToken = 65,
  BarBarEqualsToken = 76,
  AmpersandAmpersandEqualsToken = 77,
  QuestionQuestionEqualsToken = 78,
  LastAssignment = 79,
  Identifier = 80,
  DefaultKeyword = 90,
  ExportKeyword = 95,
  ExtendsKeyword = 96,
  FalseKeyword = 97,
  ImportKeyword = 102,
  InKeyword = 103,
  InstanceOfKeyword = 104,
  NullKeyword = 106,
  SuperKeyword = 108,
  ThisKeyword = 110,
  TrueKeyword = 112,
  StaticKeyword = 126,
  AsyncKeyword = 134,
  BooleanKeyword = 136,
  NumberKeyword = 150,
  BigIntKeyword = 163,
  LastToken = 166,
  ComputedPropertyName = 168,
  TypeParameter = 169,
  Parameter = 170,
  PropertyDeclaration = 173,
  MethodSignature = 174,
  MethodDeclaration = 175,
  ClassStaticBlockDeclaration = 176,
  Constructor = 177,
  GetAccessor = 178,
  SetAccessor = 179,
  CallSignature = 180,
  ConstructSignature = 181,
  IndexSignature = 182,
  FirstTypeNode = 183,
  TypeReference = 184,
  FunctionType = 185,
  ConstructorType = 186,
  UnionType = 193,
  LastTypeNode = 206,
  ObjectBindingPattern = 207,
  ArrayBindingPattern = 208,
  BindingElement = 209,
  ArrayLiteralExpression = 210,
  ObjectLiteralExpression = 211,
  PropertyAccessExpression = 212,
  ElementAccessExpression = 213,
  CallExpression = 214,
  NewExpression = 215,
  TaggedTemplateExpression = 216,
  TypeAssertionExpression = 217,
  ParenthesizedExpression = 218,
  FunctionExpression = 219,
  ArrowFunction = 220,
  DeleteExpression = 221,
  TypeOfExpression = 222,
  VoidExpression = 223,
  AwaitExpression = 224,
  PrefixUnaryExpression = 225,
  PostfixUnaryExpression = 226,
  BinaryExpression = 227,
  ConditionalExpression = 228,
  TemplateExpression = 229,
  YieldExpression = 230,
  SpreadElement = 231,
  ClassExpression = 232,
  OmittedExpression = 233,
  AsExpression = 235,
  NonNullExpression = 236,
  SatisfiesExpression = 239,
  Block = 242,
  VariableStatement = 244,
  ExpressionStatement = 245,
  IfStatement = 246,
  DoStatement = 247,
  WhileStatement = 248,
  ForStatement = 249,
  ForInStatement = 250,
  ForOfStatement = 251,
  ContinueStatement = 252,
  BreakStatement = 253,
  ReturnStatement = 254,
  SwitchStatement = 256,
  LabeledStatement = 257,
  ThrowStatement = 258,
  TryStatement = 259,
  VariableDeclaration = 261,
  VariableDeclarationList = 262,
  FunctionDeclaration = 263,
  ClassDeclaration = 264,
  InterfaceDeclaration = 265,
  TypeAliasDeclaration = 266,
  EnumDeclaration = 267,
  ModuleDeclaration = 268,
  ModuleBlock = 269,
  CaseBlock = 270,
  ImportEqualsDeclaration = 272,
  ImportDeclaration = 273,
  ImportClause = 274,
  NamespaceImport = 275,
  ImportSpecifier = 277,
  ExportAssignment = 278,
  ExportDeclaration = 279,
  NamedExports = 280,
  ExternalModuleReference = 284,
  JsxElement = 285,
  JsxSelfClosingElement = 286,
  JsxFragment = 289,
  JsxSpreadAttribute = 294,
  JsxExpression = 295,
  CaseClause = 297,
  CatchClause = 300,
  PropertyAssignment = 304,
  ShorthandPropertyAssignment = 305,
  SpreadAssignment = 306,
  SourceFile = 308,
  JSDocFunctionType = 318,
  JSDocSignature = 324,
}

export const isArrayBindingPattern = (node: ts.Node): node is ts.ArrayBindingPattern =>
  (node.kind as number) === Kind.ArrayBindingPattern;
export const isArrayLiteralExpression = (node: ts.Node): node is ts.ArrayLiteralExpression =>
  (node.kind as number) === Kind.ArrayLiteralExpression;
export const isArrowFunction = (node: ts.Node): node is ts.ArrowFunction =>
  (node.kind as number) === Kind.ArrowFunction;
export const isAsExpression = (node: ts.Node): node is ts.AsExpression =>
  (node.kind as number) === Kind.AsExpression;
export const isAwaitExpression = (node: ts.Node): node is ts.AwaitExpression =>
  (node.kind as number) === Kind.AwaitExpression;
export const isBindingElement = (node: ts.Node): node is ts.BindingElement =>
  (node.kind as number) === Kind.BindingElement;
export const isBinaryExpression = (node: ts.Node): node is ts.BinaryExpression =>
  (node.kind as number) === Kind.BinaryExpression;
export const isBlock = (node: ts.Node): node is ts.Block => (node.kind as number) === Kind.Block;
export const isBreakStatement = (node: ts.Node): node is ts.BreakStatement =>
  (node.kind as number) === Kind.BreakStatement;
export const isCallExpression = (node: ts.Node): node is ts.CallExpression =>
  (node.kind as number) === Kind.CallExpression;
export const isCaseClause = (node: ts.Node): node is ts.CaseClause =>
  (node.kind as number) === Kind.CaseClause;
export const isClassStaticBlockDeclaration = (
  node: ts.Node,
): node is ts.ClassStaticBlockDeclaration =>
  (node.kind as number) === Kind.ClassStaticBlockDeclaration;
export const isComputedPropertyName = (node: ts.Node): node is ts.ComputedPropertyName =>
  (node.kind as number) === Kind.ComputedPropertyName;
export const isConditionalExpression = (node: ts.Node): node is ts.ConditionalExpression =>
  (node.kind as number) === Kind.ConditionalExpression;
export const isConstructorDeclaration = (node: ts.Node): node is ts.ConstructorDeclaration =>
  (node.kind as number) === Kind.Constructor;
export const isDoStatement = (node: ts.Node): node is ts.DoStatement =>
  (node.kind as number) === Kind.DoStatement;
export const isElementAccessExpression = (node: ts.Node): node is ts.ElementAccessExpression =>
  (node.kind as number) === Kind.ElementAccessExpression;
export const isEnumDeclaration = (node: ts.Node): node is ts.EnumDeclaration =>
  (node.kind as number) === Kind.EnumDeclaration;
export const isExportAssignment = (node: ts.Node): node is ts.ExportAssignment =>
  (node.kind as number) === Kind.ExportAssignment;
export const isExportDeclaration = (node: ts.Node): node is ts.ExportDeclaration =>
  (node.kind as number) === Kind.ExportDeclaration;
export const isExternalModuleReference = (node: ts.Node): node is ts.ExternalModuleReference =>
  (node.kind as number) === Kind.ExternalModuleReference;
export const isForInStatement = (node: ts.Node): node is ts.ForInStatement =>
  (node.kind as number) === Kind.ForInStatement;
export const isForOfStatement = (node: ts.Node): node is ts.ForOfStatement =>
  (node.kind as number) === Kind.ForOfStatement;
export const isForStatement = (node: ts.Node): node is ts.ForStatement =>
  (node.kind as number) === Kind.ForStatement;
export const isFunctionDeclaration = (node: ts.Node): node is ts.FunctionDeclaration =>
  (node.kind as number) === Kind.FunctionDeclaration;
export const isFunctionExpression = (node: ts.Node): node is ts.FunctionExpression =>
  (node.kind as number) === Kind.FunctionExpression;
export const isGetAccessor = (node: ts.Node): node is ts.GetAccessorDeclaration =>
  (node.kind as number) === Kind.GetAccessor;
export const isIdentifier = (node: ts.Node): node is ts.Identifier =>
  (node.kind as number) === Kind.Identifier;
export const isVariableStatement = (node: ts.Node): node is ts.VariableStatement =>
  (node.kind as number) === Kind.VariableStatement;
export const isIfStatement = (node: ts.Node): node is ts.IfStatement =>
  (node.kind as number) === Kind.IfStatement;
export const isImportClause = (node: ts.Node): node is ts.ImportClause =>
  (node.kind as number) === Kind.ImportClause;
export const isImportDeclaration = (node: ts.Node): node is ts.ImportDeclaration =>
  (node.kind as number) === Kind.ImportDeclaration;
export const isImportEqualsDeclaration = (node: ts.Node): node is ts.ImportEqualsDeclaration =>
  (node.kind as number) === Kind.ImportEqualsDeclaration;
export const isImportSpecifier = (node: ts.Node): node is ts.ImportSpecifier =>
  (node.kind as number) === Kind.ImportSpecifier;
export const isJsxExpression = (node: ts.Node): node is ts.JsxExpression =>
  (node.kind as number) === Kind.JsxExpression;
export const isJsxSpreadAttribute = (node: ts.Node): node is ts.JsxSpreadAttribute =>
  (node.kind as number) === Kind.JsxSpreadAttribute;
export const isMethodDeclaration = (node: ts.Node): node is ts.MethodDeclaration =>
  (node.kind as number) === Kind.MethodDeclaration;
export const isNamedExports = (node: ts.Node): node is ts.NamedExports =>
  (node.kind as number) === Kind.NamedExports;
export const isNamespaceImport = (node: ts.Node): node is ts.NamespaceImport =>
  (node.kind as number) === Kind.NamespaceImport;
export const isNewExpression = (node: ts.Node): node is ts.NewExpression =>
  (node.kind as number) === Kind.NewExpression;
export const isNoSubstitutionTemplateLiteral = (
  node: ts.Node,
): node is ts.NoSubstitutionTemplateLiteral =>
  (node.kind as number) === Kind.NoSubstitutionTemplateLiteral;
export const isNonNullExpression = (node: ts.Node): node is ts.NonNullExpression =>
  (node.kind as number) === Kind.NonNullExpression;
export const isNumericLiteral = (node: ts.Node): node is ts.NumericLiteral =>
  (node.kind as number) === Kind.NumericLiteral;
export const isObjectBindingPattern = (node: ts.Node): node is ts.ObjectBindingPattern =>
  (node.kind as number) === Kind.ObjectBindingPattern;
export const isObjectLiteralExpression = (node: ts.Node): node is ts.ObjectLiteralExpression =>
  (node.kind as number) === Kind.ObjectLiteralExpression;
export const isOmittedExpression = (node: ts.Node): node is ts.OmittedExpression =>
  (node.kind as number) === Kind.OmittedExpression;
export const isParameter = (node: ts.Node): node is ts.ParameterDeclaration =>
  (node.kind as number) === Kind.Parameter;
export const isParenthesizedExpression = (node: ts.Node): node is ts.ParenthesizedExpression =>
  (node.kind as number) === Kind.ParenthesizedExpression;
export const isPrefixUnaryExpression = (node: ts.Node): node is ts.PrefixUnaryExpression =>
  (node.kind as number) === Kind.PrefixUnaryExpression;
export const isPropertyAccessExpression = (node: ts.Node): node is ts.PropertyAccessExpression =>
  (node.kind as number) === Kind.PropertyAccessExpression;
export const isPropertyAssignment = (node: ts.Node): node is ts.PropertyAssignment =>
  (node.kind as number) === Kind.PropertyAssignment;
export const isPropertyDeclaration = (node: ts.Node): node is ts.PropertyDeclaration =>
  (node.kind as number) === Kind.PropertyDeclaration;
export const isRegularExpressionLiteral = (node: ts.Node): node is ts.RegularExpressionLiteral =>
  (node.kind as number) === Kind.RegularExpressionLiteral;
export const isReturnStatement = (node: ts.Node): node is ts.ReturnStatement =>
  (node.kind as number) === Kind.ReturnStatement;
export const isSatisfiesExpression = (node: ts.Node): node is ts.SatisfiesExpression =>
  (node.kind as number) === Kind.SatisfiesExpression;
export const isShorthandPropertyAssignment = (
  node: ts.Node,
): node is ts.ShorthandPropertyAssignment =>
  (node.kind as number) === Kind.ShorthandPropertyAssignment;
export const isSourceFile = (node: ts.Node): node is ts.SourceFile =>
  (node.kind as number) === Kind.SourceFile;
export const isSpreadAssignment = (node: ts.Node): node is ts.SpreadAssignment =>
  (node.kind as number) === Kind.SpreadAssignment;
export const isSpreadElement = (node: ts.Node): node is ts.SpreadElement =>
  (node.kind as number) === Kind.SpreadElement;
export const isStringLiteral = (node: ts.Node): node is ts.StringLiteral =>
  (node.kind as number) === Kind.StringLiteral;
export const isTemplateExpression = (node: ts.Node): node is ts.TemplateExpression =>
  (node.kind as number) === Kind.TemplateExpression;
export const isThrowStatement = (node: ts.Node): node is ts.ThrowStatement =>
  (node.kind as number) === Kind.ThrowStatement;
export const isTryStatement = (node: ts.Node): node is ts.TryStatement =>
  (node.kind as number) === Kind.TryStatement;
export const isTypeAssertionExpression = (node: ts.Node): node is ts.TypeAssertion =>
  (node.kind as number) === Kind.TypeAssertionExpression;
export const isTypeOfExpression = (node: ts.Node): node is ts.TypeOfExpression =>
  (node.kind as number) === Kind.TypeOfExpression;
export const isTypeReferenceNode = (node: ts.Node): node is ts.TypeReferenceNode =>
  (node.kind as number) === Kind.TypeReference;
export const isUnionTypeNode = (node: ts.Node): node is ts.UnionTypeNode =>
  (node.kind as number) === Kind.UnionType;
export const isVariableDeclaration = (node: ts.Node): node is ts.VariableDeclaration =>
  (node.kind as number) === Kind.VariableDeclaration;
export const isVariableDeclarationList = (node: ts.Node): node is ts.VariableDeclarationList =>
  (node.kind as number) === Kind.VariableDeclarationList;
export const isWhileStatement = (node: ts.Node): node is ts.WhileStatement =>
  (node.kind as number) === Kind.WhileStatement;
export const isYieldExpression = (node: ts.Node): node is ts.YieldExpression =>
  (node.kind as number) === Kind.YieldExpression;

export const isStringLiteralLike = (node: ts.Node): node is ts.StringLiteralLike =>
  isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node);
export const isClassLike = (node: ts.Node): node is ts.ClassLikeDeclaration =>
  (node.kind as number) === Kind.ClassDeclaration || (node.kind as number) === Kind.ClassExpression;
export const isAccessor = (node: ts.Node): node is ts.AccessorDeclaration =>
  isGetAccessor(node) || (node.kind as number) === Kind.SetAccessor;

/** `c` of `a.b.c` and of `c`; empty for what has no name at its end. */
export const lastNameOf = (node: ts.Node): string =>
  isPropertyAccessExpression(node) ? node.name.text : isIdentifier(node) ? node.text : '';

/** Whatever has parameters: functions, methods, accessors, and their signatures in types. */
export function isFunctionLike(node: ts.Node | undefined): node is ts.SignatureDeclaration {
  switch (node?.kind as number | undefined) {
    case Kind.MethodSignature:
    case Kind.CallSignature:
    case Kind.JSDocSignature:
    case Kind.ConstructSignature:
    case Kind.IndexSignature:
    case Kind.FunctionType:
    case Kind.JSDocFunctionType:
    case Kind.ConstructorType:
    case Kind.FunctionDeclaration:
    case Kind.MethodDeclaration:
    case Kind.Constructor:
    case Kind.GetAccessor:
    case Kind.SetAccessor:
    case Kind.FunctionExpression:
    case Kind.ArrowFunction:
      return true;
    default:
      return false;
  }
}
