import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Suggestion } from '../api/types'
import { MockDb } from '../mocks/db'
import { BEN } from '../mocks/people'
import { decisionsMade, itemShown, live, openWorkspace, settle } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const FRAUD = 'Somebody withdrew cash that was not me'

/** A workspace whose first draft two checks object to. */
function doubtful() {
  const db = new MockDb()
  const one = db.suggestions[0] as Suggestion
  one.gates = [
    {
      code: 'promise',
      level: 'block',
      message: 'Promises money.',
      spans: ['10 working days'],
      confirm: true,
    },
    {
      code: 'injection',
      level: 'block',
      message: 'The ticket talks to the AI.',
      spans: [],
      confirm: true,
    },
    ...one.gates,
  ]
  return { db, one }
}

const panel = () => screen.findByRole('region', { name: '2 checks ask for your word' })

test('A names what the checks object to, and only Enter approves, with a word for each', async () => {
  const { db } = doubtful()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  const asked = await panel()
  expect(asked).toHaveFocus()
  expect(within(asked).getByText(/Promises money/)).toHaveTextContent('10 working days')
  expect(within(asked).getByText(/talks to the AI/)).toBeVisible()
  await user.keyboard('aa')
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
  await user.keyboard('{Enter}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ verdict: 'approve', confirmed: ['promise', 'injection'] })
  await screen.findByRole('heading', { level: 1, name: FRAUD })
  expect(db.reviews.find((one) => one.suggestion === 500)?.confirmed_gates).toHaveLength(2)
})

test('the button does what Enter does; Esc and Enter on Back only go back', async () => {
  const { db } = doubtful()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  await panel()
  await user.keyboard('{Escape}')
  await screen.findByRole('button', { name: /^Approve…/ })
  await user.keyboard('a')
  await panel()
  screen.getByRole('button', { name: /^Back/ }).focus()
  await user.keyboard('{Enter}')
  await screen.findByRole('button', { name: /^Approve…/ })
  expect(db.decisionCalls).toHaveLength(0)
  await user.keyboard('a')
  await panel()
  await user.click(screen.getByRole('button', { name: /Confirm and approve/ }))
  await decisionsMade(db, 1)
})

test('an edit needs no such word', async () => {
  const { db } = doubtful()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' Best wishes{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.verdict).toBe('edit')
  expect(call?.body.confirmed).toBeUndefined()
})

test('who confirms a first review names it; when it changed meanwhile, the new text is shown', async () => {
  const db = new MockDb()
  const one = db.suggestions[2] as Suggestion
  const { user } = await openWorkspace({ db, path: '/queue?view=second_review' })
  await itemShown(FRAUD)
  db.undo(one.first_review?.id ?? 0)
  const newer = db.review(
    one,
    {
      verdict: 'edit',
      reply: 'Ben thought again.',
      content_hash: one.content_hash,
      ticket_version: 1,
      next_status: 'open',
    },
    BEN,
  )
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' MY OWN WORDS{Control>}{Enter}{/Control}')
  await screen.findByRole('heading', { name: 'The first review changed while you were deciding' })
  expect(screen.getByRole('region', { name: 'Conflict' })).toHaveTextContent('MY OWN WORDS')
  await user.click(screen.getByRole('button', { name: 'Look at it as it is now' }))
  await screen.findByText('Ben thought again.')
  await settle()
  await user.keyboard('a')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.body).toMatchObject({ verdict: 'approve', first_review: newer.id })
  await waitFor(() => expect(one.review?.final_reply).toBe('Ben thought again.'))
})

test('a check that only warns may ask for a word too, and its code is recorded', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=505' })
  await itemShown('Exchange rate was worse than shown')
  expect(screen.getByRole('region', { name: 'Checks' })).toHaveTextContent('Needs your word')
  await user.keyboard('a')
  await screen.findByRole('region', { name: '1 check asks for your word' })
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
  await user.keyboard('{Enter}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.confirmed).toEqual(['unverified_number'])
})

test('a warning that asks for no word leaves A one key', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.confirmed).toBeUndefined()
})

test('two poisoned sources are two warnings above the draft and one code to confirm', async () => {
  const db = new MockDb()
  const one = db.suggestions[1] as Suggestion
  const poisoned = (n: number) => ({
    code: 'source_injection',
    level: 'block' as const,
    message: `Source ${n} talks to the AI.`,
    spans: [],
    confirm: true,
  })
  one.gates = [poisoned(1), poisoned(2), ...one.gates]
  const { user } = await openWorkspace({ db, path: '/queue?item=501' })
  await itemShown('My new card still has not arrived')
  const notes = screen.getAllByRole('note', { name: 'A source speaks to the AI' })
  expect(notes.map((note) => note.textContent)).toEqual([
    expect.stringContaining('Source 1'),
    expect.stringContaining('Source 2'),
  ])
  expect(screen.getByRole('region', { name: 'Checks' })).not.toHaveTextContent('talks to the AI')
  await user.keyboard('a')
  await screen.findByRole('region', { name: '2 checks ask for your word' })
  await user.keyboard('{Enter}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.confirmed).toEqual(['source_injection'])
})

test('a paused category says so where the reply would be', async () => {
  const db = new MockDb()
  const one = db.suggestions[4] as Suggestion
  one.gates = [
    {
      code: 'category_paused',
      level: 'info',
      message: 'AI replies about “bereavement” are paused. Please write the reply.',
      spans: [],
      confirm: false,
    },
  ]
  const { user } = await openWorkspace({ db, path: '/queue?item=504' })
  await itemShown(/inheritance/)
  const reply = screen.getByRole('region', { name: 'Proposed reply' })
  expect(reply).toHaveTextContent('AI replies about “bereavement” are paused.')
  await user.keyboard('a')
  expect(live()).toMatch(/paused/)
  expect(db.decisionCalls).toHaveLength(0)
})

test('sources say in words how near they come, with the figure at hand', async () => {
  await openWorkspace({ path: '/queue?item=501' })
  await itemShown('My new card still has not arrived')
  expect(screen.getByText('Very close match')).toHaveAttribute(
    'title',
    expect.stringContaining('93%'),
  )
})
