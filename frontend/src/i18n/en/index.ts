import acts from './acts.json'
import ai from './ai.json'
import checks from './checks.json'
import common from './common.json'
import dashboard from './dashboard.json'
import desk from './desk.json'
import events from './events.json'
import flow from './flow.json'
import live from './live.json'
import numbers from './numbers.json'
import palette from './palette.json'
import queue from './queue.json'
import review from './review.json'
import session from './session.json'
import shell from './shell.json'
import tickets from './tickets.json'
import vigilance from './vigilance.json'
import words from './words.json'

export default {
  acts,
  ai,
  checks,
  common,
  dashboard,
  desk,
  events,
  flow,
  live,
  numbers,
  palette,
  queue,
  review,
  session,
  shell,
  tickets,
  vigilance,
  words,
}
