import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Suggestion } from '../api/types'
import { BEN, MockDb } from '../mocks/db'
import { decisionsMade, itemShown, openWorkspace, settle } from '../test/workspace'

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
  expect(screen.getByText(/MY OWN WORDS/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Look at it as it is now' }))
  await screen.findByText('Ben thought again.')
  await settle()
  await user.keyboard('a')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.body).toMatchObject({ verdict: 'approve', first_review: newer.id })
  await waitFor(() => expect(one.review?.final_reply).toBe('Ben thought again.'))
})
