// Decides drafts of the queue by keyboard and measures: keys per decision, the time from the
// deciding key until the next draft is painted, and the tab's memory on the way.
//   npm run decide -- 20
import { countAnswers, countKeys, decide, share } from './reviewer.mjs'
import { draftShown, logIn, settled, WIDE, withBrowser } from './demo.mjs'

const wanted = Number(process.argv[2] ?? 20)
const wrong = []
const done = []
const sizes = []

/** What lives in the tab after a collection of garbage. */
async function memory(page, session) {
  // Weak references are cleared by one collection and what hung on them goes with the next.
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(100)
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const counts = await session.send('Memory.getDOMCounters')
  const heap = usedSize / 2 ** 20
  const { nodes, jsEventListeners: listeners } = counts
  console.log(
    `      after ${done.length}: heap ${heap.toFixed(1)} MiB, ${nodes} nodes, ${listeners} listeners`,
  )
  return { after: done.length, heap, nodes, listeners }
}

await withBrowser(async (browser) => {
  const page = await browser.newPage({ viewport: WIDE })
  const session = await page.context().newCDPSession(page)
  await countKeys(page)
  const answers = countAnswers(page, wrong)
  await logIn(page)
  for (let turn = 0; turn < wanted; turn += 1) {
    if (await page.getByRole('heading', { name: 'All caught up' }).isVisible()) {
      wrong.push('the queue is empty')
      break
    }
    const subject = await draftShown(page)
    if (turn && turn % 50 === 0) sizes.push(await memory(page, session))
    const { verdict, ms, keys, typed } = await decide(page, turn)
    if (ms === null) wrong.push(`no next draft after "${subject}"`)
    else done.push({ ms, keys, typed, verdict })
    console.log(`${(ms ?? NaN).toFixed(0).padStart(5)} ms  ${verdict.padEnd(8)} ${subject}`)
  }
  for (let wait = 0; answers.answered < done.length && wait < 20; wait += 1) await settled(page)
  if (answers.answered !== done.length)
    wrong.push(`${answers.answered} answers to ${done.length} decisions`)
  if (wanted >= 50) sizes.push(await memory(page, session))
})

if (done.length) {
  const times = done.map(({ ms }) => ms)
  const [p50, p95] = [0.5, 0.95].map((part) => share(times, part).toFixed(0))
  console.log(`${done.length} decisions, key to next draft painted: p50 ${p50} ms, p95 ${p95} ms`)
  for (const kind of new Set(done.map(({ verdict }) => verdict))) {
    const of = done.filter(({ verdict }) => verdict === kind)
    const keys = of.map((one) => one.keys)
    const each = keys.reduce((sum, one) => sum + one, 0) / of.length
    console.log(
      `  ${kind}: ${of.length} with ${each.toFixed(2)} keys each, ${Math.max(...keys)} at most`,
    )
  }
}
// Caches fill while the first hundred are decided; after that nothing may grow.
const warm = sizes.find(({ after }) => after >= 100) ?? sizes[0]
if (sizes.length > 1) {
  const last = sizes.at(-1)
  for (const [what, limit] of Object.entries({ heap: 1.2, nodes: 1.2, listeners: 1.2 })) {
    const grown = last[what] / warm[what]
    const [from, to] = [warm[what], last[what]].map((size) => size.toFixed(what === 'heap' ? 1 : 0))
    console.log(`${what}: ${from} after ${warm.after}, ${to} after ${last.after}`)
    if (grown > limit) wrong.push(`${what} grew to ${grown.toFixed(2)} of what it was`)
  }
}
wrong.forEach((one) => console.error(`WRONG ${one}`))
process.exit(wrong.length || !done.length ? 1 : 0)
