import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { DecisionBody } from '../api/types'
import { MockDb } from '../mocks/db'
import { BEN } from '../mocks/people'
import { itemShown, live, openWorkspace } from '../test/workspace'

test.each(['/queue?item=500', '/tickets/100'])(
  'at %s nothing that closes leaves the keyboard nowhere',
  async (path) => {
    const { user } = await openWorkspace({ db: new MockDb(), path })
    const heading = await itemShown(/charged twice/)
    for (const key of ['e', 'r', 'x', 'm', 'y', 'd']) {
      heading.focus()
      await user.keyboard(key)
      await waitFor(() => expect(heading).not.toHaveFocus())
      await user.keyboard('{Escape}')
      await waitFor(() => expect(heading).toHaveFocus())
    }
    await user.keyboard('i')
    await user.type(await screen.findByLabelText('Internal note'), 'Called her.')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.queryByLabelText('Internal note')).toBeNull())
    expect(screen.getByRole('button', { name: /^Internal note/ })).toHaveFocus()
  },
)

test('a note begun beside the timeline is not taken for commands, and survives the tabs', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/tickets/100?tab=timeline' })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  await user.type(await screen.findByLabelText('Internal note'), 'a call at nine')
  expect(db.decisionCalls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Conversation' }))
  expect(screen.getByLabelText('Internal note')).toHaveValue('a call at nine')
})

test('whoever attached a file, or took one out, goes on typing the note', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  const note = await screen.findByLabelText('Internal note')
  await user.click(screen.getByRole('button', { name: 'Attach files' }))
  expect(note).toHaveFocus()
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  fireEvent.change(input, { target: { files: [new File(['a;b'], 'slip.csv')] } })
  expect(note).toHaveFocus()
  await user.click(await screen.findByRole('button', { name: /slip\.csv/ }))
  expect(note).toHaveFocus()
})

test('a note under way takes no more words, is not cancelled, and its failure is told elsewhere', async () => {
  let fail = () => {}
  const slow = http.post('*/api/v1/tickets/:id/messages', async () => {
    await new Promise<void>((resolve) => (fail = resolve))
    return HttpResponse.json({ code: 'internal_error', detail: 'Out of order.' }, { status: 500 })
  })
  const { user, router } = await openWorkspace({ path: '/queue?item=500', overrides: [slow] })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  const note = await screen.findByLabelText('Internal note')
  await user.type(note, 'Called her.{Control>}{Enter}{/Control}')
  await waitFor(() => expect(note).toHaveAttribute('readonly'))
  await user.keyboard(' And him.')
  expect(note).toHaveValue('Called her.')
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeDisabled()
  await user.keyboard('{Escape}gt')
  await screen.findByRole('heading', { name: 'Tickets' })
  fail()
  await waitFor(() => expect(live()).toMatch(/T-10040.*Out of order\./))
  router.history.back()
  await itemShown(/charged twice/)
  expect(await screen.findByLabelText('Internal note')).toHaveValue('Called her.')
})

test('hiding the last decision leads back to the page', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('a')
  const heading = await itemShown(/Somebody withdrew/)
  screen.getByRole('button', { name: 'Hide this message' }).focus()
  await user.keyboard('{Enter}')
  expect(heading).toHaveFocus()
})

test('a colleague who decides meanwhile does not leave the triage form nowhere', async () => {
  const { db, client, user } = await openWorkspace({ path: '/queue?item=500' })
  const heading = await itemShown(/charged twice/)
  await user.keyboard('t')
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveFocus())
  const one = db.suggestions[0]!
  const { content_hash, ticket_version } = one
  const approval = { verdict: 'approve', content_hash, ticket_version, next_status: 'resolved' }
  db.review(one, approval as DecisionBody, BEN)
  await client.invalidateQueries()
  await waitFor(() => expect(screen.queryByLabelText('Category')).toBeNull())
  expect(heading).toHaveFocus()
})
