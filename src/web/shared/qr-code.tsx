import encodeQR from "qr";
import type { ReactNode } from "react";
import styles from "./qr-code.module.css";

export interface QrCodeProps {
  readonly text: string;
  /** What it is for, for whoever cannot see it. */
  readonly label: string;
}

/** Light around it, in modules (ISO/IEC 18004 section 6.3.8). */
const border = 4;

/** A text as a QR code: always dark on light, as cameras expect it. */
export function QrCode({ label, text }: QrCodeProps): ReactNode {
  const modules = encodeQR(text, "raw", { border, ecc: "low" });
  const size = modules.length;
  const dark = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className={styles["code"]}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
