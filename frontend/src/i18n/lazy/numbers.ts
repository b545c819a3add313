import { addPart } from '..'
import texts from '../en/numbers.json'

addPart('numbers', texts)
