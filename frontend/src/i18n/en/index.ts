import ai from './ai.json'
import checks from './checks.json'
import common from './common.json'
import live from './live.json'
import flow from './flow.json'
import queue from './queue.json'
import review from './review.json'
import shell from './shell.json'
import tickets from './tickets.json'
import words from './words.json'

export default {
  ai,
  checks,
  common,
  live,
  flow,
  queue,
  review,
  shell,
  tickets,
  words,
}
