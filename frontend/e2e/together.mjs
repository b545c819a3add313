// Two people in two browsers work the same queue at once.
//   npm run together -- 200
// No draft that one person signs alone may be shown to both, every decision is answered with 200,
// and afterwards the server has each of them, once.
import { countAnswers, decide } from './reviewer.mjs'
import { draftShown, logIn, settled, WIDE, withBrowser } from './demo.mjs'

const wanted = Number(process.argv[2] ?? 200)
const wrong = []
let left = wanted

const itemOf = (at) => Number(new URL(at).searchParams.get('item')) || null

async function work(browser, who) {
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  const shown = new Set()
  const decided = []
  page.on('framenavigated', (frame) => {
    const item = itemOf(frame.url())
    if (item) shown.add(item)
  })
  const answers = countAnswers(page, wrong)
  page.on('request', (request) => {
    const id = /suggestions\/(\d+)\/decision$/.exec(request.url())?.[1]
    if (id) decided.push(Number(id))
  })
  await logIn(page, who)
  for (let turn = 0; left > 0; turn += 1) {
    if (await page.getByRole('heading', { name: 'All caught up' }).isVisible()) {
      wrong.push(`${who}: the queue is empty`)
      break
    }
    left -= 1
    await draftShown(page)
    const { ms } = await decide(page, turn)
    if (ms === null) wrong.push(`${who}: no next draft`)
  }
  for (let wait = 0; answers.answered < decided.length && wait < 20; wait += 1) await settled(page)
  const states = await page.evaluate(
    (ids) =>
      Promise.all(
        ids.map((id) => fetch(`/api/v1/suggestions/${id}`).then((answer) => answer.json())),
      ),
    decided,
  )
  await context.close()
  return { who, shown, decided, states, answered: answers.answered }
}

await withBrowser(async (browser) => {
  const [one, other] = await Promise.all(['reviewer', 'reviewer2'].map((who) => work(browser, who)))
  const states = [...one.states, ...other.states]
  // A draft that two must sign is shown to the second person once the first one has signed it.
  const forTwo = new Set(states.filter((each) => each.required_reviews === 2).map(({ id }) => id))
  const twice = [...one.shown].filter((id) => other.shown.has(id))
  const both = twice.filter((id) => !forTwo.has(id))
  const open = states.filter(
    ({ status, first_review }) => !(status !== 'pending_review' || first_review),
  )
  const all = [...one.decided, ...other.decided]
  console.log(
    `${one.decided.length} + ${other.decided.length} decisions; shown to both: ${both.length}` +
      ` (and ${twice.length - both.length} that two must sign); not stored: ${open.length}`,
  )
  if (both.length) wrong.push(`shown to both: ${both}`)
  if (open.length) wrong.push(`lost: ${open.map(({ id }) => id)}`)
  if (all.length !== wanted) wrong.push(`${all.length} decisions instead of ${wanted}`)
  const again = all.filter((id, at) => all.indexOf(id) !== at && !forTwo.has(id))
  if (again.length) wrong.push(`decided twice: ${again}`)
})
wrong.forEach((each) => console.error(`WRONG ${each}`))
process.exit(wrong.length ? 1 : 0)
