// SPDX-License-Identifier: GPL-3.0-or-later
// A receiver of webhooks that fails as its path says: hook-sink.mjs HOOKS (a file: path -> secrets), run beside
// its node_modules. Says on standard output what it was called with and whether npm's standardwebhooks and
// Node's Ed25519 believe it, one JSON object a line.
import { createRequire } from "node:module";
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";

const { Webhook } = createRequire(`${process.cwd()}/`)("standardwebhooks");
const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);
const calls = {};

function isSigned(secret, body, headers) {
  try {
    return Boolean(new Webhook(secret).verify(body, headers));
  } catch {
    return false;
  }
}

function isSignedAlone(publicKey, body, headers) {
  const raw = Buffer.from(publicKey.replace(/^whpk_/, ""), "base64");
  const key = crypto.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
  const signature = headers["webhook-signature"].split(" ").find((one) => one.startsWith("v1a,"));
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return crypto.verify(null, Buffer.from(content), key, Buffer.from(signature.slice(4), "base64"));
}

function answer(path, n, request, response) {
  switch (path) {
    case "/500": case "/429": case "/410": case "/404":
      response.writeHead(Number(path.slice(1)), path === "/429" ? { "Retry-After": "2" } : {}).end();
      break;
    case "/redirect": response.writeHead(302, { Location: "/ok" }).end(); break;
    case "/slow": break; // never
    case "/cut": request.socket.destroy(); break;
    case "/flaky": response.writeHead(n > 2 ? 204 : 503).end(); break;
    case "/big": response.writeHead(200); for (let i = 0; i < 512; i++) response.write("x".repeat(4096)); response.end(); break;
    default: response.writeHead(200).end("ok");
  }
}

http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("error", () => {});
  response.on("error", () => {});
  request.on("data", (part) => { body += part; });
  request.on("end", () => {
    const known = JSON.parse(fs.readFileSync(process.argv[2], "utf8"))[request.url];
    const n = (calls[request.url] = (calls[request.url] ?? 0) + 1);
    const wrong = body.replace(/.$/, " ");
    say({ event: "call", path: request.url, method: request.method, n, body, id: request.headers["webhook-id"],
          type: request.headers["content-type"], agent: request.headers["user-agent"],
          v1: Boolean(known) && isSigned(known.secret, body, request.headers),
          v1a: Boolean(known) && isSignedAlone(known.public_key, body, request.headers),
          forged: Boolean(known) && (isSigned(known.secret, wrong, request.headers) ||
                                     isSignedAlone(known.public_key, wrong, request.headers)) });
    answer(request.url, n, request, response);
  });
}).listen(0, "127.0.0.1", function () { say({ event: "ready", port: this.address().port }); });
