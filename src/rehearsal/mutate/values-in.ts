import { isMap, isScalar, isSeq, parseDocument, type Scalar } from "yaml";

/** A value of a file, and the keys that lead to it. */
export interface Value {
  readonly keys: readonly string[];
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The scalars of a file, each with the keys of the maps that it is in. */
export function valuesIn(text: string): readonly Value[] {
  const values: Value[] = [];
  const visit = (node: unknown, keys: readonly string[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        visit(value, [...keys, isScalar(key) ? String(key.value) : ""]);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) visit(item, keys);
    } else if (isScalar(node)) values.push(...placed(node, keys));
  };
  visit(parseDocument(text, { schema: "failsafe" }).contents, []);
  return values;
}

function placed(node: Scalar, keys: readonly string[]): readonly Value[] {
  const [from, to] = node.range ?? [];
  if (from === undefined || to === undefined || typeof node.value !== "string") return [];
  return [{ keys, text: node.value, from, to }];
}
