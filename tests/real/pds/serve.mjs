// Runs a Bluesky server (PDS) and its directory of identities (PLC, in memory) in one process, on loopback only.
//
//   node serve.mjs FOLDER_WITH_NODE_MODULES DATA_FOLDER [--rate-limits]
//
// When both answer, it prints one line of JSON: {"url", "directory", "jwtSecret"}. It stops when its standard input ends, so
// that a test run that was killed leaves nothing behind.
import { once } from 'node:events'
import http from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, data, ...options] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'package.json'))

// The servers' own start() listens on every interface, hence this.
const listen = async (app, port) => {
  const server = http.createServer(app).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
const freePort = async () => {
  const server = await listen(undefined, 0)
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const { PlcServer, Database } = require('@did-plc/server')
const plc = PlcServer.create({ db: Database.mock(), port: 0 })
const directory = `http://127.0.0.1:${(await listen(plc.app, 0)).address().port}`

const port = await freePort()
const jwtSecret = 'a secret of the tests, not of anyone'
Object.assign(process.env, {
  LOG_ENABLED: process.env.LOG_ENABLED ?? 'false',
  PDS_HOSTNAME: 'localhost',
  PDS_PORT: String(port),
  PDS_DATA_DIRECTORY: data,
  PDS_BLOBSTORE_DISK_LOCATION: path.join(data, 'blobs'),
  PDS_DID_PLC_URL: directory,
  PDS_DEV_MODE: 'true',
  PDS_INVITE_REQUIRED: 'false',
  PDS_SERVICE_HANDLE_DOMAINS: '.test',
  PDS_ENABLE_DID_DOC_WITH_SESSION: 'true',
  PDS_ADMIN_PASSWORD: 'admin',
  PDS_JWT_SECRET: jwtSecret,
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: '7'.repeat(64),
  PDS_RATE_LIMITS_ENABLED: String(options.includes('--rate-limits')),
})
const { PDS, envToCfg, envToSecrets, readEnv } = await import(pathToFileURL(require.resolve('@atproto/pds')))
const env = readEnv()
const pds = await PDS.create(envToCfg(env), envToSecrets(env))
pds.app.listen = (_port, ...rest) => http.createServer(pds.app).listen(port, '127.0.0.1', ...rest)
await pds.start()

console.log(JSON.stringify({ url: `http://localhost:${port}`, directory, jwtSecret }))
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
