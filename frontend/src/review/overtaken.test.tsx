import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { BEN } from '../mocks/people'
import { decisionsMade, itemShown, live, openWorkspace, settle } from '../test/workspace'

// The page hears of what a colleague did before the person is through with their own text.

const PORTO = /charged twice/
const box = () => screen.findByLabelText<HTMLTextAreaElement>('Reply to the customer')

async function typing(path: string, prepare?: (db: MockDb) => void) {
  const db = new MockDb()
  prepare?.(db)
  const { user, client } = await openWorkspace({ db, path })
  await itemShown(PORTO)
  await user.keyboard('e')
  const field = await box()
  field.setSelectionRange(3, 3)
  await user.keyboard('MINE ')
  const decides = async (body: object) => {
    const one = db.suggestions[0]!
    const { content_hash, ticket_version } = one
    const review = db.review(
      one,
      { verdict: 'edit', next_status: 'resolved', content_hash, ticket_version, ...body },
      BEN,
    )
    await client.invalidateQueries()
    return review
  }
  return { db, user, client, field, decides }
}

test.each(['/queue?item=500', '/tickets/100'])(
  'at %s the news of a decision leaves the cursor where it is, and Ctrl+Enter compares both',
  async (path) => {
    const { db, user, field, decides } = await typing(path)
    await decides({ reply: 'Short answer from Ben.' })
    expect(await screen.findByText(/Ben Osei: edited and approved/)).toBeVisible()
    expect(live()).toMatch(/Your text is kept/)
    expect(field).toHaveFocus()
    expect(field.selectionStart).toBe(8)
    await user.keyboard('WORDS ')
    expect(field.value).toMatch(/^...MINE WORDS /)
    await user.keyboard('{Control>}{Enter}{/Control}')
    const conflict = await screen.findByRole('region', { name: 'Conflict' })
    expect(within(conflict).getByRole('heading', { name: 'Ben Osei was faster' })).toHaveFocus()
    expect(conflict).toHaveTextContent('MINE WORDS')
    expect(
      await within(conflict).findByRole('region', { name: 'Your text against theirs' }),
    ).toBeVisible()
    expect(db.decisionCalls).toHaveLength(0)
  },
)

test.each(['/queue?item=500', '/tickets/100'])(
  'at %s a new draft takes nothing from under the person, and their text goes on in it',
  async (path) => {
    const { db, user, client, field } = await typing(path)
    db.addMessage(100, 'customer', 'One more thing: it happened again.')
    db.redraft(db.ticket(100))
    await client.invalidateQueries()
    await waitFor(() => expect(live()).toMatch(/A newer draft has replaced this one/))
    expect(field).toHaveFocus()
    await user.keyboard('{Control>}{Enter}{/Control}')
    await screen.findByRole('heading', { name: 'The ticket changed while you were deciding' })
    expect(
      await screen.findByRole('region', { name: 'New draft against the one you saw' }),
    ).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Go on with my text' }))
    await waitFor(async () => expect((await box()).value).toMatch(/^...MINE /))
    await settle()
    await user.keyboard('{Control>}{Enter}{/Control}')
    const [call] = await decisionsMade(db, 1)
    expect(call?.id).not.toBe(500)
    expect(call?.body).toMatchObject({ verdict: 'edit', ticket_version: 2 })
  },
)

test('whoever reads the first signature in the conflict may go on as second', async () => {
  const { db, user, field, decides } = await typing('/queue?item=500', (db) => {
    db.suggestions[0]!.required_reviews = 2
  })
  const first = await decides({ reply: 'Short answer from Ben.' })
  await waitFor(() => expect(live()).toMatch(/Your text is kept/))
  expect(field).toHaveFocus()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await screen.findByRole('heading', { name: 'The first review changed while you were deciding' })
  expect(await screen.findByRole('region', { name: 'Your text against theirs' })).toBeVisible()
  expect(db.decisionCalls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Go on with my text' }))
  await screen.findByText(/Second review · Ben Osei/)
  expect((await box()).value).toMatch(/^...MINE /)
  await settle()
  await user.keyboard('{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({
    verdict: 'edit',
    first_review: first.id,
  })
})

test('a note to a rejection is kept as well; with nothing typed there is only the way back', async () => {
  const db = new MockDb()
  const { user, client } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  db.suggestions[0]!.status = 'superseded'
  await client.invalidateQueries()
  await screen.findByRole('button', { name: /^Back/ })
  expect(screen.queryByRole('button', { name: /^Compare/ })).toBeNull()
  await user.keyboard('n')
  await user.keyboard('Not our customer')
  await user.click(await screen.findByRole('button', { name: /^Compare/ }))
  const conflict = await screen.findByRole('region', { name: 'Conflict' })
  expect(conflict).toHaveTextContent('Not our customer')
  expect(db.decisionCalls).toHaveLength(0)
})
