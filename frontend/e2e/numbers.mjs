// Figures that people trust: what was just decided is in them, and each leads to its list.
import assert from 'node:assert/strict'
import { seriousIssues } from './axe.mjs'
import { draftShown, logIn, PHONE, WIDE } from './demo.mjs'
import { countAnswers, decide } from './reviewer.mjs'

const figure = (page, label) =>
  page.locator('dl').first().locator('div').filter({ hasText: label }).locator('dd').first()

const decided = async (page) => {
  await page.getByRole('heading', { level: 1, name: 'My numbers' }).waitFor()
  return Number((await figure(page, 'Decisions').innerText()).replace(',', ''))
}

async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options })
  return { context, page: await context.newPage() }
}

const go = async (page, key) => {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
}

export const numbersStories = {
  async 'three decisions are in my numbers at once'(browser) {
    const { page, context } = await open(browser)
    await logIn(page, 'reviewer2', '/numbers?days=1')
    const empty = page.getByRole('heading', { name: 'Nothing decided in this period' })
    await figure(page, 'Decisions').or(empty).first().waitFor()
    const before = (await empty.isVisible()) ? 0 : await decided(page)
    const wrong = []
    const answers = countAnswers(page, wrong)
    await go(page, 'q')
    for (let turn = 0; turn < 3; turn += 1) {
      await draftShown(page)
      const stored = page.waitForResponse((answer) => answer.url().endsWith('/decision'))
      await decide(page, turn)
      await stored
    }
    assert.deepEqual([answers.answered, wrong], [3, []])
    await page.goto(page.url().replace(/queue.*/, 'numbers?days=1'))
    await figure(page, 'Decisions').waitFor()
    assert.equal(await decided(page), before + 3)
    await page.getByRole('img').or(page.locator('svg.recharts-surface')).first().waitFor()
    const table = page.getByRole('table', { name: 'Decisions by verdict' })
    await page.getByText('Show as a table').first().click()
    await table.waitFor()
    const counts = await table.locator('td').allInnerTexts()
    assert.equal(
      counts.reduce((sum, count) => sum + Number(count), 0),
      before + 3,
    )
    await context.close()
  },

  async 'the supervisor follows a figure of the dashboard to the list behind it'(browser) {
    const { page, context } = await open(browser)
    await logIn(page, 'supervisor')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await go(page, 'b')
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
    await page.getByRole('radio', { name: '28 days' }).check({ force: true })
    await page.waitForURL(/days=28/)
    const priority = page.getByRole('table', { name: 'Backlog by priority' })
    await priority.getByRole('link', { name: 'Normal' }).click()
    await page.waitForURL(/tickets\?.*priority=normal/)
    await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor()
    await page.goBack()
    await page.waitForURL(/dashboard\?days=28/)
    await context.close()
  },

  async 'a reviewer is told that the dashboard is not theirs'(browser) {
    const { page, context } = await open(browser)
    await logIn(page, 'reviewer', '/dashboard')
    await page.getByRole('heading', { name: /for supervisors and auditors/ }).waitFor()
    assert.equal(
      await page.evaluate(() => fetch('/api/v1/metrics/desk').then((a) => a.status)),
      403,
    )
    await context.close()
  },

  async 'the figures have no serious axe issue, light and dark, wide and phone'(browser) {
    for (const colorScheme of ['light', 'dark']) {
      for (const viewport of [WIDE, PHONE]) {
        const { page, context } = await open(browser, { viewport, colorScheme })
        await logIn(page, 'supervisor', '/dashboard?days=28')
        await page.locator('svg.recharts-surface').first().waitFor()
        assert.deepEqual(await seriousIssues(page), [], `desk ${colorScheme} ${viewport.width}`)
        const wide = () => document.documentElement.scrollWidth - innerWidth
        assert.ok((await page.evaluate(wide)) <= 0, 'the dashboard is too wide')
        await page.getByRole('heading', { level: 2, name: 'Attention' }).waitFor()
        const long = () => document.documentElement.scrollHeight - innerHeight
        if (viewport === WIDE) assert.ok((await page.evaluate(long)) <= 0, 'space below the shell')
        await go(page, 'n')
        await page.getByRole('heading', { level: 1, name: 'My numbers' }).waitFor()
        await page.locator('main [aria-busy="false"]').first().waitFor()
        assert.deepEqual(await seriousIssues(page), [], `mine ${colorScheme} ${viewport.width}`)
        await context.close()
      }
    }
  },
}
