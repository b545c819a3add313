// The flow of decisions in a real browser: skips, batches, what was decided last, undo after a
// reload and in another tab, conflicts with text half typed, a session that ends meanwhile.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import {
  customerWrites,
  drafted,
  draftOf,
  draftShown,
  logIn,
  PHONE,
  QUESTION,
  settled,
  url,
  users,
} from './demo.mjs'
import { gone, open, seat } from './seat.mjs'

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor()
const box = (page) => page.getByLabel('Reply to the customer')
const toast = (page) => page.getByRole('complementary', { name: 'Last decision' })
const read = async (page, path) => (await page.request.get(`${url}/api/v1/${path}`)).json()

/** What `ask` answers once that is true: the page shows an act before the server has it. */
async function until(ask, what) {
  for (let wait = 0; wait < 80; wait += 1) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((next) => setTimeout(next, 250))
  }
  throw new Error(`not so: ${what}`)
}

/** The draft once the server has a decision on it. */
const decided = (page, id) =>
  until(async () => {
    const draft = await read(page, `suggestions/${id}`)
    return draft.review && draft
  }, `somebody decided on ${id}`)

/** Types into the open draft's editor and leaves it unsent. */
async function halfType(page, words) {
  await page.keyboard.press('e')
  await box(page).waitFor()
  await box(page).press('Control+Home')
  await page.keyboard.type(words)
  await settled(page)
}

async function conflictKeeps(page, title, words) {
  const conflict = page.getByRole('region', { name: 'Conflict' })
  await conflict.getByRole('heading', { name: title }).waitFor()
  await conflict.getByText(words.trim()).first().waitFor()
  assert.deepEqual(await seriousIssues(page), [])
  return conflict
}

