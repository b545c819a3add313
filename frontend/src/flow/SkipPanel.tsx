import type { SkipReason } from '../api/types'
import { t } from '../i18n'
import { ReasonPanel } from '../review/ReasonPanel'
import type { ReviewState } from '../review/useReview'
import { SKIP_REASONS } from './skips'

interface Props {
  review: ReviewState
  onSkip: (reason: SkipReason, note: string) => void
}

/** S opened this; a digit, or S again for "later", passes the draft on. */
export default function SkipPanel({ review, onSkip }: Props) {
  return (
    <ReasonPanel
      calm
      label={t('acts.skipChoose')}
      title={t('acts.skipWhy')}
      what={t('acts.skipWhat')}
      reasons={SKIP_REASONS.map(({ code, label }, index) => ({
        keys: code === 'later' ? [String(index + 1), 's'] : [String(index + 1)],
        label,
        choose: () => onSkip(code, review.skipNote.trim()),
      }))}
      note={{
        label: t('acts.skipNote'),
        limit: 2000,
        value: review.skipNote,
        onChange: review.setSkipNote,
      }}
    />
  )
}
