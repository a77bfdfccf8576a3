import type { ReactNode } from "react";
import type { DependantView, WorkloadView } from "../../http/workloads-contract.ts";
import { useWords } from "../shared/words.tsx";
import { namesOf } from "./workload-words.ts";
import styles from "./workloads.module.css";

/** So many workloads are drawn: of more nobody sees which line is whose. */
const mostDrawn = 40;
const rowHeight = 44;
const width = 900;
/** Where the three columns stand, and how wide each of their boxes is. */
const columns = [10, 320, 640] as const;
const box = 240;

interface Node {
  readonly key: string;
  readonly label: string;
  readonly column: 0 | 1 | 2;
  readonly row: number;
}

interface Line {
  readonly from: Node;
  readonly to: Node;
}

/** Who answers for what, and what needs it: drawn as three columns, and read out line by line. */
export function WorkloadGraph({
  dependants,
  workloads,
}: {
  readonly workloads: readonly WorkloadView[];
  readonly dependants: readonly DependantView[];
}): ReactNode {
  const { t } = useWords();
  const open = workloads.filter(({ state }) => state !== "decommissioned");
  const drawn = open.slice(0, mostDrawn);
  const { lines, nodes } = draw(drawn, dependants, t.wlNobody);
  const height = 40 + rowHeight * Math.max(1, ...nodes.map(({ row }) => row + 1));
  const heads = [t.wlGraphOwners, t.pageWorkloads, t.wlGraphNeeds];
  return (
    <>
      {open.length > drawn.length && <p>{t.wlGraphCut(drawn.length, open.length)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard. */}
      <section className={styles["graph"]} aria-label={t.wlGraph} tabIndex={0}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {heads.map((head, column) => (
            <text key={head} x={columns[column]} y={20} className={styles["graphHead"]}>
              {head}
            </text>
          ))}
          {lines.map(({ from, to }) => (
            <path
              key={`${from.key} ${to.key}`}
              className={styles["graphLine"]}
              d={curve(from, to)}
            />
          ))}
          {nodes.map((node) => (
            <g key={node.key} transform={`translate(${columns[node.column]} ${topOf(node)})`}>
              <rect width={box} height={32} rx={6} className={styles["graphBox"]} />
              <text x={10} y={21}>
                {node.label.length > 30 ? `${node.label.slice(0, 29)}…` : node.label}
              </text>
            </g>
          ))}
        </svg>
        <ul className={styles["readOut"]}>
          {lines.map(({ from, to }) => (
            <li key={`${from.key} ${to.key}`}>{t.wlGraphLine(from.label, to.label)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

function topOf({ row }: Node): number {
  return 32 + row * rowHeight;
}

function curve(from: Node, to: Node): string {
  const [x, y] = [columns[from.column] + box, topOf(from) + 16];
  const [endX, endY] = [columns[to.column], topOf(to) + 16];
  const middle = (x + endX) / 2;
  return `M ${x} ${y} C ${middle} ${y} ${middle} ${endY} ${endX} ${endY}`;
}

function draw(
  workloads: readonly WorkloadView[],
  dependants: readonly DependantView[],
  nobody: string,
): { readonly nodes: readonly Node[]; readonly lines: readonly Line[] } {
  const nodes = new Map<string, Node>();
  const rows = [0, 0, 0];
  const node = (column: 0 | 1 | 2, id: string, label: string): Node => {
    const key = `${column} ${id}`;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const made = { key, label, column, row: rows[column] ?? 0 };
    rows[column] = made.row + 1;
    nodes.set(key, made);
    return made;
  };
  const lines: Line[] = [];
  // By owner, so that lines cross each other as little as three columns allow.
  const sorted = workloads.toSorted(
    (a, b) => (a.ownerName ?? "").localeCompare(b.ownerName ?? "") || a.name.localeCompare(b.name),
  );
  for (const { id, name, neededBy, owner = "", ownerName = nobody } of sorted) {
    const own = node(1, id, name);
    lines.push({ from: node(0, owner, ownerName), to: own });
    const called = namesOf(neededBy, dependants);
    for (const [index, each] of neededBy.entries()) {
      lines.push({ from: own, to: node(2, each, called[index] ?? each) });
    }
  }
  return { nodes: [...nodes.values()], lines };
}
