#!/usr/bin/env node
// Starts the program that the package for this machine brings, and ends as it ends. Downloads nothing.
"use strict";

const { spawnSync } = require("node:child_process");
const { optionalDependencies, version } = require("../package.json");

// The status that says "the run cannot be trusted".
const UNTRUSTED = 2;

/** The packages whose program runs on such a machine. On Linux a static program runs everywhere, one for glibc is faster. */
function packages(platform, arch) {
  const endings = platform === "linux" ? ["-gnu", "-musl"] : [""];
  const wanted = endings.map((ending) => `/${platform}-${arch}${ending}`);
  return wanted.flatMap((end) => Object.keys(optionalDependencies).filter((name) => name.endsWith(end)));
}

/** Whether programs that need glibc run here. The report that tells takes some milliseconds, so only ask where it matters. */
function hasGlibc() {
  // Otherwise it looks up the name of every peer that the process has.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}

/** Where the program is, or why there is none. */
function locate(platform, arch, resolve = require.resolve, glibc = hasGlibc) {
  const names = packages(platform, arch);
  if (names.length === 0) {
    return { missing: `there is no package for ${platform} on ${arch}; \`cargo install originlint\` builds the program` };
  }
  const file = platform === "win32" ? "originlint.exe" : "originlint";
  const found = names.flatMap((name) => {
    try {
      return [resolve(`${name}/${file}`)];
    } catch {
      return [];
    }
  });
  if (found.length === 0) {
    return {
      missing:
        `none of ${names.join(", ")} is installed, which hold the program; install again, ` +
        "with optional dependencies, on this machine",
    };
  }
  return { program: found.length === 1 || glibc() ? found[0] : found[1] };
}

function main() {
  const { program, missing } = locate(process.platform, process.arch);
  if (missing !== undefined) {
    console.error(`originlint ${version}: ${missing}`);
    process.exitCode = UNTRUSTED;
    return;
  }
  const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
  if (error !== undefined) {
    console.error(`originlint ${version}: cannot start ${program}: ${error.message}`);
    process.exitCode = UNTRUSTED;
  } else if (signal !== null) {
    // Whoever waits for this process learns what ended the program.
    process.kill(process.pid, signal);
  } else {
    process.exitCode = status;
  }
}

if (require.main === module) {
  main();
}

module.exports = { locate };
