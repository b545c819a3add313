import { ApiError } from './client'

const DELAYS_MS = [400, 1500]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whether the same again may go through: no answer, a gateway's, or the first is under way. */
export const worthRetrying = (error: unknown) =>
  error instanceof ApiError &&
  (error.status === 0 || error.status >= 502 || error.code === 'request_in_flight')

/** Asks up to three times. Only for what is done once, however often the server is asked. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (const delay of DELAYS_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!worthRetrying(error)) throw error
      await pause(delay)
    }
  }
  return ask()
}
