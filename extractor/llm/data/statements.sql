-- Every statement of the model client's file, each under its name.
-- One SQLite file serves all processes of the machine: replies, the pace of each endpoint, and what runs have spent.

-- name: create
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, -- SHA-256 of everything that the reply depends on
    content BLOB NOT NULL, -- JSON of the decoded attempts
    size INTEGER NOT NULL, -- bytes
    used REAL NOT NULL -- seconds since 1970; the longest unused go first
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reply_used ON reply (used, size);
CREATE TABLE IF NOT EXISTS mode (endpoint TEXT, model TEXT, mode TEXT NOT NULL, PRIMARY KEY (endpoint, model)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS probe (
    endpoint TEXT,
    model TEXT,
    cut INTEGER NOT NULL, -- tokens at which prompts lose their beginning; 0: none found
    report BLOB, -- JSON of all that was asked; null where only the bound was
    PRIMARY KEY (endpoint, model)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pace (
    endpoint TEXT PRIMARY KEY,
    request_at REAL NOT NULL, -- when the next request may start
    token_at REAL NOT NULL -- when the tokens of all requests so far have been granted
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL,
    process INTEGER NOT NULL,
    until REAL NOT NULL -- a lease that nobody gave back ends here
);
CREATE INDEX IF NOT EXISTS lease_endpoint ON lease (endpoint);
CREATE TABLE IF NOT EXISTS spending (
    run TEXT PRIMARY KEY,
    picodollars INTEGER NOT NULL DEFAULT 0, -- spent, and reserved for requests that are under way
    faults INTEGER NOT NULL DEFAULT 0, -- in a row
    cause TEXT -- code of the last one
) WITHOUT ROWID;

-- name: find-reply
SELECT content, used FROM reply WHERE key = ?

-- name: touch-reply
UPDATE reply SET used = ? WHERE key = ?

-- name: put-reply
INSERT INTO reply (key, content, size, used) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET content = excluded.content, size = excluded.size, used = excluded.used

-- name: size-of-replies
SELECT coalesce(sum(size), 0) FROM reply

-- name: oldest-replies
SELECT key, size FROM reply ORDER BY used LIMIT 256

-- name: drop-reply
DELETE FROM reply WHERE key = ?

-- name: find-mode
SELECT mode FROM mode WHERE endpoint = ? AND model = ?

-- name: put-mode
INSERT INTO mode (endpoint, model, mode) VALUES (?, ?, ?)
ON CONFLICT (endpoint, model) DO UPDATE SET mode = excluded.mode

-- name: find-probe
SELECT cut, report FROM probe WHERE endpoint = ? AND model = ?

-- name: put-probe
INSERT INTO probe (endpoint, model, cut, report) VALUES (?, ?, ?, ?)
ON CONFLICT (endpoint, model) DO UPDATE SET cut = excluded.cut, report = coalesce(excluded.report, report)

-- name: leases
SELECT id, process, until FROM lease WHERE endpoint = ?

-- name: take-lease
INSERT INTO lease (endpoint, process, until) VALUES (?, ?, ?)

-- name: end-lease
DELETE FROM lease WHERE id = ?

-- name: find-pace
SELECT request_at, token_at FROM pace WHERE endpoint = ?

-- name: put-pace
INSERT INTO pace (endpoint, request_at, token_at) VALUES (?, ?, ?)
ON CONFLICT (endpoint) DO UPDATE SET request_at = excluded.request_at, token_at = excluded.token_at

-- name: find-spending
SELECT picodollars, faults, cause FROM spending WHERE run = ?

-- name: add-spending
INSERT INTO spending (run, picodollars) VALUES (?, ?)
ON CONFLICT (run) DO UPDATE SET picodollars = picodollars + excluded.picodollars

-- name: forget-faults
UPDATE spending SET faults = 0, cause = NULL WHERE run = ?

-- name: add-fault
INSERT INTO spending (run, faults, cause) VALUES (?, 1, ?)
ON CONFLICT (run) DO UPDATE SET faults = faults + 1, cause = excluded.cause

-- name: end-spending
DELETE FROM spending WHERE run = ?
