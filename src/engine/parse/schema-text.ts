import { type SchemaJson, schemaToText, type Type } from "@cedar-policy/cedar-wasm/nodejs";
import { Fault } from "../values/fault.ts";
import { inWords } from "./oracle.ts";

type Json = SchemaJson<string>;

/** A schema in Cedar's syntax, and what that cannot say. */
export interface SchemaText {
  readonly text: string;
  /** By entity type, the common type that its shape is: in the text such a type has no attributes. */
  readonly shapes: ReadonlyMap<string, string>;
}

/**
 * A schema in JSON as text, where an entity type and a common type of one name cannot be told apart: what JSON means as
 * the one would be read as the other. @throws Fault
 */
export function schemaTextOf(schema: Json): SchemaText {
  const both = nameOfBoth(schema);
  if (both !== undefined) {
    throw new Fault(
      `\`${both}\` is an entity type's name and a common type's; in JSON each name may be of one of them only`,
    );
  }
  const shapes = new Map<string, string>();
  const answer = schemaToText(withoutShapes(schema, shapes));
  if (answer.type === "failure") throw new Fault(answer.errors.map(inWords).join("; "));
  return { text: answer.text, shapes };
}

function nameOfBoth(schema: Json): string | undefined {
  const namesIn = (part: "entityTypes" | "commonTypes") =>
    Object.values(schema ?? {}).flatMap((space) => Object.keys(space?.[part] ?? {}));
  const common = new Set(namesIn("commonTypes"));
  return namesIn("entityTypes").find((name) => common.has(name));
}

/** The schema with those shapes taken out that are common types. */
function withoutShapes(schema: Json, shapes: Map<string, string>): Json {
  const spaces = Object.entries(schema).map(([namespace, space]) => {
    const types = Object.entries(space.entityTypes).map(([name, type]) => {
      if (!("shape" in type) || type.shape === undefined) return [name, type] as const;
      const common = commonTypeIn(type.shape, namespace, schema);
      if (common === undefined) return [name, type] as const;
      shapes.set(namespace === "" ? name : `${namespace}::${name}`, common);
      const { shape: _, ...rest } = type;
      return [name, rest] as const;
    });
    return [namespace, { ...space, entityTypes: Object.fromEntries(types) }] as const;
  });
  return Object.fromEntries(spaces);
}

/** The whole name of the common type that a shape is; a name without a namespace is first looked for in its own. */
function commonTypeIn(shape: Type<string>, namespace: string, schema: Json): string | undefined {
  if (shape.type === "Record") return undefined;
  const name = shape.type === "EntityOrCommon" && "name" in shape ? shape.name : shape.type;
  const at = name.lastIndexOf("::");
  const spaces = at < 0 ? [namespace, ""] : [name.slice(0, at)];
  const own = at < 0 ? name : name.slice(at + 2);
  const space = spaces.find((each) => Object.hasOwn(schema[each]?.commonTypes ?? {}, own));
  if (space === undefined) return undefined;
  return space === "" ? own : `${space}::${own}`;
}
