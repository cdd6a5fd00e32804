// SPDX-License-Identifier: GPL-3.0-or-later

// sumdb_judge checks a log written by Ranok with golang.org/x/mod/sumdb, that is: with nothing
// that Ranok's authors wrote except this page, which reads files and compares.
//
//	sumdb_judge log DIR      a folder of tiles, bundles and a signed checkpoint
//	sumdb_judge cases FILE   one case a line, one verdict a line
//
// A folder holds vkeys (one a line, the log's first, then witnesses'), checkpoint, tile/… The
// command prints what it checked and ends with 0, or says what is wrong and ends with 1.
//
// A line of cases is words between single spaces, hashes and texts in hex, "-" for nothing:
//
//	inclusion SIZE ROOT INDEX LEAF HASH…       consistency OLDSIZE OLDROOT SIZE ROOT HASH…
//	note TEXT VKEY…                            proof TEXT LEAF QUORUM VKEY…
//
// and its verdict is "ok" or "refused".
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// ---- keys -----------------------------------------------------------------------------------

// cosigner verifies cosignature/v1 lines: eight bytes of time, then Ed25519 over two lines and
// the whole text of the checkpoint.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize || sig[0] > 0x7f {
		return false
	}
	if _, _, err := parseCheckpoint(string(text)); err != nil {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), text...), sig[8:])
}

func newVerifier(vkey string) (note.Verifier, error) {
	part := strings.SplitN(vkey, "+", 3)
	if len(part) != 3 {
		return nil, errors.New("a vkey has three parts")
	}
	raw, err := base64.StdEncoding.DecodeString(part[2])
	if err != nil || len(raw) != 33 {
		return nil, errors.New("a vkey ends in 33 bytes of base64")
	}
	if raw[0] != 4 {
		return note.NewVerifier(vkey)
	}
	hash, err := strconv.ParseUint(part[1], 16, 32)
	if err != nil {
		return nil, err
	}
	return &cosigner{part[0], uint32(hash), ed25519.PublicKey(raw[1:])}, nil
}

func newVerifiers(vkeys []string) ([]note.Verifier, error) {
	var list []note.Verifier
	for _, k := range vkeys {
		v, err := newVerifier(k)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", k, err)
		}
		list = append(list, v)
	}
	return list, nil
}

// ---- checkpoints ----------------------------------------------------------------------------

func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	line := strings.SplitN(text, "\n", 4)
	if len(line) != 4 || line[0] == "" || strings.Contains(text, "\n\n") {
		return "", tree, errors.New("a checkpoint has three lines")
	}
	tree.N, err = strconv.ParseInt(line[1], 10, 64)
	if err != nil || tree.N < 0 || line[1] != strconv.FormatInt(tree.N, 10) {
		return "", tree, errors.New("no tree size")
	}
	tree.Hash, err = tlog.ParseHash(line[2])
	return line[0], tree, err
}

// openCheckpoint wants the first key's signature and those of `quorum` of the others.
func openCheckpoint(msg []byte, known []note.Verifier, quorum int) (tlog.Tree, error) {
	n, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, tree, err := parseCheckpoint(n.Text)
	if err != nil {
		return tree, err
	}
	if origin != known[0].Name() {
		return tree, errors.New("a checkpoint of another log")
	}
	byLog, witnesses := false, 0
	for _, s := range n.Sigs {
		if s.Name == known[0].Name() && s.Hash == known[0].KeyHash() {
			byLog = true
		} else {
			witnesses++
		}
	}
	if !byLog || witnesses < quorum {
		return tree, fmt.Errorf("signed by the log: %v, by %d of %d witnesses", byLog, witnesses, quorum)
	}
	return tree, nil
}

// ---- proofs ---------------------------------------------------------------------------------

func checkProof(text string, leaf tlog.Hash, known []note.Verifier, quorum int) error {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	if !found {
		return errors.New("no empty line")
	}
	line := strings.Split(head, "\n")
	if line[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("another first line")
	}
	line = line[1:]
	if len(line) > 0 && strings.HasPrefix(line[0], "extra ") {
		data, err := base64.StdEncoding.Strict().DecodeString(line[0][len("extra "):])
		if err != nil || len(data) == 0 {
			return errors.New("extra data")
		}
		line = line[1:]
	}
	if len(line) == 0 || !strings.HasPrefix(line[0], "index ") {
		return errors.New("no index")
	}
	number := line[0][len("index "):]
	index, err := strconv.ParseInt(number, 10, 64)
	if err != nil || number != strconv.FormatInt(index, 10) {
		return errors.New("no index")
	}
	var path tlog.RecordProof
	for _, l := range line[1:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(l)
		if err != nil || len(raw) != tlog.HashSize {
			return errors.New("no hash")
		}
		var h tlog.Hash
		copy(h[:], raw)
		path = append(path, h)
	}
	tree, err := openCheckpoint([]byte(checkpoint), known, quorum)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, leaf)
}

