// Decides drafts of the queue by keyboard and measures: keys per decision, the time from the
// deciding key until the next draft is painted, and the tab's memory on the way.
//   npm run decide -- 20
import { countAnswers, countKeys, decide, share } from './reviewer.mjs'
import { draftShown, logIn, settled, WIDE, withBrowser } from './demo.mjs'

const wanted = Number(process.argv[2] ?? 20)
const wrong = []
const done = []
const sizes = []
/** Caches fill while the first hundred are decided; after that nothing may grow. */
const WARM = 100

/** What nobody shows leaves the tab after a minute (src/app/queryClient.ts): it is not growth. */
const REST_MS = 65_000

/** What lives in the tab at rest. Without code: the scripts that drive the page are compiled in it. */
async function memory(page, session) {
  await page.waitForTimeout(REST_MS)
  // Weak references are cleared by one collection and what hung on them goes with the next.
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(100)
  }
  const heap = (await dataSize(session)) / 2 ** 20
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  console.log(
    `      after ${done.length}: heap ${heap.toFixed(2)} MiB, ${nodes} nodes, ${listeners} listeners`,
  )
  return { after: done.length, heap, nodes, listeners }
}

/** The bytes of everything in the heap that is not code. */
async function dataSize(session) {
  let text = ''
  const add = ({ chunk }) => (text += chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', add)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', add)
  const { snapshot, nodes } = JSON.parse(text)
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let sum = 0
  for (let at = 0; at < nodes.length; at += fields.length)
    if (types[type][nodes[at + type]] !== 'code') sum += nodes[at + size]
  return sum
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
    if (turn === WARM) sizes.push(await memory(page, session))
    const { verdict, ms, keys, typed } = await decide(page, turn)
    if (ms === null) wrong.push(`no next draft after "${subject}"`)
    else done.push({ ms, keys, typed, verdict })
    console.log(`${(ms ?? NaN).toFixed(0).padStart(5)} ms  ${verdict.padEnd(8)} ${subject}`)
  }
  for (let wait = 0; answers.answered < done.length && wait < 20; wait += 1) await settled(page)
  if (answers.answered !== done.length)
    wrong.push(`${answers.answered} answers to ${done.length} decisions`)
  if (wanted > WARM) sizes.push(await memory(page, session))
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
if (sizes.length > 1) {
  const [warm, last] = sizes
  // One draft has more to show than another.
  for (const [what, limit] of Object.entries({ heap: 1.1, nodes: 1.4, listeners: 1.4 })) {
    const [from, to] = [warm[what], last[what]].map((size) => size.toFixed(what === 'heap' ? 2 : 0))
    console.log(`${what}: ${from} after ${warm.after}, ${to} after ${last.after}`)
    if (last[what] > limit * warm[what]) wrong.push(`${what} grew`)
  }
}
wrong.forEach((one) => console.error(`WRONG ${one}`))
process.exit(wrong.length || !done.length ? 1 : 0)
