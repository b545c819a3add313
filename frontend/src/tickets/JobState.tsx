import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { DraftJob, TicketDetail } from '../api/types'
import { ago } from '../lib/time'
import { useSession } from '../session/useSession'
import { SparkIcon } from '../ui/icons'
import { StateScreen } from '../ui/StateScreen'

/** What the ticket's draft is doing while there is none to review. */
export function JobState({ ticket }: { ticket: TicketDetail }) {
  const client = useQueryClient()
  const { mayWrite, mayDecide } = useSession()
  const job = ticket.draft_job
  const retry = useMutation({
    mutationFn: () => api.regenerate(ticket.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  const { title, detail } = words(job)
  const busy = job?.status === 'queued' || job?.status === 'running'
  return (
    <StateScreen
      title={title}
      detail={retry.error ? retry.error.message : detail}
      tone={job?.status === 'failed' ? 'bad' : 'calm'}
      icon={job?.status === 'failed' ? undefined : <SparkIcon size={40} />}
    >
      {!busy && (mayWrite || mayDecide) && (
        <Button loading={retry.isPending} onClick={() => retry.mutate()}>
          {job?.status === 'failed' ? 'Try again' : 'Ask for a draft'}
        </Button>
      )}
    </StateScreen>
  )
}

function words(job: DraftJob | null): { title: string; detail: string } {
  if (!job) return { title: 'No draft yet', detail: 'Nobody has asked for one.' }
  const attempt = `Attempt ${Math.max(1, job.attempts)} of ${job.max_attempts}`
  switch (job.status) {
    case 'queued':
      return job.attempts > 0
        ? {
            title: 'Waiting to try again',
            detail: `${attempt} did not work: ${job.error} ${
              job.next_attempt_at ? `Next try ${ago(job.next_attempt_at)}.` : ''
            }`,
          }
        : { title: 'A draft is queued', detail: 'It appears here by itself.' }
    case 'running':
      return {
        title: 'The draft is being written',
        detail: `${attempt}. It appears here by itself.`,
      }
    case 'failed':
      return {
        title: 'No draft could be written',
        detail: `${job.error || 'The AI service gave no reason.'} Tried ${job.attempts} times. You can answer by hand.`,
      }
    case 'cancelled':
      return { title: 'The draft was called off', detail: job.error || 'It was no longer needed.' }
    case 'done':
      return { title: 'No draft to review', detail: 'The last one has been replaced.' }
  }
}
