import type { TicketDetail } from '../api/types'
import { JobActions } from '../ai/JobActions'
import { NextTry } from '../ai/NextTry'
import { useAI } from '../ai/useAI'
import { jobWords } from '../ai/words'
import { SparkIcon } from '../ui/icons'
import { StateScreen } from '../ui/StateScreen'

interface Props {
  ticket: TicketDetail
  onAnswer: () => void
}

/** What the ticket's draft is doing while there is none to review. */
export function JobState({ ticket, onAnswer }: Props) {
  const job = ticket.draft_job
  const failed = job?.status === 'failed'
  const { title, detail, next } = jobWords(job, useAI())
  return (
    <StateScreen
      title={title}
      detail={
        <>
          {detail} {next && <NextTry at={next} />}
        </>
      }
      tone={failed ? 'bad' : 'calm'}
      icon={failed ? undefined : <SparkIcon size={40} />}
    >
      <JobActions ticket={ticket} onAnswer={onAnswer} />
    </StateScreen>
  )
}
