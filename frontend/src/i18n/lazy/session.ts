import { addPart } from '..'
import texts from '../en/session.json'

addPart('session', texts)
