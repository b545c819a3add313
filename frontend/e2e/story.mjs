// Whole ways of a ticket in a real browser, each step by the person whose step it is: client,
// reviewers, supervisor. They decide on drafts of the demo and leave their tickets behind.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import {
  draftOf,
  draftShown,
  INJECTION,
  logIn,
  logInAdmin,
  openTicket,
  QUESTION,
  settled,
  url,
  WIDE,
} from './demo.mjs'
import { open } from './seat.mjs'

const EDIT = 'Thank you for your patience. '

async function seat(browser, who, path) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  await logIn(page, who, path)
  return { page, close: () => context.close() }
}

const shows = (page, subject) => page.getByRole('heading', { level: 1, name: subject }).waitFor()

/** Walks down the list with J (or K) until the draft of that subject is open. */
async function walkTo(page, subject) {
  const rows = page.locator('aside ol li')
  const subjects = await rows.locator('a').allInnerTexts()
  const wanted = subjects.findIndex((text) => text.includes(subject))
  assert.ok(wanted >= 0, `"${subject}" is not in the list`)
  const at = () =>
    rows.evaluateAll((all) => all.findIndex((row) => row.querySelector('[aria-current]')))
  for (let here = await at(); here !== wanted; here = await at()) {
    await page.keyboard.press(here < wanted ? 'j' : 'k')
    await page.waitForFunction(
      (before) =>
        [...document.querySelectorAll('aside ol li')].findIndex((row) =>
          row.querySelector('[aria-current]'),
        ) !== before,
      here,
    )
  }
  await shows(page, subject)
  await settled(page)
}

/** The text of each event, once `last` is among them. */
async function timelineOf(page, ticket, last) {
  await page.goto(`${url}/tickets/${ticket}?tab=timeline`)
  await page.getByRole('listitem').filter({ hasText: last }).waitFor({ timeout: 60_000 })
  return page.locator('main ol li p').allInnerTexts()
}

function inOrder(events, expected) {
  let from = 0
  for (const one of expected) {
    const at = events.slice(from).findIndex((event) => one.test(event))
    assert.ok(at >= 0, `${one} does not follow in:\n${events.join('\n')}`)
    from += at + 1
  }
}

