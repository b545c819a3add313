// What stands around a ticket: people, tags, related tickets, row history.
import { http, HttpResponse } from 'msw'
import type { DeskPerson, Filled, Related, RowChange, Suggestion, TicketDetail } from '../api/types'
import { minutesAgo } from './ai'
import type { MockDb } from './db'
import { ADA, BEN } from './people'

const at = (path: string) => `*/api/v1/${path}`
const page = <T>(results: T[]) => ({ results, next: null, previous: null })

// Asked for when it is needed: this module and the database's import each other.
export const people = (): DeskPerson[] => [
  { ...ADA, role: 'reviewer' },
  { ...BEN, role: 'reviewer' },
  { id: 9, name: 'Sofia Marin', role: 'supervisor' },
]
export const TAGS = ['cards', 'refund', 'vip']

/** Where a text holds the customer's name, as the server would have filled it in. */
export function filledIn(text: string, name: string): Filled[] {
  const letters = Array.from(text)
  const wanted = Array.from(name)
  return letters.flatMap((_, start) =>
    wanted.every((letter, offset) => letters[start + offset] === letter)
      ? [{ placeholder: '[NAME_1]', start, end: start + wanted.length }]
      : [],
  )
}

export const etagOf = (ticket: TicketDetail) => `"${ticket.version}.${ticket.updated_at}"`

export const SIMILAR_REPLY =
  'Dear […],\n\nWe have sent a new card to the address in your profile. It arrives within five days.\n\nKind regards'

export function relatedTo(db: MockDb, ticket: TicketDetail): Related {
  return {
    customer_tickets: db.tickets
      .filter((one) => one.customer.id === ticket.customer.id && one.id !== ticket.id)
      .map((one) => ({
        id: one.id,
        reference: one.reference,
        subject: one.subject,
        status: one.status,
        created_at: one.created_at,
        last_reply: { created_at: minutesAgo(900), excerpt: 'We have looked into it.' },
      })),
    similar: [
      {
        id: 101,
        reference: 'T-10021',
        subject: 'Card never came',
        question: 'I ordered a card and it never came. Can you send another?',
        reply: SIMILAR_REPLY,
        answered_by: BEN,
        answered_at: minutesAgo(4000),
        score: 0.91,
        same_customer: false,
      },
    ],
    withheld: false,
  }
}

export const HISTORY: RowChange[] = [
  {
    id: 2,
    at: minutesAgo(3),
    who: ADA,
    event: null,
    changes: [{ field: 'priority', before: 'normal', after: 'high' }],
  },
]

/** The routes that only an opened panel asks for. */
export function deskHandlers(db: MockDb) {
  return [
    http.get(at('people'), () => HttpResponse.json(page(people()))),
    http.get(at('tags'), () => HttpResponse.json(page(TAGS.map((name) => ({ name }))))),
    http.get(at('tickets/:id/related'), ({ params }) =>
      HttpResponse.json(relatedTo(db, db.ticket(Number(params.id)))),
    ),
    http.get(at('tickets/:id/history'), ({ params }) => {
      const opened = db.timeline.get(Number(params.id))?.[0]
      return HttpResponse.json(page(HISTORY.map((row) => ({ ...row, event: opened?.id ?? null }))))
    }),
  ]
}

/** The server's answer to a change of the ticket's own fields, or why there is none. */
export function patched(ticket: TicketDetail, part: Record<string, unknown>, match: string | null) {
  if (match !== etagOf(ticket)) {
    const detail = 'The ticket was changed since you read it. Read it again and repeat your change.'
    return { status: 412, body: { status: 412, code: 'stale_ticket', title: detail, detail } }
  }
  const { assignee, ...rest } = part
  Object.assign(ticket, rest, { updated_at: new Date().toISOString() })
  if (assignee !== undefined) {
    const person = people().find((one) => one.id === assignee)
    ticket.assignee = person ? { id: person.id, name: person.name } : null
  }
  ticket.etag = etagOf(ticket)
  return { status: 200, body: ticket }
}

export const versionsOf = (db: MockDb, ticket: number): Suggestion[] =>
  db.suggestions.filter((one) => one.ticket === ticket).sort((a, b) => b.id - a.id)
