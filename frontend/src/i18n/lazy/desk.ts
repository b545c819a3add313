import { addPart } from '..'
import texts from '../en/desk.json'

addPart('desk', texts)
