// Fails when the built workspace is heavier than the budgets of the interface rules.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const DIST = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', DIST), 'utf8'))
const gz = (file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length

/** Every file that a chunk needs before it can run, without its lazy imports. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) closure(next, seen)
  return seen
}

function weigh(keys) {
  const js = new Set()
  const css = new Set()
  for (const key of keys) {
    js.add(manifest[key].file)
    for (const sheet of manifest[key].css ?? []) css.add(sheet)
  }
  const sum = (files) => [...files].reduce((total, file) => total + gz(file), 0)
  return { js: sum(js), css: sum(css) }
}

const entry = closure('src/main.tsx')
const queue = new Set([...entry, ...closure('src/queue/QueuePage.tsx')])
const route = (key) => weigh([...closure(key)].filter((one) => !entry.has(one)))

/** A page of figures with its charts, which it asks for once it is drawn. */
const figures = (key) =>
  weigh([...closure(key, closure('src/figures/charts.tsx'))].filter((one) => !entry.has(one)))

const KB = 1024
const checks = [
  ['first load JS (shell and queue)', weigh(queue).js, 175 * KB],
  ['first load CSS (shell and queue)', weigh(queue).css, 25 * KB],
  ['ticket route JS on top of the shell', route('src/tickets/TicketPage.tsx').js, 90 * KB],
  ['ticket list route JS on top of the shell', route('src/tickets/TicketsPage.tsx').js, 90 * KB],
  ['my numbers JS on top of the shell', figures('src/numbers/NumbersPage.tsx').js, 130 * KB],
  ['dashboard JS on top of the shell', figures('src/dashboard/DashboardPage.tsx').js, 130 * KB],
]

let heavy = false
for (const [name, bytes, budget] of checks) {
  const over = bytes > budget
  heavy ||= over
  console.log(
    `${over ? 'OVER' : 'ok  '} ${(bytes / KB).toFixed(1).padStart(6)} of ${budget / KB} kB  ${name}`,
  )
}
process.exit(heavy ? 1 : 0)
