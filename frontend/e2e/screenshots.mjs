// Makes docs/images/*.png from a running demo. Reads only; approves and rejects nothing.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { draftShown, logIn, url, withBrowser } from './demo.mjs'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

async function shoot(browser, name, options, prepare) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1.5,
    ...options,
  })
  const page = await context.newPage()
  await prepare(page)
  await page.waitForTimeout(600)
  await page.screenshot({ path: `${folder}${name}.png` })
  await context.close()
  console.log(`docs/images/${name}.png`)
}

const queue = async (page) => {
  await logIn(page)
  await draftShown(page)
}

await withBrowser(async (browser) => {
  await shoot(browser, 'login', {}, async (page) => {
    await page.goto(url)
    await page.getByRole('textbox', { name: 'User name' }).waitFor()
  })
  await shoot(browser, 'queue', {}, queue)
  await shoot(browser, 'queue-dark', { colorScheme: 'dark' }, queue)
  await shoot(browser, 'source', {}, async (page) => {
    await queue(page)
    await page.keyboard.press('1')
  })
  await shoot(browser, 'edit', {}, async (page) => {
    await queue(page)
    await page.keyboard.press('e')
    await page.getByLabel('Reply to the customer').press('Control+Home')
    await page.keyboard.type('Good morning. ')
  })
  await shoot(browser, 'reject', {}, async (page) => {
    await queue(page)
    await page.keyboard.press('r')
  })
  await shoot(browser, 'tickets', {}, (page) => logIn(page, 'reviewer', '/tickets'))
  await shoot(
    browser,
    'phone',
    { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    queue,
  )
})
