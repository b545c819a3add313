import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { valuesIn } from '../lib/filled'
import { piecesOf } from '../lib/pieces'
import { filledIn } from '../mocks/desk'
import { MockDb } from '../mocks/db'
import { itemShown, live, openWorkspace } from '../test/workspace'

test('X asks what the new draft should be like; words and Ctrl+Enter go along', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('x')
  const box = await screen.findByLabelText(/What should the new draft be like/)
  await waitFor(() => expect(box).toHaveFocus())
  await user.click(screen.getByRole('button', { name: 'Explain the fee' }))
  expect(box).toHaveFocus()
  await user.keyboard(' in one sentence{Control>}{Enter}{/Control}')
  await waitFor(() =>
    expect(db.ticket(100).draft_job?.instruction).toBe('Explain the fee in one sentence'),
  )
  expect(live()).toMatch('A new draft has been asked for.')
  expect(screen.getByRole('region', { name: 'Proposed reply' })).toBeVisible()
})

test('X and Enter alone ask for a plain new draft; Esc asks for none', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('x')
  await screen.findByLabelText(/What should the new draft be like/)
  await user.keyboard('{Escape}')
  expect(screen.queryByLabelText(/What should the new draft be like/)).toBeNull()
  expect(db.ticket(100).draft_job?.status).toBe('done')
  await user.keyboard('x')
  await screen.findByLabelText(/What should the new draft be like/)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(db.ticket(100).draft_job?.status).toBe('running'))
  expect(db.ticket(100).draft_job?.instruction).toBe('')
})

test('what the new draft should be like is kept over Esc, and when asking fails', async () => {
  let fail = () => {}
  const failed = new Promise<void>((resolve) => (fail = resolve))
  const down = http.post('*/api/v1/tickets/100/suggestions', async () => {
    await failed
    return HttpResponse.json({ code: 'x', detail: 'The desk rests.' }, { status: 500 })
  })
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [down] })
  await itemShown(/charged twice/)
  const box = () => screen.findByLabelText<HTMLTextAreaElement>(/What should the new draft be like/)
  await user.keyboard('x')
  await waitFor(async () => expect(await box()).toHaveFocus())
  await user.keyboard('Without the apology')
  fireEvent.keyDown(await box(), { key: 'Escape', isComposing: true })
  expect(await box()).toHaveValue('Without the apology')
  await user.keyboard('{Escape}')
  expect(screen.queryByLabelText(/What should the new draft be like/)).toBeNull()
  await user.keyboard('x')
  expect(await box()).toHaveValue('Without the apology')
  await user.keyboard('{Control>}{Enter}{/Control}')
  fail()
  await waitFor(() => expect(live()).toMatch(/No new draft was asked for: T-10040.*The desk rests/))
  await user.keyboard('x')
  expect(await box()).toHaveValue('Without the apology')
})

test('D compares any two drafts of the ticket word by word', async () => {
  const db = new MockDb()
  db.ticket(100).draft_job = { ...db.ticket(100).draft_job!, instruction: 'Friendlier' }
  db.redraft(db.ticket(100))
  const newest = db.ticket(100).suggestion!
  const { user } = await openWorkspace({ db, path: `/queue?item=${newest.id}` })
  await itemShown(/charged twice/)
  expect(screen.getByText('Asked for: “Friendlier”')).toBeVisible()
  await user.keyboard('d')
  const dialog = await screen.findByRole('dialog')
  const table = await within(dialog).findByRole('table')
  expect(within(table).getAllByRole('row')).toHaveLength(3)
  expect(within(table).getByText('Replaced')).toBeVisible()
  const reply = () => within(dialog).getByRole('region', { name: 'Proposed reply' })
  await waitFor(() => expect(reply().querySelector('ins')).toHaveTextContent(/anything else/), {
    timeout: 5000,
  })
  expect(within(dialog).getByRole('radio', { name: 'Compare from draft 1' })).toHaveFocus()
  await user.click(within(dialog).getByRole('radio', { name: 'Compare from draft 2' }))
  expect(reply().querySelector('ins')).toBeNull()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('what was filled in for placeholders is underlined, named, and listed while editing', async () => {
  const db = new MockDb()
  const one = db.suggestions[0]!
  one.reply = `Dear ${one.customer_name}, we have refunded it.`
  one.restored = { summary: [], reply: filledIn(one.reply, one.customer_name) }
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  const reply = screen.getByRole('region', { name: 'Proposed reply' })
  const [mark] = within(reply).getAllByText(one.customer_name)
  expect(mark).toHaveAttribute('title', expect.stringContaining('[NAME_1]'))
  expect(reply).toHaveTextContent(/Double underline: filled in by Handrail/)
  await user.keyboard('e')
  const box = await screen.findByLabelText('Reply to the customer')
  expect(screen.getByText('[NAME_1]')).toBeVisible()
  await user.clear(box)
  await user.type(box, 'Hello')
  expect(await screen.findByText('no longer in the text')).toBeVisible()
})

test('places are counted in characters, and a doubt inside of one still shows', () => {
  const text = '😀 Ada Byron, card 4111 1111'
  const places = [
    { placeholder: '[NAME_1]', start: 2, end: 11 },
    { placeholder: '[CARD_1]', start: 18, end: 27 },
  ]
  expect(valuesIn(text, places)).toEqual([
    { placeholder: '[NAME_1]', value: 'Ada Byron' },
    { placeholder: '[CARD_1]', value: '4111 1111' },
  ])
  const doubt = { span: '1111', why: 'Not proved.', grave: true }
  const pieces = piecesOf(text, [doubt], [], places)
  expect(pieces.map((piece) => [piece.kind, piece.text])).toEqual([
    ['text', '😀 '],
    ['filled', 'Ada Byron'],
    ['text', ', card '],
    ['filled', '4111 '],
    ['mark', '1111'],
  ])
})
