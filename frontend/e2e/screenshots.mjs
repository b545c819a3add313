// Makes docs/images/*.png from a running demo. `timeline` and `admin` show a ticket that this
// script opens and answers; otherwise it only reads. Any name after the command makes only that.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  draftShown,
  logIn,
  logInAdmin,
  openTicket,
  PHONE,
  settled,
  url,
  WIDE,
  withBrowser,
} from './demo.mjs'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

const SUBJECT = 'Hotel took the money twice'
const TALL = { viewport: { width: 1440, height: 1200 } }
const only = process.argv.slice(2)

async function shoot(browser, name, options, prepare) {
  if (only.length && !only.includes(name)) return
  const context = await browser.newContext({ viewport: WIDE, ...options })
  const page = await context.newPage()
  await prepare(page)
  await page.waitForTimeout(600)
  await page.screenshot({ path: `${folder}${name}.png` })
  await context.close()
  console.log(`docs/images/${name}.png`)
}

/** The queue with a draft that cites an article open in it. */
async function queue(page) {
  await logIn(page)
  await draftShown(page)
  await page.locator('aside ol a').filter({ hasText: SUBJECT }).first().click()
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor()
  await draftShown(page)
  await page.mouse.move(0, 0)
}

async function edit(page) {
  await queue(page)
  await page.keyboard.press('e')
  const box = page.getByLabel('Reply to the customer')
  const text = await box.inputValue()
  await box.fill(
    text
      .replace(
        'Thank you for your message.',
        'Thank you for writing, and I am sorry that your card was charged twice.',
      )
      .replace(
        'Hotels and car hire companies may hold a deposit for up to 30 days.',
        'Hotels may hold a deposit for up to 30 days.',
      ),
  )
  await page.getByRole('region', { name: /Changes against/ }).waitFor()
  await box.evaluate((field) => {
    field.scrollTop = 0
    field.blur()
  })
}

/** A ticket that was opened, drafted, edited, taken back, edited again and answered. */
async function answered(browser) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  const ticket = await openTicket({
    subject: 'Refund has not arrived',
    body: 'The shop sent my refund two weeks ago and it has still not reached my account. How long does a refund take?',
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
    await page.keyboard.press('1')
  })
  await shoot(browser, 'edit', TALL, edit)
  await shoot(browser, 'tickets', {}, async (page) => {
    await logIn(page, 'reviewer', '/tickets')
    await page.locator('a[data-row]').first().waitFor()
  })
  await shoot(
    browser,
    'phone',
    { viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    async (page) => {
      await logIn(page)
      await draftShown(page)
    },
  )

  if (only.length && !only.includes('timeline') && !only.includes('admin')) return
  const ticket = await answered(browser)
  await shoot(browser, 'timeline', {}, async (page) => {
    await logIn(page, 'supervisor', `/tickets/${ticket}?tab=timeline`)
    await page.getByText('The reply was sent').waitFor()
  })
  await shoot(browser, 'admin', {}, async (page) => {
    await logInAdmin(page, 'supervisor', `/admin/ai_review/suggestion/?q=${ticket}`)
    await page.locator('#result_list tbody tr').first().getByRole('link').first().click()
    await page.waitForLoadState('networkidle')
  })
})