// ---- a folder -------------------------------------------------------------------------------

// folder reads C2SP tiles: tile/L/N where Go writes tile/8/L/N.
type folder string

func (f folder) Height() int                     { return tileHeight }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		name := strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
		name = strings.Replace(name, "tile/data/", "tile/entries/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), name))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// checkBundles compares every entry with its leaf hash, and that hash with the tree.
func checkBundles(f folder, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		tile := tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: 1 << tileHeight}
		if tree.N-first < 1<<tileHeight {
			tile.W = int(tree.N - first)
		}
		data, err := f.ReadTiles([]tlog.Tile{tile})
		if err != nil {
			return err
		}
		rest := data[0]
		var places []int64
		var leaves []tlog.Hash
		for i := 0; i < tile.W; i++ {
			if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
				return fmt.Errorf("%s ends early", tile.Path())
			}
			end := 2 + int(binary.BigEndian.Uint16(rest))
			leaves = append(leaves, tlog.RecordHash(rest[2:end]))
			places = append(places, tlog.StoredHashIndex(0, first+int64(i)))
			rest = rest[end:]
		}
		if len(rest) != 0 {
			return fmt.Errorf("%s has bytes behind its last entry", tile.Path())
		}
		stored, err := hashes.ReadHashes(places)
		if err != nil {
			return err
		}
		for i := range stored {
			if stored[i] != leaves[i] {
				return fmt.Errorf("entry %d is not what was hashed", first+int64(i))
			}
		}
	}
	return nil
}

func judgeLog(dir string) error {
	vkeys, err := os.ReadFile(filepath.Join(dir, "vkeys"))
	if err != nil {
		return err
	}
	known, err := newVerifiers(strings.Fields(string(vkeys)))
	if err != nil {
		return err
	}
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(msg, known, len(known)-1)
	if err != nil {
		return err
	}
	if tree.N == 0 {
		return errors.New("an empty log shows nothing")
	}
	hashes := tlog.TileHashReader(tree, folder(dir))
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles have another root")
	}
	if err := checkBundles(folder(dir), tree, hashes); err != nil {
		return err
	}
	fmt.Printf("ok: %d entries, %d signatures\n", tree.N, len(known))
	return nil
}

// ---- cases ----------------------------------------------------------------------------------

func unhex(s string) []byte {
	if s == "-" {
		return nil
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func toHash(s string) (h tlog.Hash) {
	if copy(h[:], unhex(s)) != tlog.HashSize {
		panic("a hash has 32 bytes: " + s)
	}
	return h
}

func toHashes(words []string) (list []tlog.Hash) {
	for _, w := range words {
		list = append(list, toHash(w))
	}
	return list
}

func toInt(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

func judgeCase(w []string) error {
	switch w[0] {
	case "inclusion":
		return tlog.CheckRecord(toHashes(w[5:]), toInt(w[1]), toHash(w[2]), toInt(w[3]), toHash(w[4]))
	case "consistency":
		return tlog.CheckTree(toHashes(w[5:]), toInt(w[3]), toHash(w[4]), toInt(w[1]), toHash(w[2]))
	case "note":
		known, err := newVerifiers(w[2:])
		if err != nil {
			panic(err)
		}
		_, err = note.Open(unhex(w[1]), note.VerifierList(known...))
		return err
	case "proof":
		known, err := newVerifiers(w[4:])
		if err != nil {
			panic(err)
		}
		return checkProof(string(unhex(w[1])), toHash(w[2]), known, int(toInt(w[3])))
	}
	panic("unknown case " + w[0])
}

func judgeCases(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) {
		verdict := "ok"
		if judgeCase(strings.Split(string(line), " ")) != nil {
			verdict = "refused"
		}
		fmt.Fprintln(out, verdict)
	}
	return nil
}

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "log":
		err = judgeLog(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "cases":
		err = judgeCases(os.Args[2])
	default:
		fmt.Fprintln(os.Stderr, "usage: sumdb_judge log DIR | cases FILE")
		os.Exit(2)
	}
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}
