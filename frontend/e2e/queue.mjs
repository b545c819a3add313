// Stories of the queue's list: filters, search, claims that follow them, and an address that keeps it.
import { draftShown, logIn, withBrowser } from './demo.mjs'

const expect = (what, seen) => {
  if (!seen) throw new Error(`not so: ${what}`)
}

export const stories = [
  {
    name: 'a search narrows the list, claims follow it, and a reload restores it',
    run: async (browser) => {
      const page = await browser.newPage()
      await logIn(page)
      await draftShown(page)
      await page.keyboard.press('/')
      await page.keyboard.type('card', { delay: 40 })
      await page.waitForURL(/search=card/)
      const claimed = page.waitForResponse((answer) => answer.url().endsWith('/queue/claim'))
      await page.keyboard.press('v')
      await page.waitForTimeout(300)
      await page.keyboard.press('Escape')
      await claimed.catch(() => null)
      const rows = page.getByRole('list', { name: /List of the queue/ }).getByRole('listitem')
      await rows.first().waitFor()
      const found = await rows.first().getAttribute('aria-setsize')
      await page.reload()
      await rows.first().waitFor()
      expect(
        'the search box has its words again',
        (await page.getByRole('searchbox').inputValue()) === 'card',
      )
      expect(
        'the list is as long as before',
        (await rows.first().getAttribute('aria-setsize')) === found,
      )
      await page.close()
    },
  },
]

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await withBrowser(async (browser) => {
    for (const story of stories) {
      await story.run(browser)
      console.log('ok', story.name)
    }
  })
}
