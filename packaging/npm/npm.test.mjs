// The npm packages, as npm installs them: from a registry on this machine into an empty project. `.ci/packages` runs it.
//
// PACKAGES   the folder npm/ that `packaging/pack.py assemble` made, with the program of this machine in each package
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";

const packages = resolve(process.env.PACKAGES);
const require = createRequire(import.meta.url);
const manifest = (folder) => JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"));
const launcher = manifest("originlint");
const flaw = "parent.postMessage({ token: document.cookie }, '*');\n";

const temporary = mkdtempSync(join(tmpdir(), "originlint-npm-"));
after(() => rmSync(temporary, { recursive: true }));

/** An empty project with a flaw in it. */
function project(name) {
  const folder = join(temporary, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true }\n');
  writeFileSync(join(folder, "embed.js"), flaw);
  return folder;
}

/** Runs a command without blocking, because the registry answers from this process. */
function run(folder, command, ...args) {
  return new Promise((done) => {
    const env = { ...process.env, npm_config_cache: join(temporary, "cache"), npm_config_update_notifier: "false" };
    const child = spawn(command, args, { cwd: folder, env });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("close", (status, signal) => done({ status, signal, output }));
  });
}

describe("installed from a registry", () => {
  let server;
  let registry;
  let folder;

  before(async () => {
    const packed = JSON.parse(
      spawnSync("npm", ["pack", "--json", "--pack-destination", temporary, ...readdirSync(packages).map((name) => join(packages, name))], {
        encoding: "utf8",
      }).stdout,
    );
    const files = new Map(packed.map(({ name, filename, integrity }) => [name, { filename, integrity }]));
    // A registry answers with what is known of a package, and with its file.
    server = createServer((request, response) => {
      const path = decodeURIComponent(request.url).slice(1);
      if (path.endsWith(".tgz")) {
        return response.end(readFileSync(join(temporary, path)));
      }
      const known = readdirSync(packages).map(manifest).find(({ name }) => name === path);
      if (known === undefined) {
        response.statusCode = 404;
        return response.end("{}");
      }
      const { filename, integrity } = files.get(path);
      const dist = { tarball: `${registry}/${filename}`, integrity };
      response.end(
        JSON.stringify({ name: path, "dist-tags": { latest: known.version }, versions: { [known.version]: { ...known, dist } } }),
      );
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    registry = `http://127.0.0.1:${server.address().port}`;
    folder = project("installed");
    const installed = await run(folder, "npm", "install", "--no-audit", "--no-fund", `--registry=${registry}`, "originlint");
    assert.equal(installed.status, 0, installed.output);
  });
  after(() => server.close());

  test("npm takes the one package that fits this machine", () => {
    const scope = Object.keys(launcher.optionalDependencies)[0].split("/")[0];
    const { glibcVersionRuntime } = process.report.getReport().header;
    const libc = process.platform !== "linux" ? "" : glibcVersionRuntime ? "-gnu" : "-musl";
    assert.deepEqual(readdirSync(join(folder, "node_modules", scope)), [`${process.platform}-${process.arch}${libc}`]);
    assert.deepEqual(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")), [scope, "originlint"]);
  });

  test("npx runs the program and ends with its status", async () => {
    const version = await run(folder, "npx", "--offline", "originlint", "--version");
    assert.deepEqual([version.status, version.output], [0, `originlint ${launcher.version}\n`]);
    const found = await run(folder, "npx", "--offline", "originlint", "check", "--format", "concise", "embed.js");
    assert.equal(found.status, 1);
    assert.match(found.output, /^embed\.js:1:\d+: high\[wildcard-sensitive-data\]/);
    const wrong = await run(folder, "npx", "--offline", "originlint", "check", "absent");
    assert.equal(wrong.status, 2);
  });

  test("an old glibc can ask for the static program", { skip: process.platform !== "linux" }, async () => {
    const old = project("old");
    const installed = await run(old, "npm", "install", "--no-audit", "--no-fund", "--libc=musl", `--registry=${registry}`, "originlint");
    assert.equal(installed.status, 0, installed.output);
    const scope = Object.keys(launcher.optionalDependencies)[0].split("/")[0];
    assert.deepEqual(readdirSync(join(old, "node_modules", scope)), [`linux-${process.arch}-musl`]);
  });

  test("what ends the program ends the launcher", async () => {
    const program = join(temporary, "killed");
    writeFileSync(program, "#!/bin/sh\nkill -TERM $$\n");
    chmodSync(program, 0o755);
    const start = `require('node:child_process').spawnSync = ((spawn) => (_, ...rest) => spawn(${JSON.stringify(program)}, ...rest))(require('node:child_process').spawnSync)`;
    const preload = join(temporary, "preload.cjs");
    writeFileSync(preload, start);
    const bin = join(folder, "node_modules/originlint/bin/originlint.js");
    assert.equal((await run(folder, process.execPath, "--require", preload, bin)).signal, "SIGTERM");
  });

  test("a lost program is missed by name", async () => {
    const bare = project("bare");
    const installed = await run(bare, "npm", "install", "--no-audit", "--no-fund", "--omit=optional", `--registry=${registry}`, "originlint");
    assert.equal(installed.status, 0, installed.output);
    const missed = await run(bare, "npx", "--offline", "originlint", "--version");
    assert.equal(missed.status, 2);
    assert.match(missed.output, /^originlint [\d.]+: none of @.* is installed, which hold the program; install again/);
  });
});

describe("the launcher", () => {
  const { locate } = require(join(packages, "originlint/bin/originlint.js"));
  const all = (path) => path;
  const none = () => {
    throw new Error("not found");
  };
  const only = (ending) => (path) => (path.endsWith(ending) ? path : none());

  test("finds a program for each machine that has one", () => {
    for (const folder of readdirSync(packages).filter((name) => name !== "originlint")) {
      const { name, os, cpu, libc } = manifest(folder);
      const { program } = locate(os[0], cpu[0], all, () => libc?.[0] === "glibc");
      assert.equal(program, `${name}/${os[0] === "win32" ? "originlint.exe" : "originlint"}`);
    }
  });

  test("takes a static program where no other is", () => {
    const unasked = () => assert.fail("with one program there is nothing to ask");
    assert.match(locate("linux", "x64", only("-musl/originlint"), unasked).program, /linux-x64-musl\/originlint$/);
    assert.match(locate("linux", "x64", only("-gnu/originlint"), unasked).program, /linux-x64-gnu\/originlint$/);
  });

  test("names what is missing", () => {
    assert.match(locate("sunos", "x64", all).missing, /^there is no package for sunos on x64; /);
    assert.match(locate("linux", "arm64", none).missing, /^none of @\S+\/linux-arm64-gnu, @\S+\/linux-arm64-musl is installed/);
  });
});
