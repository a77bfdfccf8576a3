/** Of a profile as V8 makes it, what is read here. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[] | undefined;
  }[];
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

/** The product's own work: commands that are handled, and decisions. */
const inside = new Set(["handle", "decide"]);

/**
 * The share of a profile's time that was spent neither in a command's `handle` nor in `decide`, nor in what these call. The
 * collector's time counts as outside, whoever made the garbage; that in which nothing ran counts as none.
 */
export function shareOutside({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const within = new Set<number>();
  const mark = (id: number, isWithin: boolean): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const { functionName, url } = node.callFrame;
    const now = isWithin || (inside.has(functionName) && url.includes("/src/"));
    if (now) within.add(id);
    for (const child of node.children ?? []) mark(child, now);
  };
  const [root] = nodes;
  if (root !== undefined) mark(root.id, false);
  let all = 0;
  let outside = 0;
  samples.forEach((id, index) => {
    if (byId.get(id)?.callFrame.functionName === "(idle)") return;
    const time = timeDeltas[index] ?? 0;
    all += time;
    if (!within.has(id)) outside += time;
  });
  return all === 0 ? 0 : outside / all;
}
