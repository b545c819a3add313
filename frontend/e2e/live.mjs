// Two people in two browsers, each of whom sees what the other does without asking for it.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { draftShown, logIn, openTicket, settled, WIDE } from './demo.mjs'

async function desk(browser, who, path) {
  const page = await (await browser.newContext({ viewport: WIDE })).newPage()
  await logIn(page, who, path)
  await page.getByRole('navigation', { name: 'Main' }).getByText('Live', { exact: true }).waitFor()
  return page
}

const rows = (page) =>
  page
    .getByRole('complementary')
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.querySelector('a')?.getAttribute('href')))

const reloads = async (page) => {
  await page.evaluate(() => (window.sameDocument = true))
  return async () => !(await page.evaluate(() => window.sameDocument))
}

const itemOf = (page) => Number(new URL(page.url()).searchParams.get('item'))

export const liveStories = {
  async 'what one decides the other sees done, in place, and new drafts only as a number'(browser) {
    const ben = await desk(browser, 'reviewer2', '/queue')
    const ada = await desk(browser, 'reviewer', '/queue')
    try {
      const open = await draftShown(ben)
      await draftShown(ada)
      const item = itemOf(ada)
      assert.notEqual(item, itemOf(ben))
      // Ben sees first that Ada holds it, then that she is through with it.
      const row = ben.locator(`a[href$="item=${item}"]`)
      await row.waitFor()
      const reloaded = await reloads(ben)
      const before = await rows(ben)
      await ada.keyboard.press('r')
      await ada.getByRole('region', { name: /choose a reason/ }).waitFor()
      await ada.keyboard.press('1')
      await ada.waitForFunction(
        (old) => new URLSearchParams(location.search).get('item') !== String(old),
        item,
      )
      // Sooner than the slow polling of a live page could tell.
      await ben.locator(`a[href$="item=${item}"][data-settled]`).waitFor({ timeout: 25_000 })
      await ada.keyboard.press('z')
      await ben.locator(`a[href$="item=${item}"]:not([data-settled])`).waitFor({ timeout: 25_000 })

      await openTicket({
        subject: `Live ${Date.now().toString(36)}`,
        body: 'My new card has not arrived after two weeks. Where is it?',
        customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
      })
      await ben.getByRole('button', { name: /^\d+ new/ }).waitFor({ timeout: 40_000 })
      assert.deepEqual(await rows(ben), before)
      assert.equal(await ben.locator('h1').first().innerText(), open)
      assert.equal(await reloaded(), false)
    } finally {
      await ada.context().close()
      await ben.context().close()
    }
  },

  async 'who else looks at a ticket is shown while they do'(browser) {
    const ada = await desk(browser, 'reviewer', '/tickets')
    const at = await ada.locator('a[data-row]').first().getAttribute('href')
    await ada.locator('a[data-row]').first().click()
    await ada.getByRole('button', { name: 'Timeline' }).waitFor()
    const ben = await desk(browser, 'reviewer2', at)
    try {
      await ben.getByText(/ is looking at this/).waitFor()
      await ada.getByText(/ is looking at this/).waitFor()
      for (const colorScheme of ['light', 'dark']) {
        await ada.emulateMedia({ colorScheme })
        await settled(ada)
        assert.deepEqual(await seriousIssues(ada), [], `with an avatar, ${colorScheme}`)
      }
      await ben.keyboard.press('g')
      await ben.keyboard.press('t')
      await ada.getByText(/ is looking at this/).waitFor({ state: 'detached' })
    } finally {
      await ada.context().close()
      await ben.context().close()
    }
  },
}
