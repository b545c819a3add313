import { useLiveMessage } from '../lib/live'

export function LiveRegion() {
  return (
    <div className="hr-hidden" role="status" aria-live="polite" data-testid="live">
      {useLiveMessage()}
    </div>
  )
}
