// Something to count: three people read and decide on questions of a handful of customers.
import { draftOf, logIn, settled, url, WIDE } from './demo.mjs'
import { decide } from './reviewer.mjs'

const QUESTIONS = [
  ['Where is my new card?', 'I ordered a new card two weeks ago. When does it arrive?'],
  ['Refund not here yet', 'The shop sent my refund two weeks ago. How long does a refund take?'],
  ['Charged twice at the hotel', 'The same payment appears twice in my list. Which one is wrong?'],
  ['Closing my account', 'How do I close my account, and what does it cost?'],
  ['Statement for my landlord', 'I need a certificate of balance. How do I order one?'],
  ['Raise my daily limit', 'I want to buy a car. How can I raise the limit of my card?'],
]
const CUSTOMERS = ['Nora Quist', 'Emil Brandt', 'Aoife Keane', 'Tomas Reyes']
/** Who decides on how many: a median of the team is shown from three people on. */
const SHARES = { reviewer: 8, reviewer2: 5, supervisor: 4 }
/** As long as a short draft takes to read. */
const READING_MS = 6000

const email = (name) => `${name.toLowerCase().replace(' ', '.')}@customer.example`

async function decides(browser, who, from, count) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  await logIn(page, who, '/tickets')
  for (let turn = from; turn < from + count; turn += 1) {
    const [subject, body] = QUESTIONS[turn % QUESTIONS.length]
    const name = CUSTOMERS[turn % CUSTOMERS.length]
    const item = await draftOf(page, { subject, body, customer: { name, email: email(name) } })
    await page.goto(`${url}/queue?item=${item.id}`)
    await page.getByRole('heading', { level: 1, name: subject }).waitFor()
    await page.waitForTimeout(READING_MS)
    const stored = page.waitForResponse((answer) => answer.url().endsWith('/decision'))
    await decide(page, turn)
    await stored
    await settled(page)
  }
  await context.close()
}

export async function workADay(browser) {
  let from = 0
  await Promise.all(
    Object.entries(SHARES).map(([who, count]) => {
      from += count
      return decides(browser, who, from - count, count)
    }),
  )
}
