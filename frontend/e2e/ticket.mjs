// One ticket worked on from its page, by keyboard only: what is related, assignment, a tag, a note,
// a draft in other words and the drafts compared. Its ticket is its own; it is left answered.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { logIn, openTicket, settled, url, WIDE } from './demo.mjs'

const SUBJECT = 'New card has not arrived'
const BODY = 'I ordered a new card two weeks ago and it has not arrived. Where is my card?'
const LONG = { timeout: 60_000 }

async function opened(browser) {
  const stamp = Date.now().toString(36)
  const customer = { name: 'Mira Storm', email: `mira.${stamp}@customer.example` }
  const earlier = await openTicket({ subject: `Earlier ${stamp}`, body: BODY, customer })
  const ticket = await openTicket({ subject: `${SUBJECT} ${stamp}`, body: BODY, customer })
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  await logIn(page, 'reviewer', `/tickets/${ticket.id}`)
  await page.getByRole('region', { name: 'Proposed reply' }).waitFor(LONG)
  await settled(page)
  return { page, earlier, ticket, close: () => context.close() }
}

/** Presses until it shows: a panel is fetched when it is first opened. */
async function press(page, key, locator) {
  await page.keyboard.press(key)
  await locator.waitFor(LONG)
}

export const ticketStories = {
  async 'a ticket is worked on by keyboard alone: assign, tag, note, related, other words, versions'(
    browser,
  ) {
    const { page, earlier, close } = await opened(browser)
    const facts = page.getByRole('group', { name: /Status, priority/ })

    await press(page, 'm', page.getByRole('option', { name: /^Me, / }))
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Assign to' }).waitFor({ state: 'detached' })
    await facts.getByText('Ada').waitFor(LONG)

    await press(page, 'y', page.getByRole('combobox', { name: 'Tags' }))
    await page.keyboard.type('by-keyboard')
    await page.getByRole('option', { name: /by-keyboard/ }).waitFor(LONG)
    await page.keyboard.press('Enter')
    await facts.locator('b', { hasText: 'by-keyboard' }).waitFor(LONG)
    await page.keyboard.press('Escape')

    await press(page, 'i', page.getByLabel('Internal note'))
    await page.keyboard.type('Called the courier: a parcel is on its way.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('textbox', { name: 'Internal note' }).waitFor({ state: 'detached' })
    await page.getByText('Called the courier').waitFor(LONG)

    const related = page.getByRole('region', { name: 'Related tickets' })
    await press(page, 'u', related.getByText(earlier.reference, { exact: false }))
    assert.deepEqual(await seriousIssues(page), [], 'related')

    await press(page, 'x', page.getByLabel(/What should the new draft be like/))
    await page.keyboard.type('Explain the fee')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Asked for: “Explain the fee”').waitFor(LONG)
    await page
      .getByText(/could not do what was asked/)
      .first()
      .waitFor(LONG)

    await settled(page)
    await press(page, 'd', page.getByRole('dialog').getByRole('table'))
    const drafts = page.getByRole('dialog').locator('tbody tr')
    assert.ok((await drafts.count()) >= 2, 'both drafts are there')
    assert.deepEqual(await seriousIssues(page), [], 'versions')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('l')
    const acts = page.locator('main ol li p')
    await acts.filter({ hasText: 'took the ticket' }).waitFor(LONG)
    await acts.filter({ hasText: 'added the tag by-keyboard' }).waitFor(LONG)
    await acts.filter({ hasText: 'said what it should be like' }).waitFor(LONG)
    await close()
  },

  async 'a similar answer is copied into the reply by keyboard, and signed as an edit'(browser) {
    const { page, ticket, close } = await opened(browser)
    const related = page.getByRole('region', { name: 'Related tickets' })
    const similar = related.getByRole('region', { name: /How people answered/ })
    await press(page, 'u', similar)
    await similar.locator('[data-row]').first().waitFor(LONG)
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'))
    await page.keyboard.press('Enter')
    await similar.getByRole('button', { name: 'Use this reply' }).waitFor(LONG)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const box = page.getByLabel('Reply to the customer')
    await box.waitFor(LONG)
    await box.fill((await box.inputValue()).replaceAll('[…]', 'Mira'))
    await settled(page)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('complementary', { name: 'Last decision' }).waitFor(LONG)
    await page.goto(`${url}/tickets/${ticket.id}?tab=timeline`)
    const acts = page.locator('main ol li p')
    await acts.filter({ hasText: 'edited and approved the draft' }).waitFor(LONG)
    await close()
  },
}
