// A person at a page of the demo, and what stories ask of that page.
import { draftShown, logIn, url, WIDE } from './demo.mjs'

export async function seat(browser, { path = '/queue', who = 'reviewer', ...options } = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options })
  const page = await context.newPage()
  await logIn(page, who, path)
  return { page, context }
}

/** Opens that draft in the queue. */
export async function open(page, item) {
  await page.goto(`${url}/queue?item=${item.id}`)
  await page.getByRole('heading', { level: 1, name: item.subject }).waitFor()
  await draftShown(page)
}

export const heading = (page) => page.locator('h1').first()
export const reply = (page) => page.getByLabel('Reply to the customer')
export const gone = (page, subject) =>
  page.waitForFunction((old) => document.querySelector('h1')?.innerText !== old, subject)

/** The decisions that this page sends from now on: [{id, verdict, headers, body}]. */
export function decisionsOf(page) {
  const sent = []
  page.on('request', (request) => {
    const id = /suggestions\/(\d+)\/decision$/.exec(request.url())?.[1]
    if (id) sent.push({ id: Number(id), headers: request.headers(), body: request.postDataJSON() })
  })
  return sent
}

/** Waits until nothing has been under way for half a second. */
export async function quiet(page) {
  const open = new Set()
  let last = Date.now()
  const note = (change) => (request) => {
    change(request)
    last = Date.now()
  }
  const begin = note((request) => open.add(request))
  const end = note((request) => open.delete(request))
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  while (open.size || Date.now() - last < 500) await page.waitForTimeout(50)
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
}
