import { useState } from 'react'
import type { ReasonCode, Suggestion } from '../api/types'
import { t } from '../i18n'
import { percent, REASONS } from '../lib/words'
import { ReasonPanel, type Reason } from './ReasonPanel'
import type { ReviewState } from './useReview'

/** R opened this; a digit decides. */
export default function RejectPanel(props: { suggestion: Suggestion; review: ReviewState }) {
  const { suggestion, review } = props
  const { duplicates } = suggestion.triage
  const [asking, setAsking] = useState(false)
  const choose = (code: ReasonCode) => {
    const named = (review.triage.duplicate_of ?? null) !== null
    if (code === 'duplicate' && duplicates.length && !named) setAsking(true)
    else review.reject(code)
  }
  const reasons = REASONS.map(({ code, label }, index): Reason => ({
    keys: [String(index + 1)],
    label,
    choose: () => choose(code),
  }))
  /** The second step of "Duplicate" where likely ones are known. */
  const which: Reason[] = [
    ...duplicates.map((one, index): Reason => ({
      keys: [String(index + 1)],
      label: `${one.reference}, ${t('review.alike', { share: percent(one.score) })}`,
      choose: () => review.reject('duplicate', one.ticket),
    })),
    { keys: ['Enter'], label: t('review.withoutNaming'), choose: () => review.reject('duplicate') },
  ]
  return (
    <ReasonPanel
      label={t(asking ? 'review.rejectWhich' : 'review.rejectReason')}
      title={t(asking ? 'review.whichDuplicate' : 'review.whyRejected')}
      reasons={asking ? which : reasons}
      note={{
        label: t('review.noteFor'),
        description: t('review.noteHow'),
        limit: 5000,
        value: review.note,
        onChange: review.setNote,
      }}
    />
  )
}
