// SPDX-License-Identifier: GPL-3.0-or-later
// A mail server that fails as it is told: mail-sink.mjs OPTIONS (JSON), run beside its node_modules.
// Says on standard output what happens, one JSON object a line.
import { createRequire } from "node:module";
import fs from "node:fs";

const { SMTPServer } = createRequire(`${process.cwd()}/`)("smtp-server");
const options = JSON.parse(process.argv[2] ?? "{}");
const plan = [...(options.plan ?? [])]; // what is done with one message after the other; then all are taken
const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);

function refuse(code) {
  return Object.assign(new Error("not now"), { responseCode: code });
}

function cutAll() {
  for (const connection of server.connections) connection._socket.destroy();
}

const server = new SMTPServer({
  key: options.key && fs.readFileSync(options.key),
  cert: options.certificate && fs.readFileSync(options.certificate),
  secure: options.secure ?? false,
  disabledCommands: options.disabled ?? [],
  authOptional: !options.user,
  logger: false,
  closeTimeout: 100,
  onAuth(auth, session, done) {
    const known = auth.username === options.user && auth.password === options.password;
    say({ event: "auth", known, secure: session.secure });
    done(known ? null : refuse(535), { user: auth.username });
  },
  onRcptTo(address, session, done) {
    const next = plan[0] ?? "ok";
    const fits = next.startsWith("rcpt-");
    if (fits) {
      plan.shift();
      say({ event: next, to: address.address });
    }
    done(fits ? refuse(Number(next.slice(5))) : null);
  },
  onData(stream, session, done) {
    const next = plan.shift() ?? "ok";
    const to = session.envelope.rcptTo.map((one) => one.address);
    let text = "";
    if (next === "cut-early") {
      say({ event: next, to });
      cutAll();
      return;
    }
    stream.setEncoding("utf8");
    stream.on("data", (part) => { text += part; });
    stream.on("end", () => {
      const id = /^Message-ID: (\S+)/im.exec(text)?.[1];
      if (next.startsWith("data-")) {
        say({ event: next, to, id });
        done(refuse(Number(next.slice(5))));
      } else if (next === "cut-late") {
        say({ event: next, to, id });
        cutAll();
      } else if (next === "slow") {
        say({ event: next, to, id });
        setTimeout(() => done(), 60000).unref();
      } else {
        say({ event: "mail", to, id, from: session.envelope.mailFrom.address, secure: session.secure,
              user: session.user ?? null, text });
        done();
      }
    });
  },
});
server.on("error", (error) => say({ event: "error", text: error.message }));
server.listen(options.port ?? 0, "127.0.0.1", () => say({ event: "ready", port: server.server.address().port }));
