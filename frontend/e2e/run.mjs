// The workspace in a real browser against a running Handrail: strict CSP, axe with contrast in
// both themes and at phone width, approve and undo from the keyboard, key-to-paint time, and
// the stories of story.mjs. `npm run e2e -- WORDS` runs what has these words in its name.
// Needs HANDRAIL_DEMO_JSON (default: ../var/demo.json) and at least six drafts in the queue.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { draftShown, logIn, PHONE, WIDE, withBrowser } from './demo.mjs'
import { awayStories } from './away.mjs'
import { liveStories } from './live.mjs'
import { flowStories } from './flow.mjs'
import { queueStories } from './queue.mjs'
import { rules } from './rules.mjs'
import { states } from './states.mjs'
import { numbersStories } from './numbers.mjs'
import { shellStories } from './shell.mjs'
import { stories } from './story.mjs'
import { ticketStories } from './ticket.mjs'
import { vigilanceStories } from './vigilance.mjs'

async function open(browser, { viewport = WIDE, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme })
  const page = await context.newPage()
  const trouble = []
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))
  return { context, page, trouble }
}

/** From the key to the frame in which another draft's heading stands, in ms. */
const keyToPaint = (page, key) =>
  page.evaluate(async (pressed) => {
    const before = document.querySelector('h1')?.innerText
    const start = performance.now()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }))
    do {
      if (performance.now() - start > 3000) return 3000
      await new Promise((next) => requestAnimationFrame(next))
    } while (document.querySelector('h1')?.innerText === before)
    // A frame is painted after its callbacks; a task comes after that.
    await new Promise((next) => setTimeout(next))
    return performance.now() - start
  }, key)

const tests = {
  async 'the page runs under a policy without unsafe-inline and breaks no rule of it'(browser) {
    const { page, trouble, context } = await open(browser)
    const answers = []
    page.on('response', (answer) => answers.push(answer))
    await logIn(page)
    await draftShown(page)
    const policy = (await answers[0].allHeaders())['content-security-policy']
    assert.match(policy, /script-src 'self' 'nonce-/)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(trouble, [])
    await context.close()
  },

  async 'A approves, the next draft has the focus, Z takes it back'(browser) {
    const { page, context } = await open(browser)
    await logIn(page, 'reviewer', '/queue?view=low_risk&draft=has_reply')
    const first = await draftShown(page)
    await page.keyboard.press('a')
    await page.waitForFunction(
      (before) => document.querySelector('h1')?.innerText !== before,
      first,
    )
    await draftShown(page)
    await page.keyboard.press('z')
    await page.getByRole('heading', { level: 1, name: first }).waitFor()
    await context.close()
  },

  async 'after a key the next draft is painted within 100 ms'(browser) {
    const { page, context } = await open(browser)
    await logIn(page)
    await draftShown(page)
    // A machine that is busy with something else is slow for a while, a slow page always: one round
    // of three must keep the limit. Of a dozen presses p95 is the slowest one; the median is held.
    const medians = []
    while (medians.length < 3 && !medians.some((median) => median <= 100)) {
      const times = []
      for (let turn = 0; turn < 12; turn += 1) {
        times.push(await keyToPaint(page, turn % 2 ? 'k' : 'j'))
        await page.waitForTimeout(150)
      }
      times.sort((a, b) => a - b)
      const said = [times[6], times[11]].map((time) => time.toFixed(0))
      console.log(`  key to paint: median ${said[0]} ms, slowest ${said[1]} ms`)
      medians.push(times[6])
    }
    assert.ok(Math.min(...medians) <= 100, `medians ${medians.join(', ')} ms`)
    await context.close()
  },

  async 'axe finds no serious issue, light and dark, wide and phone'(browser) {
    for (const colorScheme of ['light', 'dark']) {
      for (const viewport of [WIDE, PHONE]) {
        const { page, context } = await open(browser, { viewport, colorScheme })
        await logIn(page)
        await draftShown(page)
        assert.deepEqual(await seriousIssues(page), [], `queue ${colorScheme} ${viewport.width}`)
        await page.keyboard.press('t')
        await page.getByLabel('Category').waitFor()
        assert.deepEqual(await seriousIssues(page), [], `triage ${colorScheme} ${viewport.width}`)
        await page.keyboard.press('Escape')
        await page.keyboard.press('p')
        await page.keyboard.press('f')
        await page.getByRole('dialog').locator('dl').first().waitFor()
        assert.deepEqual(await seriousIssues(page), [], `prompt ${colorScheme} ${viewport.width}`)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await page.keyboard.press('p')
        await page.keyboard.press('e')
        await page.getByLabel('Reply to the customer').waitFor()
        assert.deepEqual(await seriousIssues(page), [], `editor ${colorScheme} ${viewport.width}`)
        await page.keyboard.press('Escape')
        await page.keyboard.press('r')
        await page.getByRole('region', { name: /choose a reason/ }).waitFor()
        assert.deepEqual(await seriousIssues(page), [], `reject ${colorScheme} ${viewport.width}`)
        await page.keyboard.press('Escape')
        await page.keyboard.press('g')
        await page.keyboard.press('t')
        await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor()
        await page.locator('a[data-row]').first().waitFor()
        assert.deepEqual(await seriousIssues(page), [], `tickets ${colorScheme} ${viewport.width}`)
        await page.locator('a[data-row]').first().click()
        await page.getByRole('button', { name: 'Timeline' }).waitFor()
        assert.deepEqual(await seriousIssues(page), [], `ticket ${colorScheme} ${viewport.width}`)
        await context.close()
      }
    }
  },

  async 'nothing is wider than a phone'(browser) {
    const { page, context } = await open(browser, { viewport: PHONE })
    await logIn(page)
    await draftShown(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `${wide} px too wide`)
    await context.close()
  },
}

/** What stood on a page when its story failed. */
async function shownOn(page) {
  const text = await page
    .locator('body')
    .innerText({ timeout: 2000 })
    .catch((error) => error.message)
  return `  at ${page.url()}: ${text.replace(/\s+/g, ' ').slice(0, 1500)}`
}

const only = process.argv[2]
let failed = 0
await withBrowser(async (browser) => {
  for (const [name, run] of Object.entries({
    ...tests,
    ...stories,
    ...awayStories,
    ...liveStories,
    ...queueStories,
    ...rules,
    ...states,
    ...numbersStories,
    ...shellStories,
    ...vigilanceStories,
    ...flowStories,
    ...ticketStories,
  })) {
    if (only && !name.includes(only)) continue
    const started = Date.now()
    const took = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
    try {
      await run(browser)
      console.log(`ok    ${took()}  ${name}`)
    } catch (error) {
      failed += 1
      console.error(`FAIL  ${took()}  ${name}\n${error.stack}`)
      for (const page of browser.contexts().flatMap((one) => one.pages()))
        console.error(await shownOn(page))
    }
    // A page left open by a story that failed would keep its claims from the next ones.
    for (const context of browser.contexts()) await context.close()
  }
})
process.exit(failed ? 1 : 0)
