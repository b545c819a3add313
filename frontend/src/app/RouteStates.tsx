import { Button } from '@mantine/core'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { StateScreen } from '../ui/StateScreen'

export function NotFound() {
  return (
    <StateScreen title="There is no such page" detail="The address may be old or mistyped.">
      <Button component={Link} to="/queue">
        Go to the queue
      </Button>
    </StateScreen>
  )
}

/** A broken page keeps the shell: everything else still works. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <StateScreen
      tone="bad"
      title="This page stumbled"
      detail={`${error instanceof Error ? error.message : 'Unknown error.'} Nothing you decided is lost.`}
    >
      <Button onClick={reset}>Try again</Button>
      <Button variant="default" onClick={() => location.reload()}>
        Reload Handrail
      </Button>
    </StateScreen>
  )
}
