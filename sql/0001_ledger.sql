-- SPDX-License-Identifier: GPL-3.0-or-later
-- The ledger. Tables here only ever gain rows; `sealed_key` alone loses rows, by erasure, and each
-- loss leaves a tombstone. Every row that no signed checkpoint covers carries `sum`, the first 16
-- bytes of SHA-256 over its other columns (docs/formats/ledger.md, 6), so that any flipped byte shows.

CREATE TABLE entry (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- log * 2^40 + index in that log
    leaf BLOB NOT NULL CHECK (length(leaf) = 32), -- RFC 6962 leaf hash of `bytes`
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65535)
) STRICT;

CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- log * 2^40 + size of the log it signs
    note BLOB NOT NULL CHECK (length(note) > 0), -- C2SP signed note
    sum BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT;

CREATE TABLE sealed_key (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- log * 2^40 + key number
    compartment INTEGER NOT NULL CHECK (compartment BETWEEN 1 AND 4),
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    wrapped BLOB NOT NULL CHECK (length(wrapped) > 0), -- subject's key, sealed to the compartment
    sum BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT;

CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- the sealed_key that was destroyed
    erased_by INTEGER NOT NULL CHECK (erased_by >= 0), -- entry that records the erasure
    sum BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT;

CREATE TABLE record (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- kind * 2^40 + number: logs, compartments, holders
    bytes BLOB NOT NULL,
    sum BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT;

CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_remains BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER tombstone_stays BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never changed'); END;
CREATE TRIGGER tombstone_remains BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never deleted'); END;
CREATE TRIGGER key_stays BEFORE UPDATE ON sealed_key
BEGIN SELECT RAISE(ABORT, 'a key is never changed'); END;
CREATE TRIGGER key_is_erased_with_a_tombstone BEFORE DELETE ON sealed_key
WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a key is destroyed only after its tombstone is written'); END;
