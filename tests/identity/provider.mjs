// SPDX-License-Identifier: GPL-3.0-or-later
// A company's sign-in for the tests: npm oidc-provider on loopback. provider.mjs PORT ALGORITHM
import { Provider } from "oidc-provider";
import { generateKeyPairSync } from "node:crypto";

const [port, algorithm] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const makers = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
};
const keys = Object.entries(makers).map(([alg, make]) => ({
  ...make().privateKey.export({ format: "jwk" }),
  alg,
  kid: `key-${alg}`,
  use: "sig",
}));

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "desktops",
      application_type: "native",
      token_endpoint_auth_method: "none",
      redirect_uris: ["http://127.0.0.1/"],
      response_types: ["code"],
      grant_types: ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
      id_token_signed_response_alg: algorithm,
      require_auth_time: true,
    },
  ],
  jwks: { keys },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], auth_time: null },
  cookies: { keys: ["for the tests only"] },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    claimsParameter: { enabled: true },
  },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@house.example`,
      email_verified: !id.startsWith("unverified"),
    }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