export const stories = {
  async 'a ticket from the client’s request to the sent reply and the audit log'(browser) {
    const ada = await seat(browser, 'reviewer')
    const { page } = ada
    await draftShown(page)
    const subject = `Refund has not arrived ${Date.now().toString(36)}`
    const ticket = await openTicket({
      subject,
      body: QUESTION,
      priority: 'urgent',
      customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
    })

    await page.getByRole('button', { name: /\d+ new/ }).waitFor({ timeout: 60_000 })
    await page.keyboard.press('.')
    await page.locator('aside ol li').filter({ hasText: subject }).waitFor()
    await walkTo(page, subject)
    await page.getByRole('region', { name: 'Sources' }).waitFor()

    await page.keyboard.press('e')
    const box = page.getByLabel('Reply to the customer')
    await box.press('Control+Home')
    await page.keyboard.type(EDIT)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('complementary', { name: 'Last decision' }).waitFor()
    await page.waitForFunction((it) => document.querySelector('h1')?.innerText !== it, subject)
    await page.keyboard.press('z')
    await shows(page, subject)
    await box.waitFor()
    assert.ok((await box.inputValue()).startsWith(EDIT), 'the undone edit is back')
    await settled(page)
    await page.keyboard.press('Control+Enter')
    await page.waitForFunction((it) => document.querySelector('h1')?.innerText !== it, subject)

    const events = await timelineOf(page, ticket.id, 'reply was sent')
    inOrder(events, [
      /demo-app opened the ticket/,
      /AI .* drafted a summary and a reply/,
      /Ada .*edited and approved the draft/,
      /Ada .*(took|taken|undid|undone)/,
      /Ada .*edited and approved the draft/,
      /reply was sent to the customer/,
    ])
    await ada.close()
    await supervisorFinds(browser, ticket.id, subject)
  },

  async 'triage corrected by keyboard reaches the ticket; the prompt has nothing personal'(
    browser,
  ) {
    const ada = await seat(browser, 'reviewer')
    const { page } = ada
    const ticket = await openTicket({
      subject: 'Closing my account',
      body: 'How do I close my account? My card was 4111 1111 1111 1111. Mira Storm',
      customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
    })
    await page.goto(`${url}/tickets/${ticket.id}`)
    await page.getByRole('button', { name: /^Approve…?$/ }).waitFor({ timeout: 60_000 })
    await settled(page)

    await page.keyboard.press('p')
    await page.keyboard.press('f')
    const prompt = page.getByRole('region', { name: 'The prompt exactly as sent' })
    await prompt.locator('mark').first().waitFor()
    const sent = await prompt.innerText()
    assert.match(sent, /\[CARD_1\]/)
    assert.doesNotMatch(sent, /4111|Storm/)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')

    await page.keyboard.press('t')
    await page.getByLabel('Category').waitFor()
    await page.keyboard.type('Lost in the post')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Urgent')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Triage' }).getByText('Lost in the post').waitFor()
    await page.reload()
    await page.getByRole('region', { name: 'Triage' }).getByText('Lost in the post').waitFor()
    await settled(page)
    await page.keyboard.press('a')
    const top = page.getByRole('region', { name: 'Ticket', exact: true }).locator('header').first()
    await top.getByText('Lost in the post').waitFor()
    await top.locator('select[data-value="urgent"]').waitFor()
    await ada.close()
  },

  async 'a draft of high risk needs a word and a second person'(browser) {
    const ada = await seat(browser, 'reviewer', '/tickets')
    const item = await draftOf(ada.page, {
      subject: `Refund for a desk ${Date.now().toString(36)}`,
      body: `${QUESTION}\n\n${INJECTION}`,
    })
    assert.equal(item.suggestion.required_reviews, 2)
    await open(ada.page, item)
    const waiting = ada.page.getByTestId('waiting')
    const before = await waiting.innerText()
    await ada.page.keyboard.press('a')
    const asked = ada.page.getByRole('region', { name: '1 check asks for your word' })
    await asked.waitFor()
    assert.match(await asked.innerText(), /addressed to the AI/)
    assert.deepEqual(await seriousIssues(ada.page), [])
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('Waits for a second reviewer').waitFor()
    assert.notEqual(await waiting.innerText(), before)
    await ada.page.keyboard.press('g')
    await ada.page.keyboard.press('d')
    const mine = ada.page.getByRole('listitem').filter({ hasText: item.subject })
    await mine.getByText('waits for a second reviewer').waitFor()
    await ada.close()

    const ben = await seat(browser, 'reviewer2', `/queue?view=second_review&item=${item.id}`)
    await shows(ben.page, item.subject)
    await ben.page.getByText(/Second review · Ada/).waitFor()
    await settled(ben.page)
    await ben.page.keyboard.press('a')
    await ben.page.getByRole('region', { name: '1 check asks for your word' }).waitFor()
    await ben.page.keyboard.press('Enter')
    await ben.page.getByRole('complementary', { name: 'Last decision' }).waitFor()
    inOrder(await timelineOf(ben.page, item.ticket, 'reply was sent'), [
      /Ada .*signed the draft as first of two/,
      /Ben .*approved the draft/,
      /reply was sent/,
    ])
    await ben.close()
  },
}

async function supervisorFinds(browser, ticket, subject) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  await logInAdmin(page)
  const list = async (path, text) => {
    await page.goto(`${url}/admin/${path}`)
    const row = page.locator('#result_list tbody tr').filter({ hasText: text })
    await row.first().waitFor()
    return row
  }
  const draft = await list(`ai_review/suggestion/?q=${ticket}`, subject)
  await draft.first().getByRole('link').first().click()
  await page.getByText(EDIT.trim()).first().waitFor()
  assert.match(await page.locator('body').innerText(), /Ada/)
  assert.ok((await (await list(`ai_review/review/?q=${ticket}`, /ada/i)).count()) >= 2)
  for (const action of ['ticket.opened', 'draft.stored', 'draft.edited', 'reply.sent']) {
    await list(`audit/auditevent/?q=ticket:${ticket}`, action)
  }
  await context.close()
}
