// Judges IPNS records by js-ipns, the library of Helia. Reads a JSON request a line, answers a JSON object a line.
import { createInterface } from 'node:readline'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromCID, peerIdFromPublicKey } from '@libp2p/peer-id'
import { createIPNSRecordWithExpiration, marshalIPNSRecord, multihashToIPNSRoutingKey, unmarshalIPNSRecord } from 'ipns'
import { ipnsValidator } from 'ipns/validator'
import { base36 } from 'multiformats/bases/base36'
import { CID } from 'multiformats/cid'

const hex = (bytes) => Buffer.from(bytes).toString('hex')

async function verify ({ name, record }) {
  const envelope = Buffer.from(record, 'hex')
  const peer = peerIdFromCID(CID.parse(name, base36))
  await ipnsValidator(multihashToIPNSRoutingKey(peer.toMultihash()), envelope)
  const { value, sequence, validity, ttl } = unmarshalIPNSRecord(envelope)
  return { name: peer.toCID().toString(base36), value, sequence: Number(sequence), validity, ttl: Number(ttl) }
}

async function make ({ seed, value, sequence, validity, ttl, v1 }) {
  const key = await generateKeyPairFromSeed('Ed25519', Buffer.from(seed, 'hex'))
  const options = { ttlNs: BigInt(ttl), v1Compatible: v1 }
  const record = await createIPNSRecordWithExpiration(key, value, BigInt(sequence), validity, options)
  const name = peerIdFromPublicKey(key.publicKey).toCID().toString(base36)
  return { name, record: hex(marshalIPNSRecord(record)) }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  const answer = await (asked.seed ? make(asked) : verify(asked)).catch((e) => ({ error: `${e.name}: ${e.message}` }))
  console.log(JSON.stringify(answer))
}
