import { Button } from '@mantine/core'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import type { ReviewState } from './useReview'

/** Leaves what was begun; what was typed stays. Escape does the same. */
export function BackButton({ review, label }: { review: ReviewState; label?: string }) {
  return (
    <Button
      variant="default"
      rightSection={<Keys of="Escape" always />}
      onClick={() => review.setMode('read')}
    >
      {label ?? t('common.back')}
    </Button>
  )
}
