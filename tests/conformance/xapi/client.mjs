// What a player does through @xapi/xapi: record, read back, keep a state, void. Prints what it got.
import XAPI from "@xapi/xapi"
const xapi = new XAPI({ endpoint: process.env.ENDPOINT, auth: process.env.AUTH, version: process.env.VERSION })
const actor = { objectType: "Agent", mbox: "mailto:ben@example.org" }
const verb = { id: "http://adlnet.gov/expapi/verbs/attended", display: { en: "attended" } }
const object = { objectType: "Activity", id: "https://elsewhere.example/workshop" }
const [id] = (await xapi.sendStatement({ statement: { actor, verb, object } })).data
const one = (await xapi.getStatement({ statementId: id })).data
const many = (await xapi.getStatements({ verb: verb.id, limit: 5 })).data
await xapi.setState({ agent: actor, activityId: object.id, stateId: "place", state: { page: 3 } })
const state = (await xapi.getState({ agent: actor, activityId: object.id, stateId: "place" })).data
await xapi.voidStatement({ actor, statementId: id })
const voided = (await xapi.getVoidedStatement({ voidedStatementId: id })).data
console.log(JSON.stringify({ id, one: one.object.id, many: many.statements.length, state, voided: voided.id }))
