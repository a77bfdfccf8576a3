/** Cedar text of what is generated. */
import type {
  ActionConstraint,
  Attribute,
  CommonType,
  Expr,
  Op,
  Policy,
  Schema,
  ScopeConstraint,
  Type,
  Uid,
} from "./types.ts";

const reserved = new Set(["true", "false", "if", "then", "else", "in", "is", "like", "has"]);

/** Whether a name can stand without quotes. */
function isIdentifier(name: string): boolean {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !reserved.has(name) && name !== "__cedar";
}

/** A string literal. What a reader could take for something else is written as an escape. */
export function printString(text: string): string {
  let printed = "";
  for (const character of text) printed += escaped(character);
  return `"${printed}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '"' || character === "\\") return `\\${character}`;
  if (character === "\n") return "\\n";
  if (character === "\0") return "\\0";
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  // One of two: so that both spellings are read.
  if (code > 0xff && code % 2 === 0) return `\\u{${code.toString(16)}}`;
  return character;
}

/** `Type::"id"`. */
function printUid({ type, id }: Uid): string {
  return `${type}::${printString(id)}`;
}

// 0 if, 1 ||, 2 &&, 3 relations, 4 + -, 5 *, 6 ! and -, 7 members, 8 what needs no brackets.
const strength: { readonly [op in Op]: number } = {
  if: 0,
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  in: 3,
  has: 3,
  like: 3,
  is: 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "!": 6,
  neg: 6,
  contains: 7,
  containsAll: 7,
  containsAny: 7,
  isEmpty: 7,
  getTag: 7,
  hasTag: 7,
  get: 7,
  method: 7,
  literal: 8,
  var: 8,
  set: 8,
  record: 8,
  call: 8,
};

/** An expression, with brackets only where they are needed. */
export function printExpr(expr: Expr): string {
  const { op, args, name = "" } = expr;
  const [first, second, third] = args as [Expr, Expr, Expr];
  switch (op) {
    case "literal":
      return printLiteral(expr.value);
    case "var":
      return name;
    case "if":
      return `if ${printExpr(first)} then ${printExpr(second)} else ${printExpr(third)}`;
    case "set":
      return `[${args.map(printExpr).join(", ")}]`;
    case "record":
      return `{${args.map((arg, at) => `${printName(expr.keys?.[at] ?? "")}: ${printExpr(arg)}`).join(", ")}}`;
    case "call":
      return `${name}(${args.map(printExpr).join(", ")})`;
    case "method":
      return `${member(first)}.${name}(${args.slice(1).map(printExpr).join(", ")})`;
    case "get":
      return isIdentifier(name)
        ? `${member(first)}.${name}`
        : `${member(first)}[${printString(name)}]`;
    case "!":
      return `!${member(first)}`;
    case "neg":
      return `-(${printExpr(first)})`;
    case "isEmpty":
      return `${member(first)}.isEmpty()`;
    case "contains":
    case "containsAll":
    case "containsAny":
    case "getTag":
    case "hasTag":
      return `${member(first)}.${op}(${printExpr(second)})`;
    case "has":
      return `${within(first, 4)} has ${printPath(expr.keys ?? [])}`;
    case "like":
      return `${within(first, 4)} like ${printPattern(expr.pattern ?? [])}`;
    case "is":
      return `${within(first, 4)} is ${name}${second === undefined ? "" : ` in ${within(second, 4)}`}`;
    case "&&":
    case "||":
    case "+":
    case "-":
    case "*":
      return `${within(first, strength[op])} ${op} ${within(second, strength[op] + 1)}`;
    default:
      return `${within(first, 4)} ${op} ${within(second, 4)}`;
  }
}

function within(expr: Expr, least: number): string {
  return strength[expr.op] >= least ? printExpr(expr) : `(${printExpr(expr)})`;
}

function member(expr: Expr): string {
  const isNegative = typeof expr.value === "bigint" && expr.value < 0n;
  return isNegative ? `(${printExpr(expr)})` : within(expr, 7);
}

function printLiteral(value: Expr["value"]): string {
  if (typeof value === "string") return printString(value);
  return typeof value === "object" ? printUid(value) : String(value);
}

function printName(name: string): string {
  return isIdentifier(name) ? name : printString(name);
}

function printPath(path: readonly string[]): string {
  return path.length > 1 ? path.join(".") : printName(path[0] ?? "");
}

function printPattern(pattern: readonly (string | null)[]): string {
  const parts = pattern.map((part) =>
    part === null ? "*" : printString(part).slice(1, -1).replaceAll("*", "\\*"),
  );
  return `"${parts.join("")}"`;
}

/** A policy or a template. */
export function printPolicy(policy: Policy): string {
  const annotations = policy.annotations.map(([name, value]) =>
    value === undefined ? `@${name} ` : `@${name}(${printString(value)}) `,
  );
  const head = [
    printScope("principal", policy.principal),
    printAction(policy.action),
    printScope("resource", policy.resource),
  ];
  const conditions = policy.conditions.map(({ kind, body }) => ` ${kind} { ${printExpr(body)} }`);
  return `${annotations.join("")}${policy.effect}(${head.join(", ")})${conditions.join("")};`;
}

function printScope(name: "principal" | "resource", constraint: ScopeConstraint): string {
  const entity = (uid: Uid | "slot"): string => (uid === "slot" ? `?${name}` : printUid(uid));
  if (constraint.op === "all") return name;
  if (constraint.op !== "is") return `${name} ${constraint.op} ${entity(constraint.entity)}`;
  const within = constraint.within === undefined ? "" : ` in ${entity(constraint.within)}`;
  return `${name} is ${constraint.type}${within}`;
}

function printAction(constraint: ActionConstraint): string {
  if (constraint.op === "all") return "action";
  if (constraint.op === "==") return `action == ${printUid(constraint.action)}`;
  const uids = constraint.actions.map(printUid);
  return constraint.bare ? `action in ${uids[0]}` : `action in [${uids.join(", ")}]`;
}

/** A schema, each namespace with what is its own. */
export function printSchema({ common, entities, actions }: Schema): string {
  const names: Names = new Map(common.map(({ name, type }) => [printType(type), name]));
  const namespaces = new Set([
    ...common.map(({ name }) => namespaceOf(name)),
    ...entities.map(({ name }) => namespaceOf(name)),
    ...actions.map(({ uid }) => namespaceOf(uid.type)),
  ]);
  return [...namespaces]
    .map((namespace) => {
      const declared = [
        ...common
          .filter(({ name }) => namespaceOf(name) === namespace)
          .map((one) => printCommonType(one, names)),
        ...entities
          .filter(({ name }) => namespaceOf(name) === namespace)
          .map((one) => printEntityType(one, names)),
        ...actions
          .filter(({ uid }) => namespaceOf(uid.type) === namespace)
          .map((one) => printActionType(one, names)),
      ];
      const lines = declared.join("\n");
      return namespace === "" ? lines : `namespace ${namespace} {\n${lines}\n}`;
    })
    .join("\n");
}

function namespaceOf(name: string): string {
  return name.includes("::") ? name.slice(0, name.lastIndexOf("::")) : "";
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

/** The names that types have, by how they are written without one. */
type Names = ReadonlyMap<string, string>;

/** What it consists of may have names, itself it is written out. */
function printCommonType({ name, type }: CommonType, names: Names): string {
  return `type ${lastPart(name)} = ${writtenOut(type, names)};`;
}

function printEntityType(type: Schema["entities"][number], names: Names): string {
  const { name, parents, attributes, tags, ids } = type;
  const own = lastPart(name);
  if (ids !== undefined) return `entity ${own} enum [${ids.map(printString).join(", ")}];`;
  const within = parents.length > 0 ? ` in [${parents.join(", ")}]` : "";
  const shape = attributes.length > 0 ? ` ${printAttributes(attributes, names)}` : "";
  const tagged = tags === undefined ? "" : ` tags ${printType(tags, names)}`;
  return `entity ${own}${within}${shape}${tagged};`;
}

function printActionType(
  { uid, groups, ...action }: Schema["actions"][number],
  names: Names,
): string {
  const within = groups.length > 0 ? ` in [${groups.map(printUid).join(", ")}]` : "";
  const head = `action ${printString(uid.id)}${within}`;
  if (action.principals.length === 0) return `${head};`;
  const { principals, resources } = action;
  const context = printType({ kind: "record", attributes: action.context }, names);
  const applies = `principal: [${principals.join(", ")}], resource: [${resources.join(", ")}], context: ${context}`;
  return `${head} appliesTo { ${applies} };`;
}

function printAttributes(attributes: readonly Attribute[], names: Names): string {
  const printed = attributes.map(
    ({ name, type, required }) =>
      `${printName(name)}${required ? "" : "?"}: ${printType(type, names)}`,
  );
  return `{ ${printed.join(", ")} }`;
}

const typeNames = { bool: "Bool", long: "Long", string: "String", ip: "ipaddr" } as const;
const noNames: Names = new Map();

/** A type as schemas write it, by its name if it has one; without names also what tells types apart. */
export function printType(type: Type, names: Names = noNames): string {
  const name = names.size > 0 ? names.get(printType(type)) : undefined;
  return name ?? writtenOut(type, names);
}

function writtenOut(type: Type, names: Names): string {
  switch (type.kind) {
    case "entity":
      return type.name;
    case "set":
      return `Set<${printType(type.element, names)}>`;
    case "record":
      return printAttributes(type.attributes, names);
    case "decimal":
    case "datetime":
    case "duration":
      return type.kind;
    default:
      return typeNames[type.kind];
  }
}
