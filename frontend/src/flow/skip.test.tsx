import { act, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse, type RequestHandler } from 'msw'
import { expect, test, vi } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, live, openWorkspace, settle } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const FRAUD = 'Somebody withdrew cash that was not me'
const panel = () => screen.findByRole('region', { name: 'Skip: choose a reason' })
const toast = () => screen.findByRole('complementary', { name: 'Last decision' })

test('S and S again pass the draft on for later, and the next one is there', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  expect(db.flow.skips).toHaveLength(0)
  await user.keyboard('s')
  await itemShown(FRAUD)
  await waitFor(() => expect(db.flow.skips).toEqual([{ id: 500, reason: 'later', note: '' }]))
  expect(db.decisionCalls).toHaveLength(0)
  expect(live()).toMatch(/Skipped/)
  const list = screen.getByRole('complementary', { name: /Queue/ })
  expect(within(list).queryByText(PORTO)).toBeNull()
})

test('a digit passes it on for that reason, with the note that was typed', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('n')
  await user.keyboard('Ask the fraud desk 4')
  expect(db.flow.skips).toHaveLength(0)
  await user.keyboard('{Escape}3')
  await waitFor(() =>
    expect(db.flow.skips).toEqual([{ id: 500, reason: 'expertise', note: 'Ask the fraud desk 4' }]),
  )
})

test('without a connection S goes on to the next draft and passes nothing on', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  act(() => void window.dispatchEvent(new Event('offline')))
  await screen.findAllByText(/You are offline/)
  await user.keyboard('s')
  await screen.findByRole('heading', { level: 1, name: FRAUD })
  online.mockRestore()
  act(() => void window.dispatchEvent(new Event('online')))
  await settle()
  expect(db.flow.skips).toHaveLength(0)
})

test('Escape leaves the panel and skips nothing', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: /Skip/ })).toBeNull())
  await settle()
  expect(db.flow.skips).toHaveLength(0)
})

test('the note to a skip is still there after Escape', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('n')
  await user.keyboard('Ask the fraud desk{Escape}{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: /Skip/ })).toBeNull())
  await user.keyboard('s')
  await panel()
  expect(screen.getByDisplayValue('Ask the fraud desk')).toBeVisible()
})

test('Z takes a skip back before an older decision, and then the decision', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  await itemShown(FRAUD)
  await user.keyboard('s')
  await panel()
  await user.keyboard('s')
  await waitFor(() => expect(db.flow.skips).toHaveLength(1))
  expect(await toast()).toHaveTextContent('Skipped')
  const skipped = db.flow.skips[0]?.id
  await user.keyboard('z')
  await itemShown(FRAUD)
  expect(db.flow.unskipped).toEqual([skipped])
  expect(db.reviews.some((review) => review.undone)).toBe(false)
  await user.keyboard('z')
  await itemShown(PORTO)
  expect(db.reviews.find((review) => review.suggestion === 500)?.undone).toBe(true)
})

/** The open draft is skipped for later, and the next one is there. */
async function passedOn(answer: RequestHandler) {
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [answer] })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('s')
  await itemShown(FRAUD)
  return user
}

test('a skip is taken back although the answer to it was lost', async () => {
  let asked = 0
  const lossy = http.delete('*/api/v1/suggestions/:id/skip', () => {
    asked += 1
    // The first was heard all the same.
    if (asked === 1) return HttpResponse.error()
    return HttpResponse.json({ code: 'not_skipped', detail: 'Not skipped.' }, { status: 409 })
  })
  const user = await passedOn(lossy)
  await user.keyboard('z')
  await itemShown(PORTO)
  expect(asked).toBe(2)
  expect(live()).toMatch(/is back with you/)
})

test('without a connection Z can be pressed again for the same skip', async () => {
  let down = 3
  const lossy = http.delete('*/api/v1/suggestions/:id/skip', () => {
    if (down === 0) return undefined
    down -= 1
    return HttpResponse.error()
  })
  const user = await passedOn(lossy)
  await user.keyboard('z')
  await waitFor(() => expect(live()).toMatch(/Not undone/))
  await user.keyboard('z')
  await itemShown(PORTO)
})

test('a draft skipped for later is back with the person, leased, when the time is over', async () => {
  const db = new MockDb()
  db.suggestions = db.suggestions.filter((one) => one.id === 500)
  const draft = db.suggestions[0]!
  let claims = 0
  const brief = http.post('*/api/v1/suggestions/:id/skip', () => {
    draft.claim = null
    const now = Date.now()
    return HttpResponse.json({
      id: 1,
      suggestion: 500,
      reason: 'later',
      note: '',
      created_at: new Date(now).toISOString(),
      until: new Date(now + 2000).toISOString(),
    })
  })
  const claimed = http.post('*/api/v1/queue/claim', () => void (claims += 1))
  const { user } = await openWorkspace({ db, path: '/queue', overrides: [brief, claimed] })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('s')
  await screen.findByRole('heading', { name: 'All caught up' })
  claims = 0
  await itemShown(PORTO)
  await waitFor(() => expect(draft.claim?.mine).toBe(true))
  await settle()
  expect(claims).toBeLessThan(4)
})

test('a skip that fails puts the draft back and says why', async () => {
  const down = http.post('*/api/v1/suggestions/:id/skip', () =>
    HttpResponse.json({ detail: 'The database did not answer.', code: 'x' }, { status: 503 }),
  )
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [down] })
  await itemShown(PORTO)
  await user.keyboard('s')
  await panel()
  await user.keyboard('s')
  await waitFor(() => expect(live()).toMatch(/was not skipped: The database/))
  await itemShown(PORTO)
})
