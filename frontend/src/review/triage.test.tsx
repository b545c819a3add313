import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { loadDraft } from '../lib/drafts'
import { MockDb } from '../mocks/db'
import { ADA } from '../mocks/people'
import { decisionsMade, itemShown, openWorkspace, settle } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const FRAUD = 'Somebody withdrew cash that was not me'
const HASH = 'hash-500-3f9a27c4'
const row = () => screen.getByRole('region', { name: 'Triage' })
const form = () => screen.findByRole('group', { name: 'Correct the triage' })
type User = Awaited<ReturnType<typeof openWorkspace>>['user']

async function recategorise(user: User, category: string) {
  await user.keyboard('t')
  await form()
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveFocus())
  await user.keyboard(category)
}

test('the row says what the AI proposes, and that it is the AI who does', async () => {
  await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  expect(row()).toHaveTextContent('Category, Card payment charged twice, proposed by the AI')
  expect(row()).toHaveTextContent('Priority, High, proposed by the AI')
  expect(row()).toHaveTextContent('Language, English, proposed by the AI')
  expect(row()).toHaveTextContent('Sentiment, Negative tone, proposed by the AI')
  expect(row()).toHaveTextContent('Maybe T-10047')
})

test('what is corrected by keyboard alone is shown as changed and sent, and nothing else is', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await recategorise(user, 'Hotel deposit{Enter}')
  expect(screen.queryByRole('group', { name: 'Correct the triage' })).toBeNull()
  expect(row()).toHaveTextContent(
    'Category, Hotel deposit' + 'Card payment charged twice, changed; the AI proposed',
  )
  expect(within(row()).getByText('Card payment charged twice').tagName).toBe('DEL')
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.triage).toEqual({ category: 'hotel_deposit' })
  expect(db.ticket(100)).toMatchObject({ category: 'hotel_deposit', priority: 'high' })
})

test('words of a known category are that category', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await recategorise(user, 'card ARRIVAL{Escape}a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.triage).toEqual({ category: 'card_arrival' })
})

test('letters typed into the form decide nothing', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await recategorise(user, 'are')
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
})

test('a correction taken back is not sent and not kept', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('t')
  const priority = within(await form()).getByLabelText('Priority')
  await user.selectOptions(priority, 'Low')
  expect(loadDraft(ADA.id, 500, HASH)?.triage).toEqual({ priority: 'low' })
  await user.selectOptions(priority, 'High')
  expect(loadDraft(ADA.id, 500, HASH)).toBeNull()
  await user.keyboard('{Escape}a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).not.toHaveProperty('triage')
})

test('corrections are back after a reload, and the draft is still only read', async () => {
  const db = new MockDb()
  const first = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  await first.user.keyboard('t')
  await form()
  await first.user.selectOptions(screen.getByLabelText('Sentiment'), 'Positive')
  first.unmount()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(PORTO)
  expect(row()).toHaveTextContent('Sentiment, Positive tone')
  expect(screen.queryByLabelText('Reply to the customer')).toBeNull()
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.triage).toEqual({ sentiment: 'positive' })
})

test('corrections go along with an edit, and are back when it is undone', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('t')
  await form()
  await user.selectOptions(screen.getByLabelText('Language'), 'German')
  await user.keyboard('{Escape}e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(' Thanks{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ verdict: 'edit', triage: { language: 'de' } })
  await itemShown(FRAUD)
  await user.keyboard('z')
  await itemShown(PORTO)
  expect(row()).toHaveTextContent('Language, German')
})

test('a likely duplicate is linked and marked with a button', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('t')
  const fields = within(await form())
  expect(fields.getByRole('link', { name: 'T-10047' })).toHaveAttribute('href', '/tickets/107')
  fields.getByRole('button', { name: 'Mark as duplicate of T-10047' }).focus()
  await user.keyboard('{Enter}')
  expect(row()).toHaveTextContent('Duplicate of T-10047')
  await user.keyboard('{Escape}r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('8')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ reason_code: 'duplicate', triage: { duplicate_of: 107 } })
})

test('rejecting as a duplicate asks of which ticket where likely ones are known', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('8')
  await screen.findByRole('region', { name: /duplicate of which/ })
  expect(db.decisionCalls).toHaveLength(0)
  await user.keyboard('2')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ verdict: 'reject', triage: { duplicate_of: 103 } })
})

test('which ticket it duplicates may stay unsaid', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('8')
  await screen.findByRole('region', { name: /duplicate of which/ })
  await user.keyboard('{Enter}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.reason_code).toBe('duplicate')
  expect(call?.body).not.toHaveProperty('triage')
})

test('a second reviewer sees what the first corrected and sends only their own', async () => {
  const db = new MockDb()
  const first = db.suggestions[2]?.first_review
  if (first) first.triage = { ...first.triage, sentiment: 'negative' }
  const { user } = await openWorkspace({ db, path: '/queue?view=second_review' })
  await itemShown(FRAUD)
  expect(row()).toHaveTextContent('Sentiment, Negative tone')
  expect(within(row()).getByText('Neutral tone').tagName).toBe('DEL')
  await user.keyboard('t')
  await user.selectOptions(within(await form()).getByLabelText('Priority'), 'High')
  await user.keyboard('{Escape}a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.triage).toEqual({ priority: 'high' })
})

test('the page of a ticket says language, tone and which ticket it duplicates', async () => {
  const db = new MockDb()
  Object.assign(db.ticket(101), { language: 'pl', sentiment: 'negative', duplicate_of: 103 })
  await openWorkspace({ db, path: '/tickets/101' })
  await itemShown('My new card still has not arrived')
  expect(screen.getByText('writes Polish')).toBeVisible()
  expect(screen.getAllByText('Negative tone')[0]).toBeVisible()
  expect(await screen.findByRole('link', { name: 'T-10043' })).toHaveAttribute(
    'href',
    '/tickets/103',
  )
})

test('half a correction typed by mouse events counts too', async () => {
  const { user } = await openWorkspace({ path: '/tickets/100' })
  await itemShown(PORTO)
  await user.click(within(row()).getByRole('button', { name: /Correct/ }))
  await form()
  fireEvent.change(screen.getByLabelText('Category'), { target: { value: 'Fees' } })
  expect(row()).toHaveTextContent('Category, Fees')
})
