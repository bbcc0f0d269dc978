// A certified OpenID provider (npm oidc-provider) for the tests: `node provider.mjs PORT SETTINGS.json MODULE`.
// Whoever signs in is who the address of its page says (`who`); with `strong` its acr is "phr". Never shipped.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [port, file, module] = process.argv.slice(2);
const { default: Provider, errors } = await import(pathToFileURL(module).href);
const given = JSON.parse(readFileSync(file, "utf8"));
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: given.clients,
  jwks: given.jwks,
  cookies: { keys: ["a secret of tests"] },
  pkce: { required: () => true },
  responseTypes: ["code"],
  acrValues: ["pwd", "phr"],
  claims: { acr: null, auth_time: null, sid: null, openid: ["sub"] },
  enabledJWA: { clientAuthSigningAlgValues: ["ES256"], idTokenSigningAlgValues: ["ES256", "RS256"] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.type = "html"; ctx.body = form; }, postLogoutSuccessSource: (ctx) => { ctx.body = "out"; } },
  },
  fetch: (url, { dispatcher, ...options }) => fetch(url, options), // its own goes to no address of this machine
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});
provider.on("server_error", (ctx, error) => process.stderr.write(`${error.stack}\n`));
provider.on("backchannel.error", (ctx, error) => process.stderr.write(`backchannel: ${error.message} ${error.cause ?? ""}\n`));
provider.on("grant.error", (ctx, error) => process.stderr.write(`${error.error} ${error.error_detail ?? error.error_description}\n`));

const answer = provider.callback();
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (!url.pathname.startsWith("/interaction/")) return answer(request, response);
  const form = url.searchParams;
  const result = form.has("leave")
    ? { error: "access_denied" }
    : { login: { accountId: form.get("who"), acr: form.has("strong") ? "phr" : "pwd", remember: true } };
  try {
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } catch (error) {
    response.statusCode = error instanceof errors.OIDCProviderError ? 400 : 500;
    response.end(String(error));
  }
}).listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
