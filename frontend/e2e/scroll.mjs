// How smoothly the queue's list scrolls: turns the wheel through all of it in the running demo and
// records every frame. `npm run scroll` (fill the demo with bench/pipeline.py first); nothing is
// asserted, a busy machine is slower.
import { draftShown, logIn, withBrowser, WIDE } from './demo.mjs'

const WHEEL = 400
const EVERY_MS = 16
const LONGEST_MS = 60_000

const percentile = (sorted, part) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]

/** Frames and gaps of the list, gathered in the page until `stop`. */
const watch = (page) =>
  page.evaluate(() => {
    const box = document.querySelector('ol[aria-label^="List of the queue"]').parentElement
    const seen = { frames: [], empty: [], ghosts: [], long: [], top: 0 }
    let last = 0
    let ghostsSince = 0
    let emptySince = 0
    const since = (from, found, now) => (found ? from || now : 0)
    const frame = (now) => {
      if (last) seen.frames.push(now - last)
      last = now
      seen.top = box.scrollTop
      const edge = box.getBoundingClientRect()
      const rows = [...box.querySelectorAll('[aria-posinset]')].filter((row) => {
        const place = row.getBoundingClientRect()
        return place.bottom > edge.top && place.top < edge.bottom
      })
      const empty = rows.length === 0
      const ghost = rows.some((row) => row.querySelector('[aria-label="Loading"]'))
      if (emptySince && !empty) seen.empty.push(now - emptySince)
      if (ghostsSince && !ghost) seen.ghosts.push(now - ghostsSince)
      emptySince = since(emptySince, empty, now)
      ghostsSince = since(ghostsSince, ghost, now)
      if (!seen.done) requestAnimationFrame(frame)
      else if (ghostsSince) seen.ghosts.push(now - ghostsSince)
    }
    new PerformanceObserver((list) =>
      seen.long.push(...list.getEntries().map((entry) => entry.duration)),
    ).observe({ type: 'longtask' })
    window.handrailScroll = seen
    requestAnimationFrame(frame)
    return box.scrollHeight - box.clientHeight
  })

function report(name, seen, seconds) {
  const frames = seen.frames.toSorted((a, b) => a - b)
  const figure = (value) => `${value.toFixed(1)} ms`
  const slow = frames.filter((one) => one > 34).length
  const ghosts = seen.ghosts.toSorted((a, b) => a - b)
  console.log(`${name}: ${frames.length} frames in ${seconds.toFixed(1)} s`)
  console.log(
    `  frame p50 ${figure(percentile(frames, 0.5))}, p95 ${figure(percentile(frames, 0.95))}, ` +
      `max ${figure(frames.at(-1))}; over 34 ms: ${slow} (${((100 * slow) / frames.length).toFixed(1)} %)`,
  )
  console.log(`  long tasks: ${seen.long.length}, longest ${figure(Math.max(0, ...seen.long))}`)
  console.log(
    `  lines not there yet: ${ghosts.length} times, ` +
      `longest ${figure(ghosts.at(-1) ?? 0)}; nothing drawn at all: ${seen.empty.length} times`,
  )
}

await withBrowser(async (browser) => {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  await logIn(page)
  await draftShown(page)
  const row = page.locator('[aria-posinset]').first()
  await row.waitFor()
  console.log(`${await row.getAttribute('aria-setsize')} drafts in the list`)
  await page.locator('ol[aria-label^="List of the queue"]').hover({ position: { x: 100, y: 100 } })
  const end = await watch(page)
  const started = Date.now()
  let top = -1
  while (top < end - 1 && Date.now() - started < LONGEST_MS) {
    await page.mouse.wheel(0, WHEEL)
    await page.waitForTimeout(EVERY_MS)
    top = await page.evaluate(() => window.handrailScroll.top)
  }
  const seconds = (Date.now() - started) / 1000
  await page.waitForTimeout(500)
  const seen = await page.evaluate(async () => {
    window.handrailScroll.done = true
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    return window.handrailScroll
  })
  console.log(`  scrolled ${Math.round(seen.top)} of ${end} px`)
  report('the list', seen, seconds)
  await context.close()
})
