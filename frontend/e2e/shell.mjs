// The shell's rules in a real browser: when single keys act, where the focus goes and what is said,
// a phone, and the whole workspace in German.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { draftShown, logIn, PHONE, settled, url, WIDE } from './demo.mjs'
import { englishLeft } from './german.mjs'

const TOUCH = { viewport: PHONE, isMobile: true, hasTouch: true }

async function desk(browser, options = {}, path = '/queue') {
  const context = await browser.newContext({ viewport: WIDE, ...options })
  const page = await context.newPage()
  await logIn(page, 'reviewer', path)
  return { context, page }
}

const editor = (page) => page.getByLabel('Reply to the customer')
const heading = (page) => page.locator('h1:focus')
const live = (page, words) => page.getByTestId('live').filter({ hasText: words }).waitFor()

/** Presses a key as a keyboard, an IME or a key held down would. */
const press = (page, key, more) =>
  page.evaluate(
    ([pressed, rest]) =>
      document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true, ...rest }),
      ),
    [key, more],
  )

async function opensEditor(page) {
  await settled(page)
  await page.keyboard.press('e')
  await editor(page).waitFor()
  await page.keyboard.press('Escape')
  await editor(page).waitFor({ state: 'detached' })
}

async function runCommand(page, words) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command or ticket' }).fill(words)
  await page.getByRole('listbox').getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}

async function fits(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `${where}: ${wide} px too wide`)
}

/** Buttons whose words do not fit into them. Only where a draft is from is shortened: P tells it all. */
const cutOff = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, button span, nav a span')]
      .filter((one) => one.checkVisibility() && !one.closest('.hr-hidden, [aria-keyshortcuts=p]'))
      // A source shows the beginning of its text, on purpose; its key is a digit.
      .filter((one) => !/^\d$/.test(one.closest('button')?.getAttribute('aria-keyshortcuts') ?? ''))
      .filter((one) => getComputedStyle(one).overflowX !== 'visible')
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent),
  )

