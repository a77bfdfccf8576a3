import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Shown, shownIn, type Tuning } from "../../rehearsal/index.ts";

/** Colours that stand out on white, on black and in print; shapes tell them apart as well. */
const kinds = {
  today: { color: "#c96a12", symbol: "diamond2" },
  recommended: { color: "#1a7f37", symbol: "star" },
  frontier: { color: "#2b7bd6", symbol: "circle" },
  dominated: { color: "#8c959f", symbol: "times" },
} as const;

const names = ["today", "recommended", "frontier", "dominated"] as const;

/** As {@link drawFrontier}, for a file of its own: it takes the reader's choice of light or dark. */
export function plotFrontier(tuning: Drawn): string {
  const style = `<style>svg { color: #1f2328; } @media (prefers-color-scheme: dark) { svg { color: #e6edf3; } }</style>`;
  return `${drawFrontier(tuning).replace("</desc>", `</desc>${style}`)}\n`;
}

/** What is drawn of a tuning. */
type Drawn = Pick<Tuning, "pattern" | "frontier" | "measured" | "recommended" | "today">;

/**
 * What settings cost people against what they leave open, both in seconds by the shift, as an SVG picture that stands alone: the
 * settings that no other dominates as a line, today's and the recommended one marked. It has no background, draws in the colour that
 * it is given, and says in words what it shows.
 */
export function drawFrontier(tuning: Drawn): string {
  const rows = shownIn(tuning);
  const frontier = rows
    .filter(({ kind }) => kind !== "dominated")
    .toSorted((a, b) => a.cost - b.cost);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: 860,
    height: 560,
    marginLeft: 60,
    marginTop: 80,
    marginBottom: 50,
    marginRight: 40,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px" },
    x: { label: "what it costs people, seconds a shift", nice: true },
    y: { label: "what it leaves open, seconds a shift", nice: true },
    marks: [
      Plot.gridX({ stroke: "currentColor", strokeOpacity: 0.12 }),
      Plot.gridY({ stroke: "currentColor", strokeOpacity: 0.12 }),
      Plot.line(frontier, { x: "cost", y: "risk", stroke: "currentColor", strokeOpacity: 0.25 }),
      ...names.map((name) => dots(name, rows)),
      Plot.text(
        frontier.filter(({ kind }) => kind !== "frontier"),
        { x: "cost", y: "risk", text: "says", textAnchor: "start", dx: 12, fill: "currentColor" },
      ),
      ...names.flatMap(legend),
    ],
  });
  return standalone(svg.outerHTML, tuning.pattern, rows);
}

function dots(kind: (typeof names)[number], rows: readonly Shown[]): Plot.Markish {
  const { color, symbol } = kinds[kind];
  const own = rows.filter((row) => row.kind === kind);
  const paint = kind === "dominated" ? { stroke: color } : { fill: color };
  return Plot.dot(own, { x: "cost", y: "risk", symbol, ...paint, r: kind === "frontier" ? 4 : 7 });
}

function legend(kind: (typeof names)[number], index: number): Plot.Markish[] {
  const { color, symbol } = kinds[kind];
  const place = { frameAnchor: "top-left", dy: -62, dx: 8 + index * 130 } as const;
  const paint = kind === "dominated" ? { stroke: color } : { fill: color };
  return [
    Plot.dot([kind], { ...place, symbol, ...paint, r: 5 }),
    Plot.text([kind], {
      ...place,
      dx: place.dx + 10,
      text: [kind],
      textAnchor: "start",
      lineAnchor: "middle",
      fill: "currentColor",
    }),
  ];
}

function standalone(svg: string, pattern: string, rows: readonly Shown[]): string {
  const listed = rows
    .filter(({ kind }) => kind !== "dominated")
    .map(
      ({ cost, kind, risk, says }) =>
        `${kind}: ${escaped(says)}, ${cost.toFixed(1)} s and ${risk.toFixed(1)} s.`,
    );
  const words = `<title>Settings of the pattern ${escaped(pattern)}</title><desc>What settings cost people and what they leave open, in seconds a shift. ${listed.join(" ")}</desc>`;
  return svg.replace(
    /^<svg ([^>]*)>/,
    (_whole, attributes) =>
      `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${attributes}>${words}`,
  );
}

/** Names are the policy's own, and never a tag. */
function escaped(name: string): string {
  return name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
