import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { keys } from '../api/queries'
import { forgetDrafts, loadDraft, saveDraft } from '../lib/drafts'
import { MockDb } from '../mocks/db'
import { ADA } from '../mocks/people'
import { decisionsMade, itemShown, live, openWorkspace, settle } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const HASH = 'hash-500-3f9a27c4'
const box = () => screen.getByLabelText<HTMLTextAreaElement>('Reply to the customer')

test('the diff against the AI text follows what is typed, in ins and del', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  fireEvent.change(box(), {
    target: { value: box().value.replace('I am sorry for the worry', 'we apologise') },
  })
  const diff = () => screen.getByRole('region', { name: 'Changes against the AI draft' })
  const marked = (tag: string) =>
    [...diff().querySelectorAll(tag)].map((one) => one.textContent).join(' ')
  await waitFor(() => expect(marked('ins')).toMatch(/apologise/))
  expect(marked('del')).toMatch(/worry/)
  fireEvent.change(box(), { target: { value: box().value.replace('apologise', 'regret it') } })
  await waitFor(() => expect(marked('ins')).toMatch(/regret/))
  expect(marked('ins')).not.toMatch(/apologise/)
})

test('Ctrl+Enter approves the edited text and forgets the saved draft', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' and thanks')
  expect(loadDraft(ADA.id, 500, HASH)?.reply).toMatch(/and thanks$/)
  await user.keyboard('{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ verdict: 'edit', content_hash: HASH })
  expect(call?.body.reply).toMatch(/Kind regards and thanks$/)
  await waitFor(() => expect(loadDraft(ADA.id, 500, HASH)).toBeNull())
})

test('undoing an edit brings it back into the editor, ready to be sent again', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' and thanks{Control>}{Enter}{/Control}')
  await decisionsMade(db, 1)
  await itemShown(/Somebody withdrew/)
  await user.keyboard('z')
  await itemShown(PORTO)
  await waitFor(() => expect(box().value).toMatch(/and thanks$/))
  await user.keyboard('{Control>}{Enter}{/Control}')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.body.reply).toBe(calls[0]?.body.reply)
  expect(calls[1]?.key).not.toBe(calls[0]?.key)
})

test('an unchanged text is an approval, not an edit', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard('{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.verdict).toBe('approve')
  expect(call?.body.reply).toBeUndefined()
})

test('a half-typed edit is back after a reload', async () => {
  const db = new MockDb()
  const first = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await first.user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await first.user.keyboard(' half a thought')
  first.unmount()
  await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await waitFor(() => expect(box().value).toMatch(/half a thought$/))
  expect(screen.getByText(/Your unsent text/)).toBeVisible()
})

test('a draft typed by somebody else, or for other content, is not restored', async () => {
  saveDraft(99, 500, HASH, { reply: 'Not mine', summary: '', triage: {} })
  saveDraft(ADA.id, 500, 'older-hash', { reply: 'Older', summary: '', triage: {} })
  await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  expect(screen.queryByLabelText('Reply to the customer')).toBeNull()
})

test('Esc leaves the editor without losing the text', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' kept{Escape}')
  await waitFor(() => expect(screen.queryByLabelText('Reply to the customer')).toBeNull())
  await user.keyboard('e')
  expect(
    (await screen.findByLabelText<HTMLTextAreaElement>('Reply to the customer')).value,
  ).toMatch(/kept$/)
})

test('A does not approve the AI text over an edit that waits behind E, and says so', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' kept{Escape}')
  await waitFor(() => expect(screen.queryByLabelText('Reply to the customer')).toBeNull())
  await user.keyboard('a')
  await screen.findByLabelText('Reply to the customer')
  expect(box().value).toMatch(/kept$/)
  expect(live()).toMatch(/Your edit is not sent yet/)
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Discard' }))
  await settle()
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.verdict).toBe('approve')
})

