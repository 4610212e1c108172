// SPDX-License-Identifier: GPL-3.0-or-later
// Requests made of the OpenAPI document’s own schemas, right ones and wrong ones:
//   node generated.mjs ADDRESS DOCUMENT COUNT SEED
// Nobody is signed in, so nothing changes; what is answered is to be what the document says (see watch.mjs).
import fs from 'fs';
import { createRequire } from 'module';

const { default: jsf, JSONSchemaFaker } = await import(createRequire(process.cwd() + '/').resolve('json-schema-faker'));
const faker = jsf?.generate ? jsf : JSONSchemaFaker ?? jsf.JSONSchemaFaker;
const [address, file, count, seed] = process.argv.slice(2);
const document = JSON.parse(fs.readFileSync(file, 'utf-8'));

// The same numbers with the same seed.
let state = Number(seed) >>> 0;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];
faker.option({ random, alwaysFakeOptionals: false, optionalsProbability: 0.6, failOnInvalidTypes: false,
  failOnInvalidFormat: false, ignoreMissingRefs: false, maxItems: 4, maxLength: 80 });

// What a careless client sends.
const spoil = (value) => {
  const wrong = [null, true, -1, 1.5, 2 ** 53, '', 'x'.repeat(5000), '\u202e', [], {}, [[]], '2026-02-30T00:00:00Z'];
  if (value === null || typeof value !== 'object' || random() < 0.2) return pick(wrong);
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(wrong);
  const key = pick(keys);
  if (random() < 0.3) {
    const { [key]: gone, ...rest } = value;
    return Array.isArray(value) ? Object.values(rest) : rest;
  }
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = spoil(value[key]);
  return copy;
};

const bodies = [];
for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods))
    if (operation.responses)
      bodies.push({ path, method, schema: operation.requestBody?.content?.['application/json']?.schema });

for (let i = 0; i < Number(count); i++) {
  const { path, method, schema } = bodies[i % bodies.length];
  const headers = {};
  let body;
  if (schema) {
    const message = faker.generate({ ...schema, components: document.components });
    body = JSON.stringify(random() < 0.6 ? spoil(message) : message);
    headers['Content-Type'] = 'application/json';
  } else if (method === 'patch') {
    body = 'x'.repeat(Math.floor(random() * 3000));
    headers['Content-Type'] = 'application/octet-stream';
    headers['Upload-Offset'] = pick(['0', '17', '-1', 'x']);
  }
  if (random() < 0.3) headers.DPoP = pick(['x', 'a.b.c', 'eyJ9.e30.AA']);
  if (random() < 0.3) headers.Authorization = pick(['DPoP x', 'Bearer x', 'x']);
  const answer = await fetch(address + path.replace(/\{\w+\}/g, () => pick(['x', 'a'.repeat(64), '%2e%2e', '%00'])),
    { method: method.toUpperCase(), headers, body });
  await answer.arrayBuffer();
  if (answer.status >= 500 && answer.status !== 503) {
    console.error(`${method} ${path}: ${answer.status}\n${body}`);
    process.exitCode = 1;
  }
}
