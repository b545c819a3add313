// Decides drafts of the queue by keyboard, as fast as the workspace lets a person, and measures
// from the deciding key until the next draft is painted.
//   npm run decide -- 20      every sixth is rejected; the rest approved, or written where needed
import { draftShown, logIn, settled, WIDE, withBrowser } from './demo.mjs'

const wanted = Number(process.argv[2] ?? 20)
const ANSWER = 'Thank you for your message. A colleague has looked at it and will call you today.'

/** Gives the page a promise of the ms from the press of `key` to a frame that shows another draft.
 * It returns at once: a key pressed while it is under way could overtake it. */
const watch = (key) => {
  window.painted = new Promise((resolve) => {
    const before = document.querySelector('h1')
    const other = () => {
      const now = document.querySelector('h1')
      return now && now !== before && (now.tabIndex === -1 || now.className === 'hr-hidden')
    }
    const heard = (event) => {
      if (event.key !== key) return
      window.removeEventListener('keydown', heard, true)
      const frame = () => {
        if (other()) requestAnimationFrame(() => resolve(performance.now() - event.timeStamp))
        else if (performance.now() - event.timeStamp > 5000) resolve(null)
        else requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
    }
    window.addEventListener('keydown', heard, true)
  })
}

async function timed(page, press, key = press) {
  await page.evaluate(watch, key)
  await page.keyboard.press(press)
  return page.evaluate(() => window.painted)
}

/** Presses again where the workspace ignored a key that came too soon after an item was painted. */
async function opened(page, key, panel) {
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press(key)
    if (
      await panel.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
    )
      return
  }
  throw new Error(`${key} opens nothing`)
}

async function decide(page, turn) {
  const approve = page.getByRole('button', { name: /^(Approve|Confirm)/ })
  if (turn % 6 === 5) {
    await opened(page, 'r', page.getByRole('region', { name: /choose a reason/ }))
    return ['reject', await timed(page, '3')]
  }
  if (await approve.isDisabled()) {
    await opened(page, 'e', page.getByLabel('Reply to the customer'))
    await page.keyboard.type(ANSWER)
    return ['edit', await timed(page, 'Control+Enter', 'Enter')]
  }
  if (!(await approve.innerText()).includes('…')) return ['approve', await timed(page, 'a')]
  await page.keyboard.press('a')
  await page.getByRole('region', { name: /for your word/ }).waitFor()
  return ['confirm', await timed(page, 'Enter')]
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

const wrong = []
const times = []
await withBrowser(async (browser) => {
  const page = await browser.newPage({ viewport: WIDE })
  let answered = 0
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('response', async (answer) => {
    if (!answer.url().endsWith('/decision')) return
    answered += 1
    if (!answer.ok()) wrong.push(`${answer.status()} ${await answer.text()}`)
  })
  await logIn(page)
  for (let turn = 0; turn < wanted; turn += 1) {
    if (await page.getByRole('heading', { name: 'All caught up' }).isVisible()) {
      wrong.push('the queue is empty')
      break
    }
    const subject = await draftShown(page)
    const [verdict, ms] = await decide(page, turn)
    if (ms === null) wrong.push(`no next draft after "${subject}"`)
    else times.push(ms)
    console.log(`${(ms ?? NaN).toFixed(0).padStart(5)} ms  ${verdict.padEnd(8)} ${subject}`)
  }
  for (let wait = 0; answered < times.length && wait < 20; wait += 1) await settled(page)
  if (answered !== times.length) wrong.push(`${answered} answers to ${times.length} decisions`)
})

times.sort((a, b) => a - b)
if (times.length) {
  const [p50, p95] = [at(times, 0.5), at(times, 0.95)].map((ms) => ms.toFixed(0))
  console.log(`${times.length} decisions, key to next draft painted: p50 ${p50} ms, p95 ${p95} ms`)
}
wrong.forEach((one) => console.error(`WRONG ${one}`))
process.exit(wrong.length || !times.length ? 1 : 0)
