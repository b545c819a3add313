import type { Gate, Suggestion } from '../api/types'
import { finding, t, type MessageId } from '../i18n'
import type { Doubt } from '../lib/pieces'

/** Texts that speak to the AI: shown above the draft, because they may have shaped all of it. */
const ALARMS: Record<string, MessageId> = {
  injection_suspected: 'checks.alarm.injection_suspected',
  source_injection: 'checks.alarm.source_injection',
  draft_obeyed: 'checks.alarm.draft_obeyed',
}

export interface Alarm {
  title: string
  gate: Gate
}

export function alarmsOf({ gates }: Suggestion): Alarm[] {
  return gates.flatMap((gate) => {
    const title = ALARMS[gate.code]
    return title && gate.level === 'block' ? [{ title: t(title), gate }] : []
  })
}

/** What a check found, in the person's language. */
export const gateMessage = ({ code, level, message }: Gate) => finding(code, level) ?? message

/** The check that says why there is no reply, where there is none. */
export function whyEmpty({ gates, reply }: Suggestion): Gate | null {
  if (reply.trim()) return null
  const of = (code: string) => gates.find((gate) => gate.code === code)
  return of('category_paused') ?? of('no_match') ?? null
}

/** What is left for the list: everything that is not said elsewhere beside the draft. */
export function listedGates(suggestion: Suggestion): Gate[] {
  const said = [...alarmsOf(suggestion).map((alarm) => alarm.gate), whyEmpty(suggestion)]
  return suggestion.gates.filter((gate) => !said.includes(gate))
}

/** The doubtful passages of the reply, one entry for each, with every reason against it. */
export function doubtsOf({ gates }: Suggestion): Doubt[] {
  const doubts = new Map<string, Doubt>()
  for (const gate of gates) {
    const { level, spans, confirm } = gate
    const message = gateMessage(gate)
    if (level !== 'warn' && level !== 'block') continue
    for (const span of spans) {
      const known = doubts.get(span)
      doubts.set(span, {
        span,
        why: known ? `${known.why} ${message}` : message,
        grave: confirm || (known?.grave ?? false),
      })
    }
  }
  return [...doubts.values()]
}

/** The spans that the message does not quote itself. */
export const unquoted = (gate: Gate) => {
  const message = gateMessage(gate)
  return [...new Set(gate.spans)].filter((span) => !message.includes(span))
}
