// Makes docs/images/*.png from a running demo, best a new one (`bin/demo --reset`). `timeline`,
// `admin`, `ticket`, `conflict` and the figures show tickets that this script opens and answers;
// otherwise it only reads. `confirm` and `triage` come from the stand-in of `npm run dev`: the
// offline provider makes up no numbers, so the demo has none to mark. A picture that fails is named
// at the end and keeps nobody from making the others.
//   npm run screenshots                    all
//   npm run screenshots -- queue phone     these; HANDRAIL_IMAGES says into which other folder
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { workADay } from './day.mjs'
import {
  draftOf,
  draftShown,
  logIn,
  logInAdmin,
  openTicket,
  PHONE,
  QUESTION,
  settled,
  url,
  WIDE,
  withBrowser,
} from './demo.mjs'

const folder =
  process.env.HANDRAIL_IMAGES ?? fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

const FLAGGED = 'Re: Your order – refund for damaged desk'
const SUBJECT = 'Certificate for visa application'
const REFUND = { subject: 'Refund for returned shoes', body: QUESTION }
const TALL = { viewport: { width: 1440, height: 1200 } }
const HANDY = { viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const DARK = { colorScheme: 'dark' }
const only = process.argv.slice(2)
const failed = []

/** Whether one of these pictures is wanted. */
const any = (...names) => !only.length || names.some((name) => only.includes(name))

async function shoot(browser, name, options, prepare) {
  if (!any(name)) return
  const context = await browser.newContext({ viewport: WIDE, ...options })
  const page = await context.newPage()
  // A busy machine is slow, above all at the modules of the stand-in, which nobody has bundled.
  page.setDefaultTimeout(120_000)
  try {
    await prepare(page)
    await page.waitForTimeout(600)
    await page.screenshot({ path: join(folder, `${name}.png`) })
    console.log(join(folder, `${name}.png`))
  } catch (error) {
    failed.push(name)
    console.error(`FAIL  ${name}\n${error.stack}`)
  } finally {
    await context.close()
  }
}

/** Opens the draft of that subject in the queue. */
async function openDraft(page, subject) {
  await logIn(page)
  await draftShown(page)
  // The list draws only the lines in view, so the draft is found by asking the server.
  const item = await page.evaluate(async (words) => {
    const answer = await fetch(`/api/v1/queue/ids?search=${encodeURIComponent(words)}`)
    return (await answer.json()).ids[0]
  }, subject)
  await page.goto(`${url}/queue?item=${item}`)
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
  await draftShown(page)
  await page.mouse.move(0, 0)
}

/** The queue with a draft that cites an article open in it. */
const queue = (page) => openDraft(page, SUBJECT)

async function edit(page) {
  await queue(page)
  await page.keyboard.press('e')
  const box = page.getByLabel('Reply to the customer')
  const text = await box.inputValue()
  await box.fill(
    text.replace(
      'Thank you for your message.',
      'Thank you for writing; here is how you get the certificate in time.',
    ),
  )
  await page.getByRole('region', { name: /Changes against/ }).waitFor()
  await box.evaluate((field) => {
    field.scrollTop = 0
    field.blur()
  })
}

/** The demo's prompt injection, with the warning that stands above its draft. */
async function injection(page) {
  await openDraft(page, FLAGGED)
  await page.getByRole('note', { name: 'The ticket speaks to the AI' }).waitFor()
}

/** The prompt of the draft from which most was removed before it was sent. */
async function prompt(page) {
  await logIn(page)
  await draftShown(page)
  const ticket = await page.evaluate(async () => {
    const { results } = await (await fetch('/api/v1/suggestions?page_size=100')).json()
    const removed = (one) => one.provenance.redactions
    return results.sort((a, b) => removed(b) - removed(a))[0].ticket
  })
  await page.goto(`${url}/tickets/${ticket}`)
  await page.getByRole('region', { name: 'Triage' }).waitFor()
  await page.keyboard.press('p')
  await page.keyboard.press('f')
  await page.getByRole('dialog').locator('dl').first().waitFor()
  await page.evaluate(() => document.activeElement?.blur())
}

/** The page of a ticket with its conversation and its draft. */
async function ticket(page) {
  await logIn(page)
  const { ticket: id } = await draftOf(page, REFUND)
  await page.goto(`${url}/tickets/${id}`)
  await page.getByRole('button', { name: /^Approve…?$/ }).waitFor()
  await page.mouse.move(0, 0)
}

/** Ada edits what Ben has approved in the meantime. */
async function conflict(page) {
  // An open page hears of the other decision at once; this one decides before it does.
  await page.route('**/api/v1/events', (route) => route.abort())
  await logIn(page)
  await draftShown(page)
  const item = await draftOf(page, REFUND)
  const opened = async (seat) => {
    await seat.goto(`${url}/queue?item=${item.id}`)
    await seat.getByRole('heading', { level: 1, name: item.subject }).waitFor()
    await draftShown(seat)
  }
  await opened(page)
  await page.keyboard.press('e')
  const box = page.getByLabel('Reply to the customer')
  await box.fill(
    (await box.inputValue()).replace(',\n\n', ',\n\nI am sorry that you had to wait. '),
  )
  const other = await (await page.context().browser().newContext({ viewport: WIDE })).newPage()
  await logIn(other, 'reviewer2')
  await opened(other)
  await other.keyboard.press('a')
  await other.getByRole('complementary', { name: 'Last decision' }).waitFor()
  await box.press('Control+Enter')
  await page.getByRole('region', { name: 'Conflict' }).waitFor()
  await other.context().close()
}

async function empty(page) {
  await logIn(page, 'reviewer', '/queue?view=mine')
  await page.getByRole('heading', { name: 'All caught up' }).waitFor()
}

async function offline(page) {
  await queue(page)
  await page.context().setOffline(true)
  await page.getByText('You are offline.').first().waitFor()
}

async function german(page) {
  await logIn(page)
  await draftShown(page)
  await page.evaluate(() => localStorage.setItem('handrail.language', 'de'))
  await page.reload()
  await page.locator('html[lang=de]').waitFor()
  await page.getByRole('button', { name: /^Freigeben/ }).waitFor()
  await page.locator('h1:focus').waitFor()
}

/** A page of figures: by the keys that lead there; its charts come a moment later. */
const figures = (who, second) => async (page) => {
  await logIn(page, who, '/tickets')
  await page.locator('h1').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press(second)
  await page.waitForURL((at) => at.pathname !== '/tickets')
  await page.locator('main svg.recharts-surface').first().waitFor()
  await page.getByRole('complementary', { name: 'Last decision' }).waitFor({ state: 'detached' })
  await page.waitForTimeout(1200)
}

async function bulk(page) {
  await logIn(page, 'reviewer', '/queue?view=low_risk&draft=has_reply')
  await draftShown(page)
  await page.keyboard.press('b')
  await page.getByRole('heading', { name: 'Approve several' }).waitFor()
  const boxes = page.getByRole('checkbox', { disabled: false })
  for (const at of [0, 1]) await boxes.nth(at).check({ force: true })
  await page.getByLabel(/^Type 2 to approve/).waitFor()
  await page.evaluate(() => document.activeElement?.blur())
}

/** The filters over the list, two of them in use. */
async function filters(page) {
  await logIn(page, 'reviewer', '/queue?priority=high&draft=has_reply')
  await draftShown(page)
  await page.keyboard.press('v')
  await page.getByRole('region', { name: 'Filters' }).waitFor()
}

/** The confirmation that A opens where a number stands in no source. */
const confirm = (standIn) => async (page) => {
  await page.goto(`${standIn}queue?item=505`)
  await draftShown(page)
  await page.keyboard.press('a')
  await page.getByRole('region', { name: /for your word/ }).waitFor()
}

/** The triage with a correction, its form open. */
const triage = (standIn) => async (page) => {
  await page.goto(`${standIn}queue?item=500`)
  await draftShown(page)
  await page.keyboard.press('t')
  await page.getByLabel('Category').waitFor()
  await page
    .getByRole('region', { name: 'Triage' })
    .getByLabel(/^Priority/)
    .selectOption('urgent')
  await page
    .getByRole('button', { name: /Mark as duplicate/ })
    .first()
    .click()
}

async function fromStandIn(browser) {
  if (!any('confirm', 'confirm-dark', 'triage', 'triage-dark', 'triage-phone')) return
  const server = await createServer({ mode: 'mock', server: { port: 5199 }, logLevel: 'error' })
  try {
    await server.listen()
    const [standIn] = server.resolvedUrls.local
    await shoot(browser, 'confirm', {}, confirm(standIn))
    await shoot(browser, 'confirm-dark', DARK, confirm(standIn))
    await shoot(browser, 'triage', {}, triage(standIn))
    await shoot(browser, 'triage-dark', DARK, triage(standIn))
    await shoot(browser, 'triage-phone', HANDY, triage(standIn))
  } finally {
    await server.close()
  }
}

/** A ticket that was opened, drafted, edited, taken back, edited again and answered. */
async function answered(browser) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  const ticket = await openTicket({
    subject: 'Refund has not arrived',
    body: QUESTION,
    customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
  })
  await logIn(page, 'reviewer', `/tickets/${ticket.id}`)
  const send = async () => {
    await page.getByRole('button', { name: /^(Edit|Approve my text)/ }).waitFor({ timeout: 60_000 })
    await settled(page)
    if (!(await page.getByLabel('Reply to the customer').isVisible())) {
      await page.keyboard.press('e')
      const box = page.getByLabel('Reply to the customer')
      const text = await box.inputValue()
      await box.fill(text.replace(',\n\n', ',\n\nI am sorry that you had to wait. '))
    }
    await settled(page)
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/Edited and approved/)
      .first()
      .waitFor()
  }
  await send()
  await page.waitForTimeout(1500)
  await page.keyboard.press('z')
  await send()
  await page.goto(`${url}/tickets/${ticket.id}?tab=timeline`)
  await page.getByText('The reply was sent').waitFor({ timeout: 60_000 })
  await context.close()
  return ticket.id
}

