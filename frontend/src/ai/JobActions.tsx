import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { DraftJob, TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { announce } from '../lib/live'
import { useSession } from '../session/useSession'

interface Props {
  ticket: TicketDetail
  /** Opens the form for a reply; left out where the page has none. */
  onAnswer?: () => void
  size?: 'xs'
}

/** Answer by hand, ask for a draft, or call off the one under way: also by W, X and C. */
export function JobActions({ ticket, onAnswer, size }: Props) {
  const { may, mayWrite } = useSession()
  const { live, ask, cancel, error } = useJob(ticket)
  const mayRequest = may('suggestions.request')
  useKeys({ x: () => ask.mutate() }, { enabled: mayRequest && !live && !ask.isPending })
  useKeys({ c: () => cancel.mutate() }, { enabled: mayRequest && live && !cancel.isPending })
  const [does, act, key] = live
    ? ([t('ai.cancelDraft'), cancel, 'c'] as const)
    : ([asks(ticket.draft_job), ask, 'x'] as const)
  return (
    <>
      {onAnswer && mayWrite && (
        <Button size={size} aria-keyshortcuts="w" rightSection={<Keys of="w" />} onClick={onAnswer}>
          {t('ai.answerByHand')}
        </Button>
      )}
      {mayRequest && (
        // One button for both: focus stays on it when cancelling turns it into asking again.
        <Button
          size={size}
          variant="default"
          aria-keyshortcuts={key}
          rightSection={<Keys of={key} />}
          loading={act.isPending}
          onClick={() => act.mutate()}
        >
          {does}
        </Button>
      )}
      {error && (
        <p role="alert" style={{ flexBasis: '100%', margin: 0, color: 'var(--hr-bad)' }}>
          {error.message}
        </p>
      )}
    </>
  )
}

function asks(job: DraftJob | null) {
  if (job?.status === 'failed') return t('common.tryAgain')
  return t(job?.status === 'cancelled' ? 'ai.askAgain' : 'ai.ask')
}

/** The newest job of a ticket and what may be done about it. */
function useJob(ticket: TicketDetail) {
  const client = useQueryClient()
  const job = ticket.draft_job
  const refresh = () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
  const ask = useMutation({
    mutationFn: () => api.regenerate(ticket.id),
    onSuccess: () => announce(t('ai.asked')),
    onSettled: refresh,
  })
  const cancel = useMutation({
    mutationFn: () => api.cancelJob(job?.id ?? 0),
    onSuccess: () => announce(t('ai.cancelled')),
    onSettled: refresh,
  })
  const live = job?.status === 'queued' || job?.status === 'running'
  return { live, ask, cancel, error: live ? cancel.error : ask.error }
}
