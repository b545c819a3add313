// A planted error from the admin's rate to the genuine draft, in a real browser.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { logIn, logInAdmin, openTicket, settled, url, WIDE } from './demo.mjs'

async function setRate(page, percent) {
  await page.goto(`${url}/admin/ai_review/reviewpolicy/1/change/`)
  await page.locator('input[name=seeded_percent]').fill(String(percent))
  await page.locator('[name=_save]').first().click()
  await page.getByText('was changed successfully').waitFor()
}

export const vigilanceStories = {
  async 'a planted error is told at once, sends nothing, and the genuine draft comes next'(
    browser,
  ) {
    const desk = await (await browser.newContext({ viewport: WIDE })).newPage()
    await logInAdmin(desk)
    await setRate(desk, 100)
    try {
      const ticket = await openTicket({
        subject: `Card check ${Date.now().toString(36)}`,
        body: 'My new card has not arrived after two weeks. Where is it?',
        customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
      })
      const page = await (await browser.newContext({ viewport: WIDE })).newPage()
      await logIn(page, 'reviewer', `/tickets/${ticket.id}`)
      const approve = page.getByRole('button', { name: /^Approve…?$/ })
      await approve.waitFor({ timeout: 60_000 })
      await settled(page)
      await page.keyboard.press('a')
      const told = page.getByRole('dialog', { name: 'This one had a planted error' })
      await told.waitFor()
      assert.deepEqual(await seriousIssues(page), [])
      await page.keyboard.press('Enter')
      await told.waitFor({ state: 'detached' })
      await approve.waitFor()
      const answer = await page.request.get(`${url}/api/v1/tickets/${ticket.id}`)
      const { status, suggestion, messages } = await answer.json()
      assert.deepEqual([status, suggestion.status, messages.length], ['open', 'pending_review', 1])
      await page.context().close()
    } finally {
      await setRate(desk, 0)
      await desk.context().close()
    }
  },
}
