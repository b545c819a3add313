// What people see and do while the AI is paused, in a real browser: desk and workspace together.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { logIn, logInAdmin, openTicket, PHONE, url, WIDE } from './demo.mjs'

const POLICY = '/admin/ai_review/aipolicy/1/change/'

async function setPaused(page, paused) {
  await page.goto(url + POLICY)
  await page.locator('input[name=paused]').setChecked(paused, { force: true })
  await page.locator('[name=_save]').first().click()
  await page.getByText('was changed successfully').waitFor()
}

const question = (word) =>
  openTicket({
    subject: `Card ${word} ${Date.now().toString(36)}`,
    body: 'My new card has not arrived after two weeks. Where is it?',
    customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
  })

const banner = (page) => page.getByRole('status', { name: 'AI service' })

/** The page of a waiting ticket has no serious issue and is not wider than its window. */
async function looksRight(browser, ticket) {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [WIDE, PHONE]) {
      const context = await browser.newContext({ viewport, colorScheme })
      const page = await context.newPage()
      await logIn(page, 'supervisor', `/tickets/${ticket}`)
      await page.getByRole('heading', { name: 'AI drafting is paused' }).waitFor()
      await page.getByRole('link', { name: 'AI policy' }).waitFor()
      const where = `${colorScheme} ${viewport.width}`
      assert.deepEqual(await seriousIssues(page), [], where)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${where}: ${wide} px too wide`)
      await context.close()
    }
  }
}

export const awayStories = {
  async 'the AI paused at the desk is said in the workspace, and all goes on by itself'(browser) {
    const desk = await (await browser.newContext({ viewport: WIDE })).newPage()
    await logInAdmin(desk)
    await setPaused(desk, true)
    try {
      const [kept, cancelled] = [await question('one'), await question('two')]
      const page = await (await browser.newContext({ viewport: WIDE })).newPage()
      await logIn(page, 'reviewer', `/tickets/${cancelled.id}`)
      await banner(page).getByText('AI drafting is paused').waitFor()
      await looksRight(browser, kept.id)

      await page.getByRole('button', { name: 'Cancel the draft' }).waitFor()
      await page.keyboard.press('c')
      await page.getByRole('heading', { name: 'The draft was cancelled' }).waitFor()
      await page.keyboard.press('x')
      await page.getByRole('heading', { name: 'AI drafting is paused' }).waitFor()

      await setPaused(desk, false)
      // Nobody reloads: the banner goes and both drafts come.
      await page.getByRole('button', { name: /^Approve…?$/ }).waitFor({ timeout: 60_000 })
      await banner(page).getByText('AI drafting is paused').waitFor({ state: 'detached' })
      await page.goto(`${url}/tickets/${kept.id}`)
      await page.getByRole('button', { name: /^Approve…?$/ }).waitFor({ timeout: 60_000 })
      await page.context().close()
    } finally {
      await setPaused(desk, false).catch(() => {})
      await desk.context().close()
    }
  },
}
