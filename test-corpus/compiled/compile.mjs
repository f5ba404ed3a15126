// Runs the tools for build.sh: node compile.mjs SOURCES OUTPUTS, in a directory where they are installed.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';

import babel from '@babel/core';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import { minify } from 'terser';
import ts from 'typescript';
import webpack from 'webpack';

const [sources, outputs] = process.argv.slice(2).map((path) => resolve(path));
const names = readdirSync(sources)
  .filter((file) => file !== 'origins.ts')
  .map((file) => basename(file, '.ts'))
  .sort();

// Types and comments go first, for the tools that read JavaScript only.
const plain = mkdtempSync(join(tmpdir(), 'compiled-'));
// A package of its own, so that no other one above the directory decides how the files are read.
writeFileSync(join(plain, 'package.json'), '{}\n');
for (const file of readdirSync(sources)) {
  const text = readFileSync(join(sources, file), 'utf8');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: 'esnext', module: 'esnext', removeComments: true },
  });
  writeFileSync(join(plain, `${basename(file, '.ts')}.js`), outputText);
}

const external = ['./view', './security'];

const tools = {
  typescript: (name) => {
    const text = readFileSync(join(sources, `${name}.ts`), 'utf8');
    return ts.transpileModule(text, {
      compilerOptions: { target: 'es5', module: 'commonjs', removeComments: true, downlevelIteration: true },
    }).outputText;
  },

  babel: (name) =>
    babel.transformSync(readFileSync(join(plain, `${name}.js`), 'utf8'), {
      comments: false,
      configFile: false,
      presets: [['@babel/preset-env', { targets: 'ie 11' }]],
    }).code,

  esbuild: async (name) => {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(plain, `${name}.js`)],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2017',
      legalComments: 'none',
      external,
      write: false,
    });
    return outputFiles[0].text;
  },

  rollup: async (name) => {
    const bundle = await rollup({ input: join(plain, `${name}.js`), external: (id) => external.includes(id), makeAbsoluteExternalsRelative: false });
    const { output } = await bundle.generate({
      format: 'umd',
      name: 'fixture',
      globals: { './view': 'view', './security': 'security' },
    });
    return output[0].code;
  },

  webpack: (name) =>
    new Promise((done, fail) => {
      const directory = mkdtempSync(join(tmpdir(), 'webpack-'));
      webpack(
        {
          mode: 'production',
          target: ['web', 'es5'],
          entry: join(plain, `${name}.js`),
          output: { path: directory, filename: 'bundle.js' },
          externalsType: 'commonjs',
          externals: Object.fromEntries(external.map((id) => [id, id])),
          // The module wrappers are what this tool is here for; esbuild and terser stand for the minifiers.
          optimization: { minimize: false },
          devtool: false,
        },
        async (error, stats) => {
          if (error || stats.hasErrors()) return fail(error ?? new Error(stats.toString()));
          const text = readFileSync(join(directory, 'bundle.js'), 'utf8');
          rmSync(directory, { recursive: true });
          const { code } = await minify(text, { compress: false, mangle: false, format: { beautify: true, comments: false } });
          done(code);
        },
      );
    }),

  terser: async (name) => {
    const text = readFileSync(join(plain, `${name}.js`), 'utf8');
    const { code } = await minify(text, { module: true, compress: { passes: 2 }, mangle: { toplevel: true } });
    return code;
  },
};

for (const [tool, compile] of Object.entries(tools)) {
  mkdirSync(join(outputs, tool), { recursive: true });
  for (const name of names) {
    const code = await compile(name);
    writeFileSync(join(outputs, tool, `${name}.js`), `${code.trimEnd()}\n`);
  }
}

rmSync(plain, { recursive: true });
