import { gunzipSync } from "node:zlib";

/** The plain files in a POSIX ustar archive, by name; a gzipped one is unpacked first. */
export function readTar(archive: Buffer): ReadonlyMap<string, Buffer> {
  const tar = archive[0] === 0x1f && archive[1] === 0x8b ? gunzipSync(archive) : archive;
  const found = new Map<string, Buffer>();
  const text = (from: number, length: number): string =>
    tar.toString("utf8", from, from + length).split("\0", 1)[0] ?? "";
  for (let offset = 0; offset + 512 <= tar.length && tar[offset] !== 0; ) {
    const size = Number.parseInt(text(offset + 124, 12), 8);
    const start = offset + 512;
    const kind = text(offset + 156, 1);
    if (kind === "0" || kind === "") {
      const isUstar = text(offset + 257, 5) === "ustar";
      const folder = isUstar ? text(offset + 345, 155) : "";
      const name = text(offset, 100);
      found.set(folder === "" ? name : `${folder}/${name}`, tar.subarray(start, start + size));
    }
    offset = start + Math.ceil(size / 512) * 512;
  }
  return found;
}