await withBrowser(async (browser) => {
  await shoot(browser, 'login', {}, async (page) => {
    await page.goto(url)
    await page.getByRole('textbox', { name: 'User name' }).waitFor()
  })
  await shoot(browser, 'queue', TALL, queue)
  await shoot(browser, 'queue-dark', { ...TALL, colorScheme: 'dark' }, queue)
  await shoot(browser, 'source', {}, async (page) => {
    await queue(page)
    const cited = page.getByRole('region', { name: 'Sources' }).getByRole('button').first()
    await page.keyboard.press(await cited.getAttribute('aria-keyshortcuts'))
    await cited.scrollIntoViewIfNeeded()
  })
  await shoot(browser, 'edit', TALL, edit)
  await shoot(browser, 'ticket', TALL, ticket)
  await shoot(browser, 'conflict', TALL, conflict)
  await shoot(browser, 'empty', {}, empty)
  await shoot(browser, 'offline', {}, offline)
  await shoot(browser, 'german', TALL, german)
  await shoot(browser, 'filters', {}, filters)
  await shoot(browser, 'bulk', TALL, bulk)
  await shoot(browser, 'tickets', {}, async (page) => {
    await logIn(page, 'reviewer', '/tickets')
    await page.locator('a[data-row]').first().waitFor()
  })
  await shoot(browser, 'phone', HANDY, async (page) => {
    await logIn(page)
    await draftShown(page)
  })
  await shoot(browser, 'phone-list', HANDY, async (page) => {
    await logIn(page, 'reviewer', '/tickets')
    await page.locator('a[data-row]').first().waitFor()
  })

  await shoot(browser, 'injection', {}, injection)
  await shoot(browser, 'injection-phone', HANDY, injection)
  await shoot(browser, 'prompt', {}, prompt)
  await shoot(browser, 'prompt-dark', DARK, prompt)
  await shoot(browser, 'prompt-phone', HANDY, prompt)
  await fromStandIn(browser)

  if (any('numbers', 'numbers-dark', 'dashboard')) await workADay(browser)
  await shoot(browser, 'numbers', TALL, figures('reviewer', 'n'))
  await shoot(browser, 'numbers-dark', { ...TALL, ...DARK }, figures('reviewer', 'n'))
  await shoot(browser, 'dashboard', TALL, figures('supervisor', 'b'))

  if (!any('timeline', 'admin')) return
  const one = await answered(browser)
  await shoot(browser, 'timeline', {}, async (page) => {
    await logIn(page, 'supervisor', `/tickets/${one}?tab=timeline`)
    await page.getByText('The reply was sent').waitFor()
  })
  await shoot(browser, 'admin', {}, async (page) => {
    await logInAdmin(page, 'supervisor', `/admin/ai_review/suggestion/?q=${one}`)
    await page.locator('#result_list tbody tr').first().getByRole('link').first().click()
    await page.waitForLoadState('networkidle')
  })
})
if (failed.length) console.error(`no picture of: ${failed.join(', ')}`)
process.exit(failed.length ? 1 : 0)
