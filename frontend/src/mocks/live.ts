import { http, HttpResponse } from 'msw'
import type { MockDb } from './db'

const at = (path: string) => `*/api/v1/${path}`

/** Who looks at what: `db.looking` are the others, whatever the ticket. */
export function liveHandlers(db: MockDb) {
  const others = () => HttpResponse.json({ others: db.looking })
  return [
    http.get(at('presence'), others),
    http.post(at('presence'), async ({ request }) => {
      db.looks.push(((await request.json()) as { ticket: number }).ticket)
      return others()
    }),
    http.delete(at('presence'), () => new HttpResponse(null, { status: 204 })),
  ]
}
