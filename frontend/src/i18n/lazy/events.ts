import { addPart } from '..'
import texts from '../en/events.json'

addPart('events', texts)
