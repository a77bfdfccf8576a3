import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Simulated } from "./read-results.ts";

const minute = 60_000;

/**
 * How long screens stood open without anybody, hour by hour of the day, as an SVG picture that stands alone: minutes of all screens
 * together on a day. It has no background, draws in the colour that it is given, and says in words what it shows.
 */
export function plotExposure({ plan, unattendedByHour }: Simulated): string {
  const hours = unattendedByHour.map((time, hour) => ({
    hour: String(hour).padStart(2, "0"),
    minutes: time / minute / plan.days,
  }));
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    document: document as unknown as Document,
    width: 860,
    height: 300,
    marginLeft: 60,
    marginTop: 30,
    marginBottom: 45,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px" },
    x: { label: "hour of the day, UTC", type: "band" },
    y: { label: "minutes a day", nice: true, zero: true },
    marks: [
      Plot.gridY({ stroke: "currentColor", strokeOpacity: 0.12 }),
      Plot.barY(hours, { x: "hour", y: "minutes", fill: "#2b7bd6" }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.4 }),
    ],
  });
  const said = hours.map(({ hour, minutes }) => `${hour} h: ${minutes.toFixed(1)} min.`);
  const words = `<title>Screens open without anybody, over the day</title><desc>Minutes a day in each hour (UTC), of all screens together. ${said.join(" ")}</desc>`;
  return svg.outerHTML.replace(
    /^<svg ([^>]*)>/,
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" $1>${words}`,
  );
}