export const flowStories = {
  async 'S and S pass a draft on: a colleague gets it at once, and Z takes it back'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'skip')
    await open(page, item)
    await page.keyboard.press('s')
    await page.getByRole('region', { name: 'Skip: choose a reason' }).waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    await page.keyboard.press('s')
    await gone(page, item.subject)
    await toast(page).getByText('Skipped').waitFor()
    const listed = async (who) =>
      (await read(who, `queue/ids?search=${item.subject.split(' ').at(-1)}`)).ids.includes(item.id)
    await until(async () => !(await listed(page)), 'it is kept from me')
    const ben = await seat(browser, { who: 'reviewer2', path: '/tickets' })
    assert.ok(await listed(ben.page), 'it is listed for others')
    const { claim } = await read(ben.page, `suggestions/${item.id}`)
    assert.ok(!claim || claim.by.name.startsWith('Ben'), 'and free for them')
    await ben.context.close()
    await page.keyboard.press('z')
    await heading(page, item.subject)
    await context.close()
  },

  async 'several low-risk drafts are chosen, read, approved by their number and taken back'(
    browser,
  ) {
    const { page, context } = await seat(browser)
    const items = [await drafted(page, 'bulk one'), await drafted(page, 'bulk two')]
    assert.deepEqual(
      items.map((one) => one.suggestion.risk),
      ['low', 'low'],
    )
    await page.goto(`${url}/queue?view=low_risk`)
    await draftShown(page)
    await page.keyboard.press('b')
    await page.getByRole('heading', { name: 'Approve several' }).waitFor()
    for (const { subject } of items)
      await page.getByRole('checkbox', { name: subject }).check({ force: true })
    const signed = page.getByRole('region', { name: 'Read what you sign' })
    for (const { subject } of items) await signed.getByRole('heading', { name: subject }).waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    const number = page.getByLabel(/^Type 2 to approve/)
    await number.focus()
    await page.keyboard.press('Enter')
    await settled(page)
    assert.ok(await number.isVisible(), 'one key is not enough')
    await number.fill('2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '2 drafts approved.' }).waitFor()
    await page.getByText(/The replies go out in \d+ s/).waitFor()
    await page.keyboard.press('z')
    await page
      .getByText(/2 decisions taken back/)
      .first()
      .waitFor()
    for (const { id } of items)
      assert.equal((await read(page, `suggestions/${id}`)).status, 'pending_review')
    await context.close()
  },

  async 'Z takes back one decision after the other, with motion reduced as well'(browser) {
    const { page, context } = await seat(browser, { reducedMotion: 'reduce' })
    const word = `undo${Date.now().toString(36)}`
    for (const one of ['one', 'two']) await drafted(page, `${word} ${one}`)
    // One after the other from one list: there are but ten seconds to take the first back.
    await page.goto(`${url}/queue?search=${word}`)
    const subjects = []
    for (const key of ['a', 'a']) {
      subjects.push(await draftShown(page))
      await page.keyboard.press(key)
      await gone(page, subjects.at(-1))
    }
    const earlier = page.getByRole('list', { name: /Earlier decisions/ })
    await earlier.getByText(/\d+ s/).first().waitFor()
    await page.keyboard.press('z')
    await heading(page, subjects[1])
    await settled(page)
    await page.keyboard.press('z')
    await heading(page, subjects[0])
    await context.close()
  },

  async 'a decision is taken back after a reload, and in another tab'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'reload')
    await open(page, item)
    await page.keyboard.press('a')
    await gone(page, item.subject)
    await decided(page, item.id)
    const tab = await context.newPage()
    await tab.goto(`${url}/tickets`)
    await toast(tab).getByText(/\d+ s/).waitFor()
    await tab.keyboard.press('h')
    const panel = tab.getByRole('dialog', { name: 'Last ten decisions' })
    await panel.getByText(item.subject).waitFor()
    assert.deepEqual(await seriousIssues(tab), [])
    await panel.getByRole('listitem').filter({ hasText: item.subject }).getByRole('button').click()
    await panel
      .getByRole('listitem')
      .filter({ hasText: item.subject })
      .getByText('Taken back')
      .waitFor()
    assert.equal((await read(page, `suggestions/${item.id}`)).status, 'pending_review')
    await context.close()
  },

  async 'a sent answer is followed up from the last ten decisions'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'follow')
    await open(page, item)
    await page.keyboard.press('a')
    await gone(page, item.subject)
    await page.keyboard.press('h')
    const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: item.subject })
    await row.getByRole('button', { name: /^Follow up/ }).click({ timeout: 60_000 })
    await page.getByLabel(/^Reply to/).waitFor()
    const ticket = await read(page, `tickets/${item.ticket}`)
    assert.equal(ticket.status, 'open')
    await context.close()
  },

  async 'a colleague was faster: the typed text stays beside theirs'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'faster')
    await open(page, item)
    await halfType(page, 'Dear Mira, I looked myself. ')
    const ben = await seat(browser, { who: 'reviewer2', path: `/tickets/${item.ticket}` })
    await ben.page.getByRole('button', { name: /^Approve…?$/ }).waitFor()
    await settled(ben.page)
    await ben.page.keyboard.press('a')
    await decided(ben.page, item.id)
    await page.keyboard.press('Control+Enter')
    const conflict = await conflictKeeps(page, /was faster/, 'I looked myself.')
    await conflict.locator('ins, del').first().waitFor()
    await ben.page.keyboard.press('z')
    await ben.context.close()
    await context.close()
  },

  async 'news of a decision leaves the cursor to who types; Ctrl+Enter compares'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'heard')
    await open(page, item)
    await halfType(page, 'Dear Mira, ')
    const ben = await seat(browser, { who: 'reviewer2', path: `/tickets/${item.ticket}` })
    await ben.page.getByRole('button', { name: /^Approve…?$/ }).waitFor()
    await settled(ben.page)
    await ben.page.keyboard.press('a')
    await decided(ben.page, item.id)
    const top = await box(page).evaluate((field) => field.getBoundingClientRect().top)
    await page.getByRole('button', { name: /^Compare both/ }).waitFor({ timeout: 70_000 })
    assert.equal(await box(page).evaluate((field) => field.getBoundingClientRect().top), top)
    await page.keyboard.type('I looked myself. ')
    assert.match(await box(page).inputValue(), /^Dear Mira, I looked myself\. /)
    assert.deepEqual(await seriousIssues(page), [])
    await page.keyboard.press('Control+Enter')
    const conflict = await conflictKeeps(page, /was faster/, 'I looked myself.')
    await conflict.locator('ins, del').first().waitFor()
    await ben.context.close()
    await context.close()
  },

  async 'the customer writes while one edits: the text is taken over into the new draft'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'stale')
    await open(page, item)
    await halfType(page, 'I checked this by hand. ')
    await customerWrites(item.ticket, 'One more thing: the shop says that they paid it back.')
    await page.keyboard.press('Control+Enter')
    const conflict = await conflictKeeps(page, /ticket changed/, 'I checked this by hand.')
    const goOn = conflict.getByRole('button', { name: 'Go on with my text' })
    await goOn.click({ timeout: 60_000 })
    await box(page).waitFor()
    assert.match(await box(page).inputValue(), /I checked this by hand\./)
    await context.close()
  },

  async 'a session that ended is renewed over the page, and the edit goes on'(browser) {
    const { page, context } = await seat(browser)
    const item = await drafted(page, 'session')
    await open(page, item)
    await halfType(page, 'Precious words. ')
    await context.clearCookies()
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    assert.deepEqual(await seriousIssues(page), [])
    await dialog.getByRole('textbox', { name: 'Password' }).fill(users.reviewer.password)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await toast(page)
      .getByText(/Edited and approved/)
      .waitFor()
    const draft = await decided(page, item.id)
    assert.match(draft.review.final_reply, /^Precious words\./)
    await context.close()
  },

  async 'skip, batch and the last ten fit a phone'(browser) {
    const context = await browser.newContext({ viewport: PHONE, colorScheme: 'dark' })
    const page = await context.newPage()
    await logIn(page)
    await draftShown(page)
    const narrow = async (where) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${where}: ${wide} px too wide`)
      assert.deepEqual(await seriousIssues(page), [], where)
    }
    await page.keyboard.press('s')
    await page.getByRole('region', { name: /^Skip/ }).waitFor()
    await narrow('skip')
    await page.keyboard.press('Escape')
    await page.keyboard.press('h')
    await page.getByRole('dialog', { name: 'Last ten decisions' }).waitFor()
    await narrow('last ten')
    await page.keyboard.press('Escape')
    const word = `long${Date.now().toString(36)}`
    await draftOf(page, { subject: `Refund ${word}`, body: QUESTION.repeat(12) })
    await page.goto(`${url}/queue?view=low_risk&bulk=true&search=${word}`)
    const signed = page.getByRole('region', { name: 'Read what you sign' })
    await signed.getByRole('heading', { name: word }).waitFor()
    await signed.getByRole('blockquote').waitFor()
    await narrow('bulk')
    await context.close()
  },
}
