import { problem as problemWords, t } from '../i18n'
import type { Problem, Suggestion } from './types'

const ROOT = '/api/v1/'

/** The one error the workspace knows: an answer that was not 2xx, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: { field: string; message: string }[]
  readonly current: Suggestion | null

  constructor(status: number, problem: Problem) {
    super(
      problemWords(problem.code ?? '') ||
        problem.detail ||
        problem.title ||
        t('common.answered', { status }),
    )
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code ?? ''
    this.fields = problem.errors ?? []
    this.current = problem.current ?? null
  }

  get offline() {
    return this.status === 0
  }
  get conflict() {
    return this.status === 409
  }
}

export type Query = Record<string, string | number | boolean | string[] | undefined>

interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  keepalive?: boolean
  /** Log-in itself must not wait for a log-in. */
  skipLoginWait?: boolean
}

let csrfToken = ''
let waitForLogin: (() => Promise<boolean>) | null = null

export function setCsrfToken(token: string) {
  csrfToken = token
}

/**
 * Says what to do when the session has ended. The handler resolves true once the same person is
 * back (the call is then repeated) and false when it should fail.
 */
export function onSessionEnded(handler: (() => Promise<boolean>) | null) {
  waitForLogin = handler
}

/** Asks for the log-in; false where nobody was logged in, or when somebody else is now. */
export const loggedInAgain = async () => (await waitForLogin?.()) ?? false

function address(path: string, query: CallOptions['query']) {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') params.append(name, String(one))
    }
  }
  const tail = params.toString()
  return `${ROOT}${path}${tail ? `?${tail}` : ''}`
}

/** No answer after this long is none: whoever waits for it would wait forever. In ms. */
const PATIENCE_MS = 30_000

async function send(path: string, options: CallOptions) {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (options.method && options.method !== 'GET') headers['X-CSRFToken'] = csrfToken
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const response = await fetch(address(path, options.query), {
      method: options.method ?? 'GET',
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: patience.signal,
      keepalive: options.keepalive,
    })
    // Read here, for an answer that is cut off in the middle is none either.
    const body: unknown = response.status === 204 ? undefined : await bodyOf(response)
    return { response, body }
  } catch {
    throw new ApiError(0, {
      code: 'network',
      detail: t('common.unreachable'),
    })
  } finally {
    clearTimeout(timer)
  }
}

/** A gateway's own error is no JSON. */
const bodyOf = (response: Response) =>
  response.ok ? response.json() : response.json().catch(() => ({ title: response.statusText }))

function sessionEnded(error: ApiError) {
  return error.status === 401 || (error.status === 403 && error.code === 'not_authenticated')
}

/** Calls the API and answers the decoded body; throws ApiError for everything that is not 2xx. */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const { response, body } = await send(path, options)
  if (response.ok) return body as T
  const error = new ApiError(response.status, body as Problem)
  if (sessionEnded(error) && !options.skipLoginWait && (await loggedInAgain()))
    return call<T>(path, { ...options, skipLoginWait: true })
  throw error
}
