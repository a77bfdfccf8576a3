import type { ReactNode } from "react";

/** The drawings, on a grid of 24, as strokes. */
const paths = {
  alarm: "M12 3L2.5 20h19z M12 9.5v5 M12 17.3v.01",
  lock: "M6 11h12v9H6z M9 11V8a3 3 0 0 1 6 0v3",
  badge:
    "M5 4h14v16H5z M9 4V2h6v2 M12 9.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z M8.5 17.5c.6-1.6 1.8-2.4 3.5-2.4s2.9.8 3.5 2.4",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z M15.5 15.5L21 21",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12 M18 6L6 18",
  check: "M4 12.5l5.5 5.5L20 7",
  more: "M4 7h16 M4 12h16 M4 17h16",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M12 7.5V12l3.2 2",
  people:
    "M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5z M3 19c.4-3.2 2.6-5 6-5s5.6 1.8 6 5 M15.5 5.4a3 3 0 0 1 0 5.6 M17 14.3c2.3.5 3.7 2.1 4 4.7",
  erase: "M9 6h11v12H9l-6-6z M12.5 9.5l5 5 M17.5 9.5l-5 5",
  moved: "M4 12h14 M13 6l6 6-6 6",
  quiet:
    "M4 4l16 16 M8.5 8.7a5.5 5.5 0 0 0 0 6.6 M15.5 8.7a5.5 5.5 0 0 1 1 4.3 M5.6 6.2a9.5 9.5 0 0 0 0 11.6 M18.4 6.2a9.5 9.5 0 0 1 1.3 9.6",
  offline:
    "M4 4l16 16 M3 10a13 13 0 0 1 4-2.6 M21 10a13 13 0 0 0-9-3.6 M6.5 13.5a8 8 0 0 1 4-2.1 M17.5 13.5a8 8 0 0 0-2.3-1.6 M12 18.5v.01",
  pen: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z M14 6.5l3.5 3.5",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof paths;

export interface IconProps {
  readonly name: IconName;
  /** In em of the text beside it. */
  readonly size?: number;
}

/** A drawing beside words: it says nothing by itself and is not read out. */
export function Icon({ name, size = 1.3 }: IconProps): ReactNode {
  return (
    <svg
      viewBox="0 0 24 24"
      width={`${size}em`}
      height={`${size}em`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
