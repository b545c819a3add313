import { screen, waitFor, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, live, openWorkspace } from '../test/workspace'

const FRAUD = 'Somebody withdrew cash that was not me'

const list = () => screen.findByRole('list', { name: /^List of the queue/ })
const subjects = async () =>
  within(await list())
    .queryAllByRole('listitem')
    .map((row) => row.textContent ?? '')

async function openQueue(options?: Parameters<typeof openWorkspace>[0]) {
  const workspace = await openWorkspace(options)
  await itemShown(/./)
  await waitFor(async () => expect((await subjects()).length).toBeGreaterThan(0))
  return workspace
}

/** A list of so many, each a copy of the same draft. */
function many(count: number) {
  const db = new MockDb()
  const one = db.suggestions[0]!
  db.suggestions = Array.from({ length: count }, (_, at) => ({
    ...structuredClone(one),
    id: 10_000 + at,
    ticket_subject: `Question ${at}`,
    ticket_priority: 'normal' as const,
  }))
  return db
}

async function save(user: Awaited<ReturnType<typeof openWorkspace>>['user'], name: string) {
  await user.click(screen.getByRole('button', { name: 'Save this view' }))
  await user.type(await screen.findByRole('textbox', { name: 'Name of the view' }), name)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(live()).toContain(`Saved as ${name}.`))
}

test('filters stand in the address, and an address with filters comes back with them', async () => {
  const { user, router, unmount } = await openQueue()
  await user.keyboard('v')
  await user.click(await screen.findByRole('checkbox', { name: 'Urgent' }))
  await user.click(screen.getByRole('checkbox', { name: 'High' }))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Oldest first')
  await user.keyboard('{Escape}')
  await user.keyboard('/fraud')
  await waitFor(() =>
    expect(router.state.location.search).toMatchObject({
      priority: ['urgent', 'high'],
      order: 'oldest',
      search: 'fraud',
    }),
  )
  const address = router.state.location.href
  unmount()
  await openWorkspace({ path: address })
  const chips = within(await screen.findByRole('list', { name: 'Filters in use' }))
  expect(chips.getByRole('button', { name: /Urgent priority/ })).toBeVisible()
  expect(chips.getByRole('button', { name: /Oldest first/ })).toBeVisible()
  expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveValue('fraud')
})

test('the old rows stay while those of a new search are on their way', async () => {
  let answered = false
  const slow = http.get('*/api/v1/queue/ids', async ({ request }) => {
    if (!new URL(request.url).searchParams.get('search')) return undefined
    await delay(700)
    answered = true
    return HttpResponse.json({ ids: [], counts: new MockDb().queue('all').counts })
  })
  const { user } = await openQueue({ overrides: [slow] })
  const before = (await subjects()).length
  await user.keyboard('/zzz')
  const box = screen.getByRole('searchbox', { name: 'Search' })
  await waitFor(() => expect(box).toHaveAttribute('aria-busy', 'true'))
  expect(answered).toBe(false)
  expect(await subjects()).toHaveLength(before)
  await waitFor(async () => expect(await subjects()).toHaveLength(0))
  expect(box).toHaveAttribute('aria-busy', 'false')
})

test('a search that finds a draft leaves the rest of the word to the search box', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?search=zzz' })
  await screen.findByRole('heading', { name: 'No draft matches' })
  const box = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Search' })
  box.focus()
  box.select()
  await user.paste('porto')
  await itemShown('Card payment abroad charged twice')
  expect(box).toHaveFocus()
  await user.keyboard(' a')
  expect(box).toHaveValue('porto a')
  expect(db.decisionCalls).toHaveLength(0)
})

test('other filters lease anew; the open draft stays open and leased', async () => {
  const { db, user, router } = await openQueue()
  const open = router.state.location.search.item
  await user.keyboard('/porto')
  await waitFor(() => expect(db.released.length).toBeGreaterThan(0))
  expect(router.state.location.search.item).toBe(open)
  expect(db.released).not.toContain(open)
  const mine = db.suggestions.filter((one) => one.claim?.mine && one.id !== open)
  expect(mine.map((one) => one.ticket_subject)).toEqual(['Card payment abroad charged twice'])
  await user.keyboard('{Enter}')
  await screen.findByRole('heading', { level: 1, name: 'Card payment abroad charged twice' })
})

test('what matches but is held by colleagues is not called a search without a match', async () => {
  const db = new MockDb()
  db.claim = () => ({ results: [], remaining: 0 })
  await openWorkspace({ db, path: '/queue?search=fraud' })
  await screen.findByRole('list', { name: /^List of the queue/ })
  expect(await screen.findByText(/Colleagues hold what is left/)).toBeVisible()
  expect(screen.queryByRole('heading', { name: 'No draft matches' })).toBeNull()
})

