// Judges IPNS records by boxo, the library of Kubo. Reads a JSON request a line, answers a JSON object a line.
package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/ipfs/boxo/ipns"
	"github.com/ipfs/boxo/path"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/peer"
)

// A record, hexadecimal, to verify under a name; or, when there is a seed, one to make.
type request struct {
	Name     string
	Record   string
	Seed     string
	Value    string
	Sequence uint64
	Validity time.Time
	TTL      int64
	V1       bool
	Prev     string
}

type answer struct {
	Error    string `json:"error,omitempty"`
	Name     string `json:"name,omitempty"`
	Record   string `json:"record,omitempty"`
	Value    string `json:"value,omitempty"`
	Sequence uint64 `json:"sequence,omitempty"`
	Validity string `json:"validity,omitempty"`
	TTL      int64  `json:"ttl,omitempty"`
	Prev     string `json:"prev,omitempty"`
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for in.More() {
		var asked request
		if err := in.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answered, err := judge(asked)
		if err != nil {
			answered = answer{Error: err.Error()}
		}
		if err := out.Encode(answered); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func judge(asked request) (answer, error) {
	if asked.Seed != "" {
		return produce(asked)
	}
	return verify(asked)
}

func verify(asked request) (answer, error) {
	envelope, err := hex.DecodeString(asked.Record)
	if err != nil {
		return answer{}, err
	}
	name, err := ipns.NameFromString(asked.Name)
	if err != nil {
		return answer{}, err
	}
	record, err := ipns.UnmarshalRecord(envelope)
	if err != nil {
		return answer{}, err
	}
	if err := ipns.ValidateWithName(record, name); err != nil {
		return answer{}, err
	}
	value, err := record.Value()
	if err != nil {
		return answer{}, err
	}
	sequence, err := record.Sequence()
	if err != nil {
		return answer{}, err
	}
	validity, err := record.Validity()
	if err != nil {
		return answer{}, err
	}
	ttl, err := record.TTL()
	if err != nil {
		return answer{}, err
	}
	found := answer{
		Name:     name.String(),
		Value:    value.String(),
		Sequence: sequence,
		Validity: validity.UTC().Format(time.RFC3339Nano),
		TTL:      ttl.Nanoseconds(),
	}
	if metadata, err := record.Metadata("_prev"); err == nil {
		previous, err := metadata.AsBytes()
		if err != nil {
			return answer{}, err
		}
		found.Prev = hex.EncodeToString(previous)
	}
	return found, nil
}

func produce(asked request) (answer, error) {
	seed, err := hex.DecodeString(asked.Seed)
	if err != nil {
		return answer{}, err
	}
	key, err := crypto.UnmarshalEd25519PrivateKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		return answer{}, err
	}
	id, err := peer.IDFromPrivateKey(key)
	if err != nil {
		return answer{}, err
	}
	value, err := path.NewPath(asked.Value)
	if err != nil {
		return answer{}, err
	}
	options := []ipns.Option{ipns.WithV1Compatibility(asked.V1), ipns.WithPublicKey(asked.V1)}
	if asked.Prev != "" {
		previous, err := hex.DecodeString(asked.Prev)
		if err != nil {
			return answer{}, err
		}
		options = append(options, ipns.WithMetadata(map[string]any{"_prev": previous}))
	}
	record, err := ipns.NewRecord(key, value, asked.Sequence, asked.Validity, time.Duration(asked.TTL), options...)
	if err != nil {
		return answer{}, err
	}
	envelope, err := ipns.MarshalRecord(record)
	if err != nil {
		return answer{}, err
	}
	return answer{Name: ipns.NameFromPeer(id).String(), Record: hex.EncodeToString(envelope)}, nil
}
