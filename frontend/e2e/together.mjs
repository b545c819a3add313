// Two people in two browsers work the same queue at once.
//   npm run together -- 200
// It opens that many tickets, of which every tenth speaks to the AI: its draft is of high risk, and
// two people must sign it. Both decide until each of these drafts is through. No draft may be on both
// screens at a time; one that two must sign comes to the second person once the first has signed it,
// and to both in the end, unless one of them rejects it. Every decision is answered with 200 and
// none is lost.
import { countAnswers, decide } from './reviewer.mjs'
import {
  draftShown,
  INJECTION,
  logIn,
  openTicket,
  QUESTION,
  settled,
  url,
  WIDE,
  withBrowser,
} from './demo.mjs'

const wanted = Number(process.argv[2] ?? 200)
const MARK = `together${Date.now().toString(36)}`
const PEOPLE = ['reviewer', 'reviewer2']
const wrong = []

const api = async (page, path) => (await page.request.get(`${url}/api/v1/${path}`)).json()
const itemOf = (at) => Number(new URL(at).searchParams.get('item')) || null

async function openTickets() {
  const open = (at) =>
    openTicket({
      subject: `Refund ${at} ${MARK}`,
      body: at % 10 === 5 ? `${QUESTION}\n\n${INJECTION}` : QUESTION,
      customer: { name: 'Mira Storm', email: 'mira.storm@customer.example' },
    })
  const tickets = []
  for (let at = 0; at < wanted; at += 1) tickets.push((await open(at)).id)
  return tickets
}

/** The draft of each ticket, once all have one. */
async function draftsOf(page, tickets) {
  const drafts = new Map()
  for (let wait = 0; wait < 600 && drafts.size < tickets.length; wait += 1) {
    for (const id of tickets.filter((one) => !drafts.has(one))) {
      const { suggestion } = await api(page, `tickets/${id}`)
      if (suggestion) drafts.set(id, suggestion)
      else break
    }
    if (drafts.size < tickets.length) await page.waitForTimeout(500)
  }
  return [...drafts.values()]
}

async function seat(browser, who) {
  const page = await (await browser.newContext({ viewport: WIDE })).newPage()
  page.setDefaultTimeout(120_000)
  const seen = []
  page.on('framenavigated', (frame) => {
    const [now, item] = [Date.now(), frame === page.mainFrame() ? itemOf(frame.url()) : null]
    const last = seen.at(-1)
    if (last?.item === item) return
    if (last) last.until ??= now
    seen.push({ item, from: now, until: null })
  })
  const decided = []
  page.on('request', (request) => {
    const id = Number(/suggestions\/(\d+)\/decision$/.exec(request.url())?.[1])
    if (id) decided.push({ id, verdict: request.postDataJSON().verdict, at: Date.now() })
  })
  const answers = countAnswers(page, wrong)
  await logIn(page, who, '/tickets')
  return { who, page, seen, decided, answers }
}

/** Decides what is there for this person until nothing is, for as long as the other still works. */
async function work({ who, page, decided, answers }, goOn) {
  await page.goto(`${url}/queue?search=${MARK}`)
  const next = page.locator('h1:focus')
  const done = page.getByRole('heading', { name: /^(All caught up|No draft matches)/ })
  for (let turn = 0; ; turn += 1) {
    await next.or(done).first().waitFor()
    if (await done.isVisible()) {
      if (!(await goOn())) break
      // What the other signed first comes by itself; asking anew is quicker.
      await page.reload()
      continue
    }
    await draftShown(page)
    await decide(page, turn)
  }
  for (let wait = 0; answers.answered < decided.length && wait < 20; wait += 1) await settled(page)
  if (answers.answered !== decided.length) wrong.push(`${who}: a decision has no answer`)
}

/** Pairs of views of one draft by two people, as [first, second] by time. */
const sharedViews = ([one, other]) =>
  one.seen
    .filter(({ item }) => item)
    .flatMap((mine) =>
      other.seen
        .filter(({ item }) => item === mine.item)
        .map((theirs) => (mine.from <= theirs.from ? [mine, theirs] : [theirs, mine])),
    )

await withBrowser(async (browser) => {
  const seats = []
  for (const who of PEOPLE) seats.push(await seat(browser, who))
  const [{ page }] = seats
  const tickets = await openTickets()
  const drafts = await draftsOf(page, tickets)
  if (drafts.length < wanted) wrong.push(`${wanted - drafts.length} tickets have no draft`)
  const forTwo = new Set(drafts.filter((one) => one.required_reviews === 2).map(({ id }) => id))
  const states = () => Promise.all(drafts.map(({ id }) => api(page, `suggestions/${id}`)))
  const pending = async () => (await states()).some(({ status }) => status === 'pending_review')
  const started = Date.now()
  await Promise.all(seats.map((one) => work(one, pending)))
  const seconds = (Date.now() - started) / 1000

  const all = seats.flatMap(({ who, decided }) => decided.map((one) => ({ ...one, who })))
  const of = (id) => all.filter((one) => one.id === id)
  for (const { id } of drafts) {
    const made = of(id)
    const people = new Set(made.map(({ who }) => who)).size
    const rejected = made.some(({ verdict }) => verdict === 'reject')
    if (made.length !== people) wrong.push(`${id}: decided twice by one person`)
    if (forTwo.has(id) ? people !== 2 && !rejected : people !== 1)
      wrong.push(`${id}: ${people} signed, ${forTwo.has(id) ? 'two' : 'one'} must`)
  }
  const lost = (await states()).filter(({ status }) => status === 'pending_review')
  if (lost.length) wrong.push(`lost: ${lost.map(({ id }) => id)}`)

  const views = sharedViews(seats)
  const alone = views.filter(([{ item }]) => !forTwo.has(item))
  const atOnce = views.filter(([first, second]) => !first.until || second.from < first.until)
  if (alone.length) wrong.push(`shown to both: ${alone.map(([{ item }]) => item)}`)
  if (atOnce.length) wrong.push(`on both screens at once: ${atOnce.map(([{ item }]) => item)}`)
  const twice = [...forTwo].filter((id) => of(id).length === 2)
  console.log(
    `${seats.map(({ decided }) => decided.length).join(' + ')} decisions in ${seconds.toFixed(0)} s ` +
      `on ${drafts.length} drafts; two must sign ${forTwo.size}: ${twice.length} had both, ` +
      `${forTwo.size - twice.length} were rejected by the first; ` +
      `shown to both: ${alone.length}; on both screens at once: ${atOnce.length}; lost: ${lost.length}`,
  )
  if (wanted >= 10 && !twice.length) wrong.push('no draft was signed by both')
})
wrong.forEach((each) => console.error(`WRONG ${each}`))
process.exit(wrong.length ? 1 : 0)
