/**
 * `npm ci` wants every optional package in package-lock.json, those for other systems too, but
 * `npm install` leaves out what its registry does not serve. This adds them, by name and version.
 * Run it after `npm install` where a test says that the lock is incomplete.
 */
import { readFileSync, writeFileSync } from "node:fs";

const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "win32",
];
const processors = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
const { "": project, ...packages } = lock.packages;

for (const dependent of [project, ...Object.values(packages)]) {
  for (const [name, version] of Object.entries(dependent.optionalDependencies ?? {})) {
    if (Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`))) continue;
    const words = name.split(/[/-]/);
    const os = words.filter((word) => systems.includes(word));
    const cpu = words.filter((word) => processors.includes(word));
    if (os.length === 0 || cpu.length === 0 || !/^\d/.test(version)) {
      throw new Error(`cannot tell the system of ${name}@${version}`);
    }
    const dev = dependent.dev === true ? { dev: true } : {};
    const libc = words.some((word) => word.includes("musl")) ? { libc: ["musl"] } : {};
    packages[`node_modules/${name}`] = { version, cpu, ...dev, ...libc, optional: true, os };
    console.log(`${name}@${version}`);
  }
}

const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": project, ...Object.fromEntries(sorted) };
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
