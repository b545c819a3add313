// Stories of the queue's list: filters, search, claims that follow them, and views with a name.
import assert from 'node:assert/strict'
import { draftShown, logIn, url } from './demo.mjs'

const list = (page) => page.getByRole('list', { name: /^List of the queue/ })
const line = (page) => list(page).getByRole('listitem').first()
const length = async (page) => Number(await line(page).getAttribute('aria-setsize'))
const box = (page) => page.getByRole('searchbox', { name: 'Search' })
const params = (page) => new URL(page.url()).searchParams

/** Until the list is that of the filters in the address. */
async function settled(page) {
  await line(page).waitFor()
  await page.waitForFunction(
    () => document.querySelector('input[type=search]')?.getAttribute('aria-busy') === 'false',
  )
}

async function openQueue(browser, path = '/queue') {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await logIn(page, 'reviewer', path)
  await draftShown(page)
  await settled(page)
  return { context, page }
}

/** Types into the search box and gives the claim that was made for it. */
async function search(page, words) {
  const claim = page.waitForResponse((answer) => {
    const made = answer.request()
    return answer.url().endsWith('/queue/claim') && made.postDataJSON().search === words
  })
  await page.keyboard.press('/')
  await page.keyboard.type(words, { delay: 40 })
  const answer = await claim
  assert.equal(answer.status(), 200)
  await settled(page)
  return answer
}

export const queueStories = {
  async 'filters and search narrow the list, and claims follow them'(browser) {
    const { context, page } = await openQueue(browser)
    const open = params(page).get('item')
    const before = await length(page)
    const claim = await search(page, 'card')
    assert.ok((await length(page)) < before, 'the search narrows the list')
    assert.equal(params(page).get('item'), open, 'the open draft stays open')
    await page.keyboard.press('Escape')

    const found = (await claim.json()).results.map((one) => one.id)
    assert.ok(found.length > 0, 'something was leased')
    const ids = await page.request.get(`${url}/api/v1/queue/ids?search=card`)
    const listed = new Set((await ids.json()).ids)
    assert.deepEqual(
      found.filter((id) => !listed.has(id)),
      [],
      'what was leased is in the list',
    )

    const narrower = page.waitForRequest(
      (made) => made.url().endsWith('/queue/claim') && made.postDataJSON().risk?.[0] === 'low',
    )
    await page.keyboard.press('v')
    await page.getByRole('region', { name: 'Filters' }).getByText('Low risk').click()
    assert.equal((await narrower).postDataJSON().search, 'card')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Filters' }).waitFor({ state: 'detached' })
    await context.close()
  },

  async 'a reload brings filters, order, search and the open draft back'(browser) {
    const { context, page } = await openQueue(browser)
    await search(page, 'card')
    await page.keyboard.press('Escape')
    await page.keyboard.press('v')
    const filters = page.getByRole('region', { name: 'Filters' })
    await filters.getByRole('combobox', { name: /^Order/ }).selectOption('oldest')
    await filters.getByText('Low risk').click()
    await page.waitForURL(/risk=/)
    await page.keyboard.press('Escape')
    await settled(page)
    await line(page).getByRole('link').click()
    await draftShown(page)
    const [found, item] = [await length(page), params(page).get('item')]
    const heading = await page.locator('h1').first().innerText()

    await page.reload()
    assert.equal(await draftShown(page), heading)
    await settled(page)
    assert.equal(params(page).get('item'), item)
    assert.equal(await box(page).inputValue(), 'card')
    assert.equal(await length(page), found)
    const chips = await page.getByRole('list', { name: 'Filters in use' }).innerText()
    assert.match(chips, /Oldest first/)
    assert.match(chips, /Low risk/)
    await context.close()
  },

  async 'a view is saved, opened from the menu and by its name alone, and deleted'(browser) {
    const { context, page } = await openQueue(browser)
    const name = `Story ${Date.now().toString(36)}`
    await search(page, 'card')
    await page.keyboard.press('Escape')
    const found = await length(page)
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByLabel('Name of the view').fill(name)
    await page.keyboard.press('Enter')
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name })
    await link.waitFor()
    const slug = params(page).get('saved')

    await page.getByRole('link', { name: /^Tickets/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor()
    await link.click()
    await draftShown(page)
    await settled(page)
    assert.equal(await box(page).inputValue(), 'card')
    assert.equal(await length(page), found)

    await page.goto(`${url}/queue?saved=${slug}`)
    await draftShown(page)
    await settled(page)
    assert.equal(params(page).get('search'), 'card')
    assert.equal(await length(page), found)

    await page.getByRole('button', { name: 'This view' }).click()
    await page.getByRole('button', { name: 'Delete view…' }).click()
    await page.getByRole('button', { name: 'Delete view', exact: true }).click()
    await link.waitFor({ state: 'detached' })
    assert.equal(params(page).get('saved'), null)
    await context.close()
  },
}
