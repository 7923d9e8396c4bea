// A provider of OpenID Connect that is not ours: oidc-provider, which is
// certified by the OpenID Foundation. Tests sign in at it (`make oidc`).
//
//   node server.mjs FOLDER
//
// FOLDER is where oidc-provider is installed. The provider listens on a free
// port of this machine and prints its address on the first line. Each line
// that it is given moves its clock ahead by so many seconds and is answered
// with a line. It ends when its input does.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const installed = pathToFileURL(`${resolve(process.argv[2])}/node_modules/oidc-provider/lib/index.js`);
const { default: Provider, errors } = await import(installed);

// The provider's own notes go where its warnings go, apart from the answers.
console.info = console.error;

const realNow = Date.now;
let ahead = 0;
Date.now = () => realNow() + ahead;

const desk = {
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback', 'https://desk.example/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

const configuration = {
  clients: [
    { ...desk, client_id: 'desk' },
    { ...desk, client_id: 'strict' },
    {
      ...desk,
      client_id: 'front desk: 2',
      client_secret: 'a:b%41+c d&e=f/~',
      token_endpoint_auth_method: 'client_secret_basic',
    },
    // Not a desk but what stands behind the doors: it asks whether a token is good.
    { client_id: 'doors', client_secret: 'doors', redirect_uris: [], grant_types: [], response_types: [] },
  ],
  scopes: ['openid', 'offline_access', 'user_api.full_access'],
  claims: { openid: ['sub'], profile: ['name'] },
  pkce: { required: () => true, methods: ['S256'] },
  rotateRefreshToken: true,
  // In seconds. Each refresh token lasts two weeks, and the next one two weeks from then.
  ttl: { AccessToken: 300, RefreshToken: 14 * 24 * 3600, Grant: 365 * 24 * 3600 },
  features: {
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  cookies: { keys: ['a key for tests'] },
  findAccount(_ctx, id) {
    if (id === 'unlucky') {
      throw new errors.TemporarilyUnavailable();
    }
    return { accountId: id, claims: () => ({ sub: id, name: id }) };
  },
};

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, configuration);

// offline_access counts only with prompt=consent, "unless other conditions are
// in place" (OpenID Connect Core 11). IdentityServer asks for consent whenever
// offline_access is asked for, and so does this provider; but not for the
// client that is called strict.
provider.use(async (ctx, next) => {
  const { client_id: client, scope = '' } = ctx.query;
  if (ctx.path === '/auth' && client !== 'strict' && scope.split(' ').includes('offline_access')) {
    ctx.query = { ...ctx.query, prompt: 'consent' };
  }
  await next();
});

server.on('request', provider.callback());
console.log(issuer);

createInterface({ input: process.stdin })
  .on('line', (seconds) => {
    ahead += Number(seconds) * 1000;
    console.log('ok');
  })
  .on('close', () => process.exit(0));
