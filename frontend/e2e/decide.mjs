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
/** A kilobyte kept of each of 400 decisions is more than this. */
const GROWTH = 1.1

/** What nobody shows leaves the tab after a minute (src/app/queryClient.ts): it is not growth. */
const REST_MS = 65_000

/**
 * What lives in the tab at rest, always on the same page: one draft has more to show than another.
 * `heap` is all of it; `data` is without compiled code, which the engine makes and drops as it likes.
 */
async function memory(page, session) {
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor()
  await page.waitForTimeout(REST_MS)
  // Weak references are cleared by one collection and what hung on them goes with the next.
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(100)
  }
  const [heap, data] = (await sizesOf(session)).map((bytes) => bytes / 2 ** 20)
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  const size = { after: done.length, heap, data, nodes, listeners }
  console.log(
    `      after ${size.after}: heap ${heap.toFixed(2)} MiB (data ${data.toFixed(2)}), ` +
      `${nodes} nodes, ${listeners} listeners`,
  )
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  return size
}

/** The bytes in the heap, and those of them that are not code. */
async function sizesOf(session) {
  let text = ''
  const add = ({ chunk }) => (text += chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', add)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', add)
  const { snapshot, nodes } = JSON.parse(text)
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let [all, data] = [0, 0]
  for (let at = 0; at < nodes.length; at += fields.length) {
    all += nodes[at + size]
    if (types[type][nodes[at + type]] !== 'code') data += nodes[at + size]
  }
  return [all, data]
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
    if (turn && turn % WARM === 0) sizes.push(await memory(page, session))
    const subject = await draftShown(page)
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
  const [warm, last] = [sizes[0], sizes.at(-1)]
  for (const what of ['heap', 'data', 'nodes', 'listeners']) {
    const [from, to] = [warm[what], last[what]]
    const percent = (100 * (to / from - 1)).toFixed(1)
    console.log(`${what}: ${percent} % from ${warm.after} to ${last.after} decisions`)
    if (what !== 'heap' && to > GROWTH * from) wrong.push(`${what} grew`)
  }
}
wrong.forEach((one) => console.error(`WRONG ${one}`))
process.exit(wrong.length || !done.length ? 1 : 0)
