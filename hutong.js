#!/usr/bin/env node
// The front door. This part is written for any Node, so that an old one gets as far as handing over to the pinned one.
const version = process.versions.node.split('.').map(Number);
const fresh = version[0] > 22 || (version[0] === 22 && version[1] >= 20);

function pinnedNode() {
  try {
    return require.resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch (_absent) {
    return null;
  }
}

function handOver(node) {
  const child = require('node:child_process').spawn(node, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal);
    });
  });
  // npm ends on a signal without telling what it started; all that it notices is another parent.
  const parent = process.ppid;
  if (process.env.npm_command) {
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 500).unref();
  }
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code === null ? 3 : code);
  });
}

if (fresh) {
  open();
} else if (pinnedNode()) {
  handOver(pinnedNode());
} else {
  console.error(
    'Found Node ' +
      process.versions.node +
      ', expected 22.20 or newer. Run "npm ci" here first: on linux-x64 it brings a ' +
      'matching Node. Elsewhere install Node 24.',
  );
  process.exit(2);
}

/** Parses the command line and calls the room that owns the command. */
function open() {
  try {
    require.resolve('ts-node/register');
  } catch (_absent) {
    console.error('The packages of this folder are not installed. Run "npm ci" here first.');
    process.exit(2);
  }
  process.env.TS_NODE_PROJECT = require('node:path').join(__dirname, 'tsconfig.json');
  // What was compiled once need not be compiled again by the next process.
  require('node:module').enableCompileCache();
  require('ts-node/register');
  require('./steps/commands/command-line').main(process.argv.slice(2));
}
