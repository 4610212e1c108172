// SPDX-License-Identifier: GPL-3.0-or-later
// A client written from src/wire/README.md alone, with nothing but Node’s own modules:
//   node stranger.mjs ADDRESS CODE
// signs in, reads everything it may, checks all that can be checked, says something, and reads it back.
import assert from 'assert';
import crypto from 'crypto';

const [address, code] = process.argv.slice(2);
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');

// Canonical JSON: members sorted; what is written here has no fractions.
const canonical = (value) => {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return '{' + Object.keys(value).sort().map((key) => JSON.stringify(key) + ':' + canonical(value[key])).join(',') + '}';
};

const makeKey = () => {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  return { x: publicKey.export({ format: 'jwk' }).x, sign: (bytes) => b64(crypto.sign(null, Buffer.from(bytes), privateKey)) };
};
const verify = (x, bytes, signature) =>
  crypto.verify(null, Buffer.from(bytes), crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'));

const uuid7 = (now) => {
  const bytes = crypto.randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return hex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
};

// Calls.
const deciding = makeKey();
const proving = makeKey();
let nonce, session;

const prove = (method, url) => {
  const header = { typ: 'dpop+jwt', alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519', x: proving.x } };
  const claims = { jti: crypto.randomUUID(), htm: method, htu: url, iat: Math.floor(Date.now() / 1000) };
  if (session) claims.ath = b64(sha256(session.access));
  if (nonce) claims.nonce = nonce;
  const input = b64(JSON.stringify(header)) + '.' + b64(JSON.stringify(claims));
  return input + '.' + proving.sign(input);
};
const call = async (method, path, message, isAgain = false) => {
  const url = address + path;
  const headers = { 'Content-Type': 'application/json', DPoP: prove(method, url) };
  if (session) headers.Authorization = 'DPoP ' + session.access;
  const answer = await fetch(url, { method, headers, body: message && JSON.stringify({ protocol: 1, ...message }) });
  nonce = answer.headers.get('DPoP-Nonce') ?? nonce;
  if (answer.status === 401 && !isAgain) return call(method, path, message, true);
  return { status: answer.status, ...(await answer.json()) };
};
const good = async (...words) => {
  const answer = await call(...words);
  assert.equal(answer.status, 200, JSON.stringify(answer));
  return answer;
};

// Proofs, RFC 9162 §2.1.
const pair = (left, right) => sha256(Buffer.from([1]), left, right);
const rootOf = (leaves) => {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0];
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return pair(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
};
const isConsistent = (from, to, proof) => {
  let [first, last] = [from.size - 1, to.size - 1];
  const path = proof.map((text) => Buffer.from(text, 'hex'));
  if (from.size === 0 || from.size === to.size) return path.length === 0 && (from.size === 0 || from.root === to.root);
  while (first % 2) [first, last] = [first >> 1, last >> 1];
  let older = first === 0 ? Buffer.from(from.root, 'hex') : path.shift();
  let newer = older;
  for (const node of path) {
    if (last === 0) return false;
    if (first % 2 || first === last) {
      [older, newer] = [pair(node, older), pair(node, newer)];
      while (first % 2 === 0 && first !== 0) [first, last] = [first >> 1, last >> 1];
    } else newer = pair(newer, node);
    [first, last] = [first >> 1, last >> 1];
  }
  return last === 0 && hex(older) === from.root && hex(newer) === to.root;
};

// What this client keeps.
const info = await good('GET', '/v1');
const kept = { tree: { size: 0, root: hex(sha256('')) }, scopes: {}, grants: 0, entries: new Map(), links: new Map() };

const checkHead = (page) => {
  const { head } = page;
  assert.equal(head.log, info.log);
  assert.equal(head.incarnation, info.incarnation);
  const said = [head.log, head.incarnation, head.size, head.root, head.time].join('\n');
  assert(verify(info.key, 'countersign/head/v1\0' + said, head.signature), 'the head is not signed by the server');
  assert(isConsistent(kept.tree, head, page.consistency ?? []), 'the history was rewritten');
  kept.tree = { size: head.size, root: head.root };
  kept.anchor = [head.size, head.root, Date.parse(head.time), head.signature].join('.');
};
const checkRow = (row) => {
  const bytes = Buffer.from(row.bytes ?? row.outline, 'base64url');
  const digest = row.digest ? Buffer.from(row.digest, 'hex') : sha256(bytes);
  const received = Date.parse(row.received);
  const millis = Buffer.alloc(8);
  millis.writeBigUInt64BE(BigInt(received));
  const before = kept.links.get(row.request) ?? Buffer.alloc(32);
  const link = sha256('countersign/chain/v1\0', before, millis, digest);
  assert.equal(hex(link), row.hash, 'the chain is broken');
  kept.links.set(row.request, link);
  const leaf = sha256(Buffer.from([0]), `${row.seq}\n${row.request ?? '-'}\n${row.number}\n${received}\n${hex(digest)}`);
  kept.entries.set(row.seq, { entry: JSON.parse(bytes), leaf });
};
const pull = async () => {
  for (let more = true; more;) {
    const page = await good('POST', '/v1/pull',
      { log: info.log, incarnation: info.incarnation, tree: kept.tree, scopes: kept.scopes, grants: kept.grants });
    checkHead(page);
    for (const row of page.entries) {
      assert.equal(row.index, (kept.scopes[row.scope] ?? 0) + 1, 'an index was skipped');
      kept.scopes[row.scope] = row.index;
      if (row.received) checkRow(row);
    }
    for (const [key, scope] of Object.entries(page.scopes)) kept.scopes[key] = scope.index;
    [kept.grants, more] = [page.grants, page.more];
  }
};

session = await good('POST', '/v1/sessions/invitation',
  { code, device: { id: 'd-' + hex(crypto.randomBytes(4)), name: 'Stranger', key: deciding.x } });
await pull();
const seen = kept.entries.size;
assert(seen > 0);

// This person sees every entry here, so the root can be worked out.
const leaves = () => [...kept.entries.entries()].sort(([a], [b]) => a - b).map(([, { leaf }]) => leaf);
if (kept.entries.size === kept.tree.size) assert.equal(hex(rootOf(leaves())), kept.tree.root);

let counter = 0;
const say = (kind, data) => canonical({
  id: uuid7(Date.now()), kind, v: 1, by: session.person, device: session.device, n: ++counter,
  at: new Date().toISOString(), seen: 0, head: kept.anchor, salt: hex(crypto.randomBytes(16)), data,
});
const entry = say('client', { id: 'c-stranger', name: 'Stränge “Client” Ltd' });
const bytes = Buffer.from(entry);
const pushed = { bytes: b64(bytes), signature: deciding.sign('countersign/client/v1\0' + entry) };
const waiting = call('POST', '/v1/wait', { size: kept.tree.size });
const first = (await good('POST', '/v1/entries', { entries: [pushed] })).verdicts[0];
assert.equal(first.verdict, 'accepted', JSON.stringify(first));
const again = (await good('POST', '/v1/entries', { entries: [pushed] })).verdicts[0];
assert.deepEqual([again.verdict, again.seq, again.hash], ['duplicate', first.seq, first.hash]);
assert((await waiting).size >= first.seq, 'who waits is told');

// Bytes that nobody signed, and somebody else’s name.
const forged = Buffer.from(say('client', { id: 'c-other', name: 'Other' }).replace(session.person, 'p-nobody'));
const refused = (await good('POST', '/v1/entries', { entries: [{ bytes: b64(forged) }] })).verdicts[0];
assert.equal(refused.verdict, 'refused');

await pull();
assert.equal(kept.entries.get(first.seq).entry.data.name, 'Stränge “Client” Ltd');
const { hashes } = await good('POST', '/v1/inclusion', { seq: first.seq, size: kept.tree.size });
assert(Array.isArray(hashes));
if (kept.entries.size === kept.tree.size) assert.equal(hex(rootOf(leaves())), kept.tree.root);

// Whose history is not the server’s is told so.
const other = await call('POST', '/v1/pull', { log: info.log, incarnation: info.incarnation,
  tree: { size: kept.tree.size, root: hex(sha256('other')) }, scopes: {}, grants: 0 });
assert.deepEqual([other.status, other.type], [409, 'urn:countersign:problem:history_diverged']);

await good('POST', '/v1/sessions/end', {});
assert.equal((await call('GET', '/v1/me')).status, 401);
console.log(`${seen} entries read, 1 written, ${kept.tree.size} in the tree`);
