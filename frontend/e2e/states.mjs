// What a page shows when there is nothing, not yet or no more: rule 15 of docs/rules.md.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { drafted, draftShown, settled, url } from './demo.mjs'
import { decisionsOf, gone, heading, open, quiet, reply, seat } from './seat.mjs'

export const states = {
  async 'empty: says so and looks right'(browser) {
    const { page, context } = await seat(browser)
    await page.route('**/api/v1/queue?**', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      const counts = Object.fromEntries(Object.keys(body.counts ?? {}).map((view) => [view, 0]))
      await route.fulfill({ json: { ...body, results: [], counts } })
    })
    await page.route('**/api/v1/queue/claim', (route) => route.fulfill({ json: { results: [] } }))
    await page.goto(`${url}/queue?view=mine`)
    await page.getByRole('heading', { name: 'All caught up' }).waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    await context.close()
  },

  async 'loading: the zones stand before the draft does'(browser) {
    const { page, context } = await seat(browser)
    await draftShown(page)
    await page.route('**/api/v1/queue/claim', () => undefined)
    await page.goto(`${url}/queue`)
    await page.locator('[aria-busy="true"]').getByText('Loading the next draft').waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  },

  async 'error: says what could not be loaded and tries again'(browser) {
    const { page, context } = await seat(browser)
    await draftShown(page)
    let broken = true
    // Never unrouted: a request under way at that moment would be held for good.
    await page.route(/\/api\/v1\/queue(\?|\/ids|\/claim)/, (route) =>
      broken
        ? route.fulfill({ status: 500, json: { title: 'Broken', status: 500 } })
        : route.continue(),
    )
    await page.goto(`${url}/queue`)
    await page.getByRole('heading', { name: 'The queue could not be loaded' }).waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    // It may have come back by itself before the key is pressed.
    await page.getByRole('button', { name: 'Try again' }).focus()
    broken = false
    await page.keyboard.press('Enter')
    await draftShown(page)
    await context.close()
  },

  async 'offline: says so, decides nothing, and goes on by itself'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'offline')
    await open(page, item)
    const sent = decisionsOf(page)
    await context.setOffline(true)
    await page.getByText('You are offline.').first().waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    await page.keyboard.press('a')
    await settled(page)
    assert.equal(await heading(page).innerText(), item.subject)
    assert.equal(sent.length, 0)
    await context.setOffline(false)
    await page.getByText('You are offline.').first().waitFor({ state: 'detached' })
    await settled(page)
    await page.keyboard.press('a')
    await gone(page, item.subject)
    assert.equal(sent.length, 1)
    await context.close()
  },

  async 'a lost lease is said and the typed text stays'(browser) {
    const { page, context } = await seat(browser)
    await page.clock.install()
    await page.goto(`${url}/queue`)
    await draftShown(page)
    await quiet(page)
    await page.route('**/api/v1/queue/claim', (route) => route.fulfill({ json: { results: [] } }))
    await page.route('**/api/v1/queue/heartbeat', (route) => {
      const { suggestions } = route.request().postDataJSON()
      return route.fulfill({ json: { held: [], lost: suggestions } })
    })
    await page.keyboard.press('e')
    await reply(page).waitFor()
    await page.keyboard.type('Half a sentence')
    await page.clock.fastForward(61_000)
    await page.getByText('Your hold on this draft ran out').waitFor()
    assert.match(await reply(page).inputValue(), /Half a sentence/)
    assert.deepEqual(await seriousIssues(page), [])
    await context.close()
  },
}
