// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before a client that talks through prism: writes into the file WATCH_FILE how often it was answered, and
// where an answer is not what the OpenAPI document says.
import fs from 'fs';

const original = globalThis.fetch;
const write = (event) => fs.appendFileSync(process.env.WATCH_FILE, JSON.stringify(event) + '\n');

globalThis.fetch = async (url, options) => {
  const answer = await original(url, options);
  const found = JSON.parse(answer.headers.get('sl-violations') ?? '[]');
  const path = new URL(url).pathname;
  write({ path, status: answer.status });
  for (const violation of found) write({ path, status: answer.status, violation });
  return answer;
};
