import type { Sentiment, Suggestion, TriageCorrections } from '../api/types'

/** The triage of a ticket, complete: `duplicate_of` is the id of the ticket that asked first. */
export type FullTriage = Required<TriageCorrections>
export type Field = keyof FullTriage

const FIELDS: Field[] = ['category', 'priority', 'language', 'sentiment', 'duplicate_of']

/** As the AI proposes it. A likely duplicate is only pointed out, never proposed. */
export function proposedBy({ category, priority, language, triage }: Suggestion): FullTriage {
  return {
    category,
    priority: priority as FullTriage['priority'],
    language,
    sentiment: triage.sentiment as Sentiment,
    duplicate_of: null,
  }
}

/** What stands if nobody corrects anything more: the AI's, then what was signed. */
export function standing(suggestion: Suggestion): FullTriage {
  const signed = suggestion.review ?? suggestion.first_review
  return { ...proposedBy(suggestion), ...signed?.triage }
}

/** `corrections` with one more; setting a field back to what stands takes its correction away. */
export function corrected<Name extends Field>(
  suggestion: Suggestion,
  corrections: TriageCorrections,
  field: Name,
  value: FullTriage[Name],
): TriageCorrections {
  const next = { ...corrections, [field]: value }
  if (standing(suggestion)[field] === value) delete next[field]
  return next
}

/** The fields that differ from the AI's proposal. */
export function changedFields(suggestion: Suggestion, now: FullTriage): Field[] {
  const ai = proposedBy(suggestion)
  return FIELDS.filter((field) => ai[field] !== now[field])
}
