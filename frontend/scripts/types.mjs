// Writes src/api/schema.d.ts from openapi.json; with --check it only says whether it is current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../openapi.json', import.meta.url)
const target = new URL('../src/api/schema.d.ts', import.meta.url)
const made = `// Made from openapi.json by \`npm run types\`. Do not edit.\n${astToString(await openapiTS(source))}`

if (!process.argv.includes('--check')) {
  writeFileSync(target, made)
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== made) {
  console.error('src/api/schema.d.ts does not match openapi.json. Run: npm run types')
  process.exit(1)
}
