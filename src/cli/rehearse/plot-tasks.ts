import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { ScenarioResult } from "../../rehearsal/index.ts";

/** Panels beside each other. */
const columns = 3;
const panelHeight = 150;

/** Minutes at which there is a line. */
const marks = [0, 10, 100, 1_000, 10_000, 100_000];
const panel = { fx: "column", fy: "row" } as const;

interface Dot {
  readonly column: number;
  readonly row: number;
  readonly pattern: string;
  readonly task: string;
  /** Seconds. */
  readonly friction: number;
  /** Minutes. */
  readonly residual: number;
  readonly kind: "passed" | "failed" | "endless";
}

/** Told apart by shape as well as by colour; both colours stand out on white, on black and in print. */
const kinds = {
  passed: { stroke: "#2b7bd6", symbol: "circle" },
  failed: { stroke: "#c96a12", symbol: "times" },
  endless: { stroke: "#c96a12", symbol: "triangle" },
} as const;

/**
 * Friction against residual access, a panel for each pattern and in it each task with a ward of that pattern, as an SVG picture that
 * stands alone: across seconds of identity work, upwards minutes of access after its reason, stretched near nought. It has no
 * background, draws in the colour that it is given, and says in words what it shows.
 */
export function plotTasks(results: readonly ScenarioResult[]): string {
  const dots = dotsOf(results);
  const panels = [...new Map(dots.map((dot) => [dot.pattern, dot])).values()];
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const longest = Math.max(...dots.map(({ residual }) => residual));
  const highest = marks.find((mark) => mark >= longest) ?? longest;
  const lines = panels.flatMap(({ column, row }) =>
    marks.filter((mark) => mark <= highest).map((residual) => ({ column, row, residual })),
  );
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: 860,
    height: rows * panelHeight + 60,
    marginLeft: 60,
    marginTop: 40,
    marginBottom: 40,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px" },
    x: { label: "s", nice: true, ticks: 4, zero: true },
    y: { label: null, type: "symlog", axis: null, domain: [0, highest] },
    fx: { axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      Plot.frame({ stroke: "currentColor", strokeOpacity: 0.2 }),
      Plot.gridX({ stroke: "currentColor", strokeOpacity: 0.1 }),
      Plot.ruleY(lines, { ...panel, y: "residual", stroke: "currentColor", strokeOpacity: 0.1 }),
      Plot.text(
        lines.filter(({ column }) => column === 0),
        {
          ...{ ...panel, y: "residual", text: "residual", frameAnchor: "left" as const, dx: -8 },
          ...{ textAnchor: "end" as const, fill: "currentColor" },
        },
      ),
      Plot.text(
        panels.filter(({ column, row }) => column === 0 && row === 0),
        {
          ...{ ...panel, text: () => "min", frameAnchor: "top-left" as const, dx: -8, dy: -16 },
          ...{ textAnchor: "end" as const, fill: "currentColor" },
        },
      ),
      Plot.text(panels, {
        ...{ ...panel, text: "pattern", frameAnchor: "top-left" as const },
        ...{ dy: -16, fontWeight: 600, fill: "currentColor" },
      }),
      ...(["passed", "failed", "endless"] as const).map((kind) =>
        Plot.dot(
          dots.filter((dot) => dot.kind === kind),
          { ...panel, x: "friction", y: "residual", r: 4, ...kinds[kind] },
        ),
      ),
    ],
  });
  return standalone(
    svg.outerHTML,
    panels.map(({ pattern }) => pattern),
    dots,
  );
}

function dotsOf(results: readonly ScenarioResult[]): readonly Dot[] {
  const patterns = [...new Set(results.flatMap((result) => result.patterns))].sort();
  // What has no end stands at the height of the longest that has one: its shape says what it is.
  const longest = Math.max(0, ...results.map(({ figures }) => minutesOf(figures.residual) ?? 0));
  return results.flatMap(({ figures, passed, patterns: own, task }) =>
    own.map((pattern): Dot => {
      const index = patterns.indexOf(pattern);
      const minutes = minutesOf(figures.residual);
      return {
        column: index % columns,
        row: Math.floor(index / columns),
        pattern,
        task,
        friction: figures.friction / 1_000,
        residual: minutes ?? longest,
        kind: minutes === undefined ? "endless" : passed ? "passed" : "failed",
      };
    }),
  );
}

function minutesOf(residual: ScenarioResult["figures"]["residual"]): number | undefined {
  if (residual === undefined) return 0;
  return residual.to === undefined ? undefined : (residual.to - residual.from) / 60_000;
}

function standalone(svg: string, patterns: readonly string[], dots: readonly Dot[]): string {
  const said = patterns.map((pattern) => {
    const own = dots.filter((dot) => dot.pattern === pattern);
    const most = Math.max(...own.map(({ friction }) => friction));
    const longest = Math.max(...own.map(({ residual }) => residual));
    const tasks = own.length === 1 ? "1 task" : `${own.length} tasks`;
    return `${escaped(pattern)}: ${tasks}, at most ${most.toFixed(1)} s and ${longest.toFixed(0)} min.`;
  });
  const words = `<title>Friction against residual access by pattern</title><desc>Seconds of identity work, and minutes from the end of the reason to the end of the access. ${said.join(" ")}</desc>`;
  return svg.replace(
    /^<svg ([^>]*)>/,
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" $1>${words}`,
  );
}

/** Names are the policy's and the tasks' own, and never a tag. */
function escaped(name: string): string {
  return name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
