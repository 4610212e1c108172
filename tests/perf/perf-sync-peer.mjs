// SPDX-License-Identifier: GPL-3.0-or-later
// The peer's client in the measurements of perf-sync.py: PouchDB with its LevelDB store.
//   push URL FOLDER N · pull URL FOLDER · say URL FOLDER N · watch URL FOLDER N
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [, , modules, word, url, folder, count] = process.argv;
const require = createRequire(modules + "/");
const PouchDB = require("pouchdb-core")
  .plugin(require("pouchdb-adapter-leveldb"))
  .plugin(require("pouchdb-adapter-http"))
  .plugin(require("pouchdb-replication"));
const local = new PouchDB(folder, { adapter: "leveldb" });
const remote = new PouchDB(url);
const n = Number(count || 0);
const now = () => Math.round(Number(process.hrtime.bigint() / 1000n));
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
const record = (i) => ({ _id: `note-${String(i).padStart(7, "0")}`, kind: "note", text: "a".repeat(400) });

async function timed(from, to) {
  const began = now();
  await from.replicate.to(to, { batch_size: 100 });
  return now() - began;
}

async function exchange() {
  if (word === "push") {
    for (let i = 0; i < n; i += 1000) {
      await local.bulkDocs(Array.from({ length: Math.min(1000, n - i) }, (_, j) => record(i + j)));
    }
  }
  const ends = word === "push" ? [local, remote] : [remote, local];
  const time = await timed(...ends);
  const nothing = [];
  for (let i = 0; i < 20; i++) nothing.push(await timed(...ends));
  nothing.sort((a, b) => a - b);
  const info = await local.info();
  console.log(JSON.stringify({ [word]: time, received: info.doc_count, nothing: nothing[10], peak: peak() }));
  process.exit(0);
}

async function say() {
  local.replicate.to(remote, { live: true });
  await new Promise((done) => setTimeout(done, 1000));
  console.log("ready");
  for (let i = 0; i < n; i++) {
    await new Promise((done) => setTimeout(done, 40));
    const id = `live-${i}`;
    console.log(`${id} ${now()}`);
    await local.put({ ...record(i), _id: id });
  }
  setTimeout(() => process.exit(0), 2000);
}

async function watch() {
  let left = n;
  local.changes({ live: true, since: "now" }).on("change", (change) => {
    console.log(`${change.id} ${now()}`);
    if (--left === 0) process.exit(0);
  });
  local.replicate.from(remote, { live: true });
  await new Promise((done) => setTimeout(done, 1000));
  console.log("ready");
}

await { push: exchange, pull: exchange, say, watch }[word]();