test('a draft leased before the list names it has a line like any other', async () => {
  const db = new MockDb()
  const [first, ...rest] = db.pending().map((one) => one.id)
  const asked: string[] = []
  const ids = http.get('*/api/v1/queue/ids', () =>
    HttpResponse.json({ ids: rest, counts: db.queue('all').counts }),
  )
  const lines = http.get('*/api/v1/queue', ({ request }) => {
    asked.push(new URL(request.url).searchParams.get('ids') ?? '')
  })
  await openQueue({ db, overrides: [ids, lines] })
  await waitFor(() => expect(asked).toContain(String(first)))
})

test('Escape in the search leads back to the open draft', async () => {
  const { user } = await openQueue()
  await user.keyboard('/')
  expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})

test('J and K walk through many rows, of which only those in view are drawn', async () => {
  const { user } = await openQueue({ db: many(2000) })
  expect((await subjects()).length).toBeLessThan(40)
  expect(screen.getByTestId('waiting')).toHaveTextContent('2,000 waiting')
  const row = (await list()).querySelector('[aria-posinset]')
  expect(row).toHaveAttribute('aria-setsize', '2000')
  for (let step = 1; step <= 20; step += 1) await user.keyboard('j')
  await screen.findByRole('heading', { level: 1, name: 'Question 20' })
  for (let step = 1; step <= 19; step += 1) await user.keyboard('k')
  await screen.findByRole('heading', { level: 1, name: 'Question 1' })
})

test('the filters are a saved view with a name, which is renamed and deleted', async () => {
  const { db, user, router } = await openQueue({ path: '/queue?priority=%5B%22urgent%22%5D' })
  await save(user, 'Burning')
  expect(db.savedViews).toMatchObject([{ name: 'Burning', query: { priority: ['urgent'] } }])
  expect(router.state.location.search.saved).toBe('burning')
  const nav = within(screen.getByRole('navigation', { name: 'Main' }))
  expect(await nav.findByRole('link', { name: /Burning/ })).toHaveAttribute('aria-current', 'page')

  await user.click(screen.getByRole('button', { name: 'This view' }))
  const name = await screen.findByRole('textbox', { name: 'Name of the view' })
  await user.clear(name)
  await user.type(name, 'On fire{Enter}')
  expect(await nav.findByRole('link', { name: /On fire/ })).toBeVisible()
  expect(db.savedViews).toMatchObject([{ name: 'On fire', slug: 'burning' }])

  await user.click(screen.getByRole('button', { name: 'This view' }))
  await user.click(await screen.findByRole('button', { name: 'Delete view…' }))
  expect(await screen.findByRole('button', { name: 'Keep it' })).toHaveFocus()
  expect(screen.getByText(/^Delete “On fire”\?/)).toBeVisible()
  await user.keyboard('{Enter}')
  expect(db.savedViews).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Delete view…' }))
  await user.click(await screen.findByRole('button', { name: 'Delete view' }))
  await waitFor(() => expect(nav.queryByRole('link', { name: /On fire/ })).toBeNull())
  expect(db.savedViews).toEqual([])
  expect(router.state.location.search).toMatchObject({ priority: ['urgent'] })
  expect(router.state.location.search.saved).toBeUndefined()
})

test('Escape in a panel of the list closes that panel and nothing else', async () => {
  const { user } = await openQueue({ path: '/queue?search=porto' })
  await itemShown(/charged twice/)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  const opener = screen.getByRole('button', { name: 'Save this view' })
  await user.click(opener)
  await screen.findByRole('textbox', { name: 'Name of the view' })
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('textbox', { name: 'Name of the view' })).toBeNull()
  expect(opener).toHaveFocus()
  expect(screen.getByLabelText('Reply to the customer')).toBeVisible()
})

const view = (slug: string, name: string) => ({
  slug,
  name,
  query: { search: 'withdrew' },
  shared: false,
  owner: { id: 1, name: 'Ada Lindqvist' },
  mine: true,
  count: 0,
})

test('the name of a saved view alone opens it with its filters', async () => {
  const db = new MockDb()
  db.savedViews = [view('cash', 'Cash')]
  const { router } = await openWorkspace({ db, path: '/queue?saved=cash' })
  await itemShown(FRAUD)
  expect(router.state.location.search).toMatchObject({ saved: 'cash', search: 'withdrew' })
  expect(screen.getByRole('complementary', { name: 'Queue: Cash' })).toBeVisible()
})

test('a saved view that is gone says so and leads to the whole queue', async () => {
  const { user } = await openWorkspace({ path: '/queue?saved=gone' })
  await screen.findByRole('heading', { level: 2, name: 'This view is gone' })
  await user.click(screen.getByRole('button', { name: 'Show the whole queue' }))
  await itemShown(/./)
})

test('the palette opens saved views by their names', async () => {
  const db = new MockDb()
  db.savedViews = [view('cash', 'Cash at machines')]
  const { user, router } = await openQueue({ db })
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Command or ticket' })
  await user.keyboard('cash mach')
  await screen.findByRole('option', { name: /Cash at machines/ })
  await user.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.search.saved).toBe('cash'))
})