export const shellStories = {
  async 'scripts and style sheets come compressed'(browser) {
    const context = await browser.newContext({ viewport: WIDE })
    const page = await context.newPage()
    const plain = []
    page.on('response', async (answer) => {
      if (!/\/assets\/.+\.(js|css)$/.test(answer.url()) || !answer.ok()) return
      const headers = await answer.allHeaders()
      const small = Number(headers['content-length']) < 1100
      if (!headers['content-encoding'] && !small) plain.push(answer.url())
    })
    await logIn(page)
    await draftReady(page)
    assert.deepEqual(plain, [])
    await context.close()
  },

  async 'single keys act on the page alone: not in fields, with modifiers, in an IME or held down'(
    browser,
  ) {
    const { page, context } = await desk(browser, {}, '/tickets')
    const search = page.getByRole('searchbox')
    await search.fill('')
    await search.pressSequentially('gqz?a')
    assert.equal(await search.inputValue(), 'gqz?a')
    assert.equal(new URL(page.url()).pathname, '/tickets')
    assert.equal(await page.getByRole('dialog').count(), 0)

    await page.goto(`${url}/queue`)
    await draftShown(page)
    for (const modifier of ['Control', 'Alt', 'Meta']) await page.keyboard.press(`${modifier}+e`)
    await press(page, 'e', { repeat: true })
    await press(page, 'e', { isComposing: true })
    await press(page, 'e', { keyCode: 229 })
    await settled(page)
    assert.equal(await editor(page).count(), 0)
    await opensEditor(page)
    await context.close()
  },

  async 'a setting turns single keys off; chords stay, and it turns them on again'(browser) {
    const { page, context } = await desk(browser)
    await draftShown(page)
    await runCommand(page, 'single-letter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('button', { name: /^Edit/ }).waitFor()
    await settled(page)
    await page.keyboard.press('e')
    await page.keyboard.press('?')
    await settled(page)
    assert.equal(await editor(page).count(), 0)
    assert.equal(await page.getByRole('dialog').count(), 0)
    // No button promises a key that does nothing.
    assert.equal(await page.locator('button[aria-keyshortcuts=e] kbd').count(), 0)
    await runCommand(page, 'settings')
    await page.getByLabel('Single-letter shortcuts').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await opensEditor(page)
    await context.close()
  },

  async 'the focus goes to the next heading, and the result and the rest are said'(browser) {
    const { page, context } = await desk(browser)
    const first = await draftShown(page)
    await page.keyboard.press('r')
    await page.getByRole('region', { name: /choose a reason/ }).waitFor()
    await page.keyboard.press('9')
    await live(page, /Rejected T-\d+\. \d+ drafts? remains?\./)
    await page.waitForFunction(
      (before) =>
        document.activeElement?.matches('h1') && document.activeElement.innerText !== before,
      first,
    )
    await settled(page)
    await page.keyboard.press('z')
    await live(page, /Undone\. T-\d+ is waiting for review again/)
    await heading(page).filter({ hasText: first }).waitFor()
    await context.close()
  },

  async 'an overlay gives the focus back, and the skip link leads past the menu'(browser) {
    const { page, context } = await desk(browser)
    await draftShown(page)
    for (const key of ['?', 'Control+k']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await heading(page).waitFor()
    }
    const skip = page.getByRole('link', { name: 'Skip to content' })
    await skip.focus()
    const { y } = await skip.boundingBox()
    assert.ok(y >= 0, 'the skip link is seen when it has the focus')
    await page.keyboard.press('Enter')
    await page.locator('main:focus').waitFor()
    // In the order of the page, what follows the menu is inside the main landmark.
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest('main'))))
    await context.close()
  },

  async 'on a phone a draft is read and decided by touch'(browser) {
    const { page, context } = await desk(browser, TOUCH)
    const first = await draftShown(page)
    await fits(page, 'queue')
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('footer .mantine-Button-root')]
        .map((button) => button.getBoundingClientRect())
        .filter(({ width, height }) => width < 44 || height < 44),
    )
    assert.deepEqual(small, [], 'buttons to decide are big enough for a finger')
    await page.getByRole('button', { name: /^Reject/ }).tap()
    await page.getByRole('button', { name: 'Other' }).tap()
    await page.waitForFunction(
      (before) => document.querySelector('h1')?.innerText !== before,
      first,
    )
    await page.getByRole('button', { name: /^Undo/ }).tap()
    await live(page, /Undone/)
    await context.close()
  },

  async 'at 320 pixels, as at 400 % zoom, nothing has to be scrolled sideways'(browser) {
    for (const locale of ['en-GB', 'de-DE']) {
      const { page, context } = await desk(browser, {
        locale,
        viewport: { width: 320, height: 640 },
      })
      await draftReady(page)
      await fits(page, `queue ${locale}`)
      for (const path of ['/tickets', '/decided']) {
        await page.goto(url + path)
        await page.locator('h1').waitFor()
        await settled(page)
        await fits(page, `${path} ${locale}`)
      }
      await context.close()
    }
  },

  async 'in German no word of the English catalogue is left, and nothing is cut off'(browser) {
    const looks = [
      { viewport: WIDE, colorScheme: 'light' },
      { ...TOUCH, colorScheme: 'dark' },
    ]
    for (const look of looks) {
      const { page, context } = await desk(browser, { ...look, locale: 'de-DE' })
      const check = async (where) => {
        assert.deepEqual(await englishLeft(page), [], where)
        assert.deepEqual(await seriousIssues(page), [], where)
        assert.deepEqual(await cutOff(page), [], where)
        await fits(page, where)
      }
      await draftReady(page)
      assert.equal(await page.locator('html').getAttribute('lang'), 'de')
      await check('queue')
      await page.keyboard.press('r')
      await page.getByRole('region', { name: /Grund wählen/ }).waitFor()
      await check('reject')
      await page.keyboard.press('Escape')
      await page.keyboard.press('e')
      await page.getByLabel('Antwort an den Kunden').waitFor()
      await check('editor')
      await page.keyboard.press('Escape')
      for (const key of ['?', 'Control+k']) {
        await page.keyboard.press(key)
        await page.getByRole('dialog').waitFor()
        await settled(page)
        await check(`overlay ${key}`)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
      await page.keyboard.press('g')
      await page.keyboard.press('t')
      await page.locator('a[data-row]').first().waitFor()
      await check('tickets')
      await context.close()
    }
  },
}

/** Like `draftShown`, in any language. */
async function draftReady(page) {
  await heading(page).waitFor()
  await page.locator('footer .mantine-Button-root').first().waitFor()
  await settled(page)
}
