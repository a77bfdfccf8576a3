import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Measured } from "./measure-contenders.ts";

/** Blue and orange that stand out on white, on black and in print; shape tells them apart as well. */
const series = {
  "8 policies": { color: "#2b7bd6", symbol: "circle" },
  "1,000 policies": { color: "#c96a12", symbol: "diamond2" },
} as const;

const names = ["8 policies", "1,000 policies"] as const;

interface Row {
  readonly contender: string;
  readonly series: SeriesName;
  /** Microseconds. */
  readonly median: number;
}

type SeriesName = keyof typeof series;

/**
 * The median times as an SVG picture that stands alone: a logarithmic scale, one line for each contender, the fastest
 * first. It takes the reader's choice of light or dark, has no background, and says in words what it shows.
 */
export function plotTimes(measured: readonly Measured[]): string {
  const rows = measured.map(
    ({ median, says, size }): Row => ({
      contender: says,
      series: size === 8 ? "8 policies" : "1,000 policies",
      median,
    }),
  );
  const sorted = rows.toSorted((a, b) => a.median - b.median);
  const order = [...new Set(sorted.map(({ contender }) => contender))];
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    ...frame(order),
    document: document as unknown as Document,
    marks: [
      Plot.gridX({ stroke: "currentColor", strokeOpacity: 0.15 }),
      Plot.link(pairs(rows), { x1: "from", x2: "to", y: "contender", strokeOpacity: 0.4 }),
      Plot.dot(rows, { x: "median", y: "contender", fill: "series", symbol: "series", r: 5 }),
      ...names.flatMap((name) => labels(name, rows)),
      ...names.flatMap(legend),
    ],
  });
  return standalone(svg.outerHTML, inWords(rows, order));
}

function frame(order: readonly string[]): Plot.PlotOptions {
  return {
    width: 860,
    height: 100 + 44 * order.length,
    marginLeft: 330,
    marginRight: 40,
    marginTop: 40,
    marginBottom: 46,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px" },
    x: {
      type: "log",
      label: "median time of a decision, logarithmic scale",
      ticks: Array.from({ length: 9 }, (_, power) => 10 ** (power - 2)),
      tickFormat: duration,
      domain: [0.01, 1_000_000],
    },
    y: { domain: order, label: null, tickSize: 0 },
    color: { domain: names, range: names.map((name) => series[name].color) },
    symbol: { domain: names, range: names.map((name) => series[name].symbol) },
  };
}

/** From one size to the other, where both were measured. */
function pairs(rows: readonly Row[]) {
  return Object.entries(Object.groupBy(rows, ({ contender }) => contender)).map(
    ([contender, both = []]) => ({
      contender,
      from: both[0]?.median,
      to: both.at(-1)?.median,
    }),
  );
}

/** The times in figures: above the line for one size, below it for the other, since they can be the same. */
function labels(name: SeriesName, rows: readonly Row[]): Plot.Markish[] {
  const own = rows.filter((row) => row.series === name);
  return [
    Plot.text(own, {
      x: "median",
      y: "contender",
      text: ({ median }: Row) => duration(median),
      dy: name === "8 policies" ? -12 : 13,
      fill: "currentColor",
      fontSize: 12,
    }),
  ];
}

function legend(name: SeriesName, index: number): Plot.Markish[] {
  const { color, symbol } = series[name];
  const place = { frameAnchor: "top-left", dy: -26, dx: 8 + index * 110 } as const;
  return [
    Plot.dot([name], { ...place, symbol, fill: color, r: 5 }),
    Plot.text([name], {
      ...place,
      dx: place.dx + 10,
      text: [name],
      textAnchor: "start",
      lineAnchor: "middle",
    }),
  ];
}

function standalone(svg: string, description: string): string {
  const style = `<style>svg { color: #1f2328; } @media (prefers-color-scheme: dark) { svg { color: #e6edf3; } }</style>`;
  const words = `<title>How long a decision takes</title><desc>${description}</desc>`;
  return `${svg.replace(/^<svg ([^>]*)>/, `<svg xmlns="http://www.w3.org/2000/svg" role="img" $1>${words}${style}`)}\n`;
}

function inWords(rows: readonly Row[], order: readonly string[]): string {
  const lines = order.map((contender) => {
    const times = rows
      .filter((row) => row.contender === contender)
      .map((row) => `${duration(row.median)} at ${row.series}`);
    return `${contender}: ${times.join(", ")}.`;
  });
  return `Median time of a decision on a logarithmic scale. ${lines.join(" ")}`;
}

function duration(microseconds: number): string {
  const figure = (value: number) => `${Number(value.toPrecision(2))}`;
  if (microseconds < 1) return `${figure(microseconds * 1_000)} ns`;
  if (microseconds < 1_000) return `${figure(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${figure(microseconds / 1_000)} ms`;
  return `${figure(microseconds / 1_000_000)} s`;
}
