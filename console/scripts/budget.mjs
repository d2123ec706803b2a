// Fails when the built console is heavier than it may be: what the first page must load (shell), what
// each lazy route adds, and all style sheets; gzipped, as they travel.
import { readFileSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const limits = { shell: 250, route: 200, css: 40 }
const manifestFile = `${dist}.vite/manifest.json`
if (!existsSync(manifestFile)) {
  console.error('budget: dist/ is not built; run `npm run build`')
  process.exit(1)
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
const kilobytes = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length / 1024
const sum = (files) => [...files].reduce((total, file) => total + kilobytes(file), 0)

function closure(key, into = new Set()) {
  if (into.has(key)) return into
  into.add(key)
  for (const next of manifest[key]?.imports ?? []) closure(next, into)
  return into
}
const scripts = (keys) => new Set([...keys].map((key) => manifest[key].file).filter((f) => f.endsWith('.js')))

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const shellFiles = scripts(closure(entry))
const styles = new Set(
  Object.values(manifest).flatMap((chunk) => [...(chunk.css ?? []), ...(chunk.file.endsWith('.css') ? [chunk.file] : [])]),
)
const rows = [['shell (JS)', sum(shellFiles), limits.shell]]
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue
  const own = [...scripts(closure(key))].filter((file) => !shellFiles.has(file))
  if (own.length > 0) rows.push([key.replace(/^src\//, ''), sum(own), limits.route])
}
rows.push(['all styles', sum(styles), limits.css])

let failed = false
for (const [name, size, limit] of rows) {
  const over = size > limit
  failed ||= over
  console.log(`${over ? 'OVER ' : 'ok   '}${size.toFixed(1).padStart(7)} KB of ${limit} KB  ${name}`)
}
process.exit(failed ? 1 : 0)
