// What the browser scripts share: the running demo, its people, and a logged-in page.
import { readFileSync } from 'node:fs'
import { openBrowser } from './browser.mjs'

const file = process.env.HANDRAIL_DEMO_JSON ?? new URL('../../var/demo.json', import.meta.url)
const demo = JSON.parse(readFileSync(file, 'utf8'))
export const users = demo.users
export const url = process.env.HANDRAIL_URL ?? demo.url

/** Runs `work` with a browser and closes it whatever happens. */
export async function withBrowser(work) {
  const browser = await openBrowser()
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

export async function logIn(page, who = 'reviewer', path = '/queue') {
  await page.goto(url + path)
  await page.getByRole('textbox', { name: 'User name' }).fill(users[who].username)
  await page.getByRole('textbox', { name: 'Password' }).fill(users[who].password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** Waits for a draft in the queue that can be acted on. */
export async function draftShown(page) {
  await page.getByRole('heading', { level: 2, name: /AI draft|Your edit/ }).waitFor()
  await page.locator('h1:focus').waitFor()
  await page.waitForTimeout(400)
  return page.locator('h1').first().innerText()
}