test('an edit taken back to the AI text by hand is forgotten', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  const proposed = box().value
  fireEvent.change(box(), { target: { value: '' } })
  await waitFor(() => expect(loadDraft(ADA.id, 500, HASH)?.reply).toBe(''))
  fireEvent.change(box(), { target: { value: proposed } })
  await waitFor(() => expect(loadDraft(ADA.id, 500, HASH)).toBeNull())
})

test('what the ticket becomes and the note to a rejection come back with what is undone', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('na')
  await itemShown(/Somebody withdrew/)
  await user.keyboard('z')
  await itemShown(PORTO)
  await user.keyboard('a')
  expect((await decisionsMade(db, 2))[1]?.body.next_status).toBe('pending')
  await itemShown(/Somebody withdrew/)
  await user.keyboard('z')
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('n')
  await user.keyboard('A long note{Escape}1')
  await decisionsMade(db, 3)
  await itemShown(/Somebody withdrew/)
  await user.keyboard('z')
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  expect(screen.getByDisplayValue('A long note')).toBeVisible()
})

test('an edit that failed and was thrown away does not come back', async () => {
  const down = http.post('*/api/v1/suggestions/500/decision', () =>
    HttpResponse.json({ code: 'x', detail: 'Resting.' }, { status: 500 }),
  )
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [down] })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' and thanks{Control>}{Enter}{/Control}')
  await screen.findByText('Resting.')
  await itemShown(PORTO)
  await waitFor(() => expect(box().value).toMatch(/and thanks$/))
  await user.click(screen.getByRole('button', { name: 'Discard' }))
  await user.keyboard('j')
  await screen.findByRole('heading', { level: 1, name: /^(?!Card payment)/ })
  await user.keyboard('k')
  await itemShown(PORTO)
  expect(screen.queryByLabelText('Reply to the customer')).toBeNull()
})

test('an ended session asks for the log-in over the page; the text stays and the decision goes on', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' precious words')
  db.loggedIn = false
  await user.keyboard('{Control>}{Enter}{/Control}')
  await screen.findByRole('dialog', { name: 'Your session has ended' })
  expect(db.decisionCalls).toHaveLength(0)
  expect(loadDraft(ADA.id, 500, HASH)?.reply).toMatch(/precious words$/)
  await user.type(screen.getByLabelText('Password'), 'right')
  await user.click(screen.getByRole('button', { name: 'Log in' }))
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.reply).toMatch(/precious words$/)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('a session found ended by looking leaves the page and its focus as they are below the log-in', async () => {
  const { client, db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('n')
  await user.keyboard('half a note')
  db.loggedIn = false
  void client.refetchQueries({ queryKey: keys.session })
  await screen.findByRole('dialog', { name: 'Your session has ended' })
  await user.type(screen.getByLabelText('Password'), 'right')
  await user.click(screen.getByRole('button', { name: 'Log in' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(screen.getByDisplayValue('half a note')).toBeVisible()
  await waitFor(() => expect(screen.getByDisplayValue('half a note')).toHaveFocus())
})

test('while the session is ended one heartbeat waits for the log-in, not a night of them', async () => {
  let beats = 0
  const heartbeat = http.post('*/api/v1/queue/heartbeat', () => {
    beats += 1
  })
  const { db } = await openWorkspace({ path: '/queue?item=500', overrides: [heartbeat] })
  await itemShown(PORTO)
  db.loggedIn = false
  for (let turn = 0; turn < 5; turn += 1) {
    document.dispatchEvent(new Event('visibilitychange'))
    await settle()
  }
  await screen.findByRole('dialog', { name: 'Your session has ended' })
  expect(beats).toBe(1)
})

test('storage that refuses does not stop the work', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  const set = Storage.prototype.setItem
  Storage.prototype.setItem = () => {
    throw new Error('full')
  }
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' still here')
  Storage.prototype.setItem = set
  expect(box().value).toMatch(/still here$/)
  forgetDrafts(ADA.id, 500)
  await settle()
})
