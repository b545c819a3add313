import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keys } from '../api/queries'
import { MockDb } from '../mocks/db'
import { itemShown, openWorkspace } from '../test/workspace'
import { liveState, pollEvery } from './state'
import { listen } from './stream'

/** A stream that the test feeds. */
class Source {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onerror: (() => void) | null = null
  constructor(readonly url: string) {
    Source.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  opens() {
    this.readyState = 1
    this.onopen?.()
  }
  says(type: string, id: number | null, suggestion?: number) {
    this.onmessage?.({ data: JSON.stringify({ type, id, version: 1, suggestion }) })
  }
  breaks(readyState = 0) {
    this.readyState = readyState
    this.onerror?.()
  }
}

const newest = () => Source.all.at(-1) as Source
const openStreams = () => Source.all.filter((source) => source.readyState !== 2)

function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  Source.all = []
  vi.stubGlobal('EventSource', Source)
})
afterEach(() => {
  hide(false)
  vi.unstubAllGlobals()
})

describe('the stream', () => {
  let client: QueryClient
  let stop: () => void
  const asked = new Map<string, number>()

  /** Somebody looks at this answer; counts how often it is asked for. */
  function shown(key: readonly unknown[], data: unknown = {}) {
    const name = key.join(' ')
    asked.set(name, 0)
    client.setQueryData(key, data)
    const queryFn = () => {
      asked.set(name, (asked.get(name) ?? 0) + 1)
      return data
    }
    new QueryObserver(client, { queryKey: key, queryFn, staleTime: Infinity }).subscribe(() => {})
    return () => asked.get(name)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    client = new QueryClient()
    stop = listen(client)
  })
  afterEach(() => {
    stop()
    client.clear()
  })

  const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  test('a hidden tab has no stream, a glance elsewhere keeps it, and coming back asks anew', async () => {
    const queue = shown([...keys.queue, 'all'])
    newest().opens()
    hide(true)
    await later(3000)
    expect(openStreams()).toHaveLength(1)
    hide(false)
    await later(6000)
    expect(Source.all).toHaveLength(1)
    const before = queue()
    hide(true)
    await later(6000)
    expect(openStreams()).toHaveLength(0)
    expect(liveState()).toBe('off')
    hide(false)
    newest().opens()
    await later(5000)
    expect(openStreams()).toHaveLength(1)
    expect(queue()).toBe((before ?? 0) + 1)
  })

  test('lists are asked for every few seconds only while nobody tells', async () => {
    const interval = pollEvery(5000)
    expect(interval()).toBe(5000)
    newest().opens()
    expect(interval()).toBe(60_000)
    newest().breaks()
    expect(liveState()).toBe('down')
    expect(interval()).toBe(5000)
    newest().opens()
    expect(interval()).toBe(60_000)
  })

  test('a refused stream is tried again, ever more seldom', async () => {
    newest().breaks(2)
    await later(5000)
    expect(Source.all).toHaveLength(2)
    newest().breaks(2)
    await later(5000)
    expect(Source.all).toHaveLength(2)
    await later(5000)
    expect(Source.all).toHaveLength(3)
  })

  test('a burst of thousands of events asks once in a few seconds', async () => {
    const queue = shown([...keys.queue, 'all'])
    const tickets = shown(['tickets', {}])
    newest().opens()
    await later(10_000)
    const before = [queue(), tickets()]
    for (let n = 0; n < 10_000; n += 1) newest().says('ticket.opened', 20_000 + n)
    await later(1000)
    expect([queue(), tickets()]).toEqual(before.map((times) => (times ?? 0) + 1))
    for (let n = 0; n < 100; n += 1) {
      newest().says('ticket.opened', 40_000 + n)
      await later(100)
    }
    expect(queue()).toBeLessThanOrEqual((before[0] ?? 0) + 4)
  })

  test('an event asks for exactly what it makes old', async () => {
    const mine = shown(keys.ticket(7))
    const draft = shown(keys.suggestion(70), { ticket: 7 })
    const other = shown(keys.ticket(8))
    const otherDraft = shown(keys.suggestion(80), { ticket: 8 })
    const ai = shown(keys.ai)
    const queue = shown([...keys.queue, 'all'])
    const here = shown(keys.presence(7))
    newest().says('message.received', 7)
    await later(1000)
    const times = () => [mine, draft, other, otherDraft, ai, queue, here].map((ask) => ask())
    expect(times()).toEqual([1, 1, 0, 0, 0, 1, 0])
    newest().says('queue.claimed', 7, 70)
    newest().says('circuit.opened', null)
    newest().says('presence.changed', 7)
    await later(5000)
    expect(times()).toEqual([1, 1, 0, 0, 1, 2, 1])
    newest().says('reset', null)
    await later(5000)
    expect(times()).toEqual([2, 2, 1, 1, 2, 3, 2])
  })
})

describe('the page', () => {
  test('says whether it is live, and a decision of somebody else does not move the list', async () => {
    const { db, client } = await openWorkspace()
    const heading = await itemShown(/./)
    const open = heading.textContent
    act(() => newest().opens())
    expect(await screen.findByText('Live')).toBeVisible()
    const rows = () => screen.getAllByRole('listitem').map((row) => row.textContent?.slice(0, 30))
    await vi.waitFor(() => expect(document.querySelector('[aria-posinset]')).not.toBeNull(), 12_000)
    const before = rows()
    const gone = db.pending().at(-1)
    if (!gone) throw new Error('the list is empty')
    db.suggestions = db.suggestions.map((one) =>
      one.id === gone.id ? { ...one, status: 'approved' } : one,
    )
    act(() => newest().says('draft.approved', gone.ticket, gone.id))
    await vi.waitFor(() => expect(document.querySelector('[data-settled]')).not.toBeNull(), 12_000)
    await vi.waitFor(() => expect(client.isFetching({ queryKey: keys.queue })).toBe(0))
    expect(rows()).toHaveLength(before.length)
    // The server gives no line of it any more; what it said before is still to be read.
    expect(document.querySelector('[data-settled]')).toHaveTextContent(gone.ticket_subject)
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(open)
    act(() => newest().breaks())
    expect(await screen.findByText('Reconnecting…')).toBeVisible()
  })

  test('a browser that is offline is not live, whatever the stream has noticed', async () => {
    await openWorkspace()
    await itemShown(/./)
    act(() => newest().opens())
    expect(await screen.findByText('Live')).toBeVisible()
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    act(() => void window.dispatchEvent(new Event('offline')))
    expect(screen.queryByText('Live')).toBeNull()
    online.mockRestore()
    act(() => void window.dispatchEvent(new Event('online')))
    expect(screen.getByText('Live')).toBeVisible()
  })

  test('who else looks is shown, and that I look is said after more than a glance', async () => {
    const db = new MockDb()
    const until = new Date(Date.now() + 60_000).toISOString()
    db.looking = [
      { user: { id: 2, name: 'Ben Okafor' }, until },
      { user: { id: 3, name: 'Sofia Lindqvist' }, until },
    ]
    await openWorkspace({ db })
    await itemShown(/./)
    expect(
      await screen.findByText('Ben Okafor and Sofia Lindqvist are looking at this'),
    ).toBeVisible()
    expect(db.looks).toHaveLength(1)
  })
})
