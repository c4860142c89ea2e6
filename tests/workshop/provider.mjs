// A real OpenID provider on loopback, for the tests: node provider.mjs PORT BACK AFTER_SIGN_OUT
// Whoever signs in is who they say; "ola" has an e-mail that is verified, "per" one that is not.
// What follows a "+" are their roles: "kari+leads+plans"; in "groups" and in "realm_access.roles".
import Provider from "oidc-provider";

const [port, back, out] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "radslag",
      client_secret: "a secret of the tests: 100 % & more",
      redirect_uris: [back],
      post_logout_redirect_uris: [out],
    },
  ],
  claims: { email: ["email", "email_verified"], profile: ["name", "groups", "realm_access"] },
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id.split("+")[0],
      email: `${id.split("+")[0]}@kommune.example`,
      email_verified: id !== "per",
      name: id[0].toUpperCase() + id.split("+")[0].slice(1),
      groups: id.split("+").slice(1),
      realm_access: { roles: id.split("+").slice(1) },
    }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
