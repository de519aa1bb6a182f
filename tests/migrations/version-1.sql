CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE posts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    pair TEXT NOT NULL,
    due INTEGER,
    updated_at INTEGER NOT NULL,
    removed_at INTEGER,
    states TEXT NOT NULL DEFAULT '',
    queue_rank INTEGER,
    queue_key INTEGER
) STRICT;
CREATE INDEX posts_recent ON posts(updated_at, seq, id, queue_rank) WHERE removed_at IS NULL;
CREATE INDEX posts_queue ON posts(queue_rank, queue_key, seq, id) WHERE queue_rank IS NOT NULL;
CREATE INDEX posts_removed ON posts(removed_at) WHERE removed_at IS NOT NULL;
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY REFERENCES posts(seq) ON DELETE CASCADE,
    document TEXT NOT NULL
) STRICT;
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts(seq) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'queued')),
    document TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_of_post ON revisions(post, at);
CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    post_id TEXT NOT NULL REFERENCES posts(id),
    account_id TEXT NOT NULL,
    network TEXT NOT NULL,
    segment TEXT NOT NULL,
    thread TEXT NOT NULL,
    place INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    good_until INTEGER NOT NULL,
    due TEXT,
    instant INTEGER NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    undo_until INTEGER,
    not_before INTEGER,
    prepared TEXT,
    armed_at INTEGER,
    published TEXT,
    alone INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    pack_version TEXT NOT NULL,
    digest TEXT NOT NULL,
    problem TEXT NOT NULL,
    evidence TEXT NOT NULL,
    UNIQUE (thread, place)
) STRICT;
CREATE INDEX deliveries_of_post ON deliveries(post_id, seq);
CREATE INDEX deliveries_by_state ON deliveries(state);
CREATE INDEX deliveries_of_account ON deliveries(account_id, post_id);
CREATE TABLE steps (
    seq INTEGER PRIMARY KEY,
    delivery_id TEXT NOT NULL REFERENCES deliveries(id),
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    cause TEXT NOT NULL,
    at INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX steps_of_delivery ON steps(delivery_id, seq);
CREATE TABLE accounts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "_sqlite_migrations" VALUES (1, 'store', '0001-workspace', '2026-11-22 22:30:26.605922+00:00');
INSERT INTO "posts" VALUES (1, 'p1', 'Голодомор', 'released', 1795422600000000, 1795349100000000, NULL, 'prepared', 1, 1795422600000000);
INSERT INTO "posts" VALUES (2, 'p2', 'Only English', 'missing', NULL, 1795348800000000, NULL, '', NULL, NULL);
INSERT INTO "posts" VALUES (3, 'p3', 'Викинуте', 'missing', NULL, 1795348800000000, 1, '', NULL, NULL);
INSERT INTO "documents" VALUES (1, '{"id":"p1","topic":"Голодомор","versions":{"uk":{"language":"uk","text":"Пам’ять жива"},"en":{"language":"en","text":"Memory"}},"media":[{"hash":"abababababababababababababababababababababababababababababababab","name":"свічка.png","mime":"image/png","size":7,"alt":{"uk":"Свічка","en":"A candle"}}],"pair":{"confirmation":{"digests":{"uk":"1","en":"2"},"officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"},"promise":{"reason":"буде","by":"2026-11-22T15:05:00+00:00","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"},"release":{"reason":"reply","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"}},"accounts":["bluesky:embassy.example","practice:test"],"due":{"local":"2026-11-23T09:30:00","zone":"Europe/Berlin"},"overrides":[{"rule":"name.kyiv","reason":"quotation","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00","text":"Kiev"}],"as_thread":true,"revision":3,"created_at":"2026-11-22T12:05:00+00:00","updated_at":"2026-11-22T12:05:00+00:00"}');
INSERT INTO "documents" VALUES (2, '{"id":"p2","topic":"","versions":{"en":{"language":"en","text":"Only English"}},"media":[],"pair":{"confirmation":null,"promise":null,"release":null},"accounts":[],"due":null,"overrides":[],"as_thread":false,"revision":0,"created_at":"2026-11-22T12:00:00+00:00","updated_at":"2026-11-22T12:00:00+00:00"}');
INSERT INTO "documents" VALUES (3, '{"id":"p3","topic":"","versions":{"uk":{"language":"uk","text":"Викинуте"}},"media":[],"pair":{"confirmation":null,"promise":null,"release":null},"accounts":[],"due":null,"overrides":[],"as_thread":false,"revision":0,"created_at":"2026-11-22T12:00:00+00:00","updated_at":"2026-11-22T12:00:00+00:00"}');
INSERT INTO "revisions" VALUES (1, 1, 1795348800000000, 'draft', '{"id":"p1","topic":"Голодомор","versions":{"uk":{"language":"uk","text":"Пам’ять"},"en":{"language":"en","text":"Memory"}},"media":[{"hash":"abababababababababababababababababababababababababababababababab","name":"свічка.png","mime":"image/png","size":7,"alt":{"uk":"Свічка","en":"A candle"}}],"pair":{"confirmation":{"digests":{"uk":"1","en":"2"},"officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:00:00+00:00"},"promise":{"reason":"буде","by":"2026-11-22T15:00:00+00:00","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:00:00+00:00"},"release":{"reason":"reply","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:00:00+00:00"}},"accounts":["bluesky:embassy.example","practice:test"],"due":{"local":"2026-11-23T09:30:00","zone":"Europe/Berlin"},"overrides":[{"rule":"name.kyiv","reason":"quotation","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:00:00+00:00","text":"Kiev"}],"as_thread":true,"revision":3,"created_at":"2026-11-22T12:00:00+00:00","updated_at":"2026-11-22T12:00:00+00:00"}');
INSERT INTO "revisions" VALUES (2, 1, 1795349100000000, 'queued', '{"id":"p1","topic":"Голодомор","versions":{"uk":{"language":"uk","text":"Пам’ять жива"},"en":{"language":"en","text":"Memory"}},"media":[{"hash":"abababababababababababababababababababababababababababababababab","name":"свічка.png","mime":"image/png","size":7,"alt":{"uk":"Свічка","en":"A candle"}}],"pair":{"confirmation":{"digests":{"uk":"1","en":"2"},"officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"},"promise":{"reason":"буде","by":"2026-11-22T15:05:00+00:00","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"},"release":{"reason":"reply","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00"}},"accounts":["bluesky:embassy.example","practice:test"],"due":{"local":"2026-11-23T09:30:00","zone":"Europe/Berlin"},"overrides":[{"rule":"name.kyiv","reason":"quotation","officer":{"name":"Олена Коваль","initials":"ОК"},"at":"2026-11-22T12:05:00+00:00","text":"Kiev"}],"as_thread":true,"revision":3,"created_at":"2026-11-22T12:05:00+00:00","updated_at":"2026-11-22T12:05:00+00:00"}');
INSERT INTO "deliveries" VALUES (1, 'd1', 'p1', 'bluesky:embassy.example', 'bluesky', '{"text":"Пам’ять","languages":["uk"],"media":[{"hash":"abababababababababababababababababababababababababababababababab","name":"a.png","mime":"image/png","size":7,"alt":"Свічка"}],"index":0,"count":1}', 'd1', 0, 1795348800000000, 1795392000000000, '{"local":"2026-11-23T09:30:00","zone":"Europe/Berlin"}', 1795422600000000, 'prepared', 1, 1795348830000000, NULL, NULL, NULL, NULL, 0, 0, 0, '2026.11', 'ffb3e34f5ee847c9cd4867571bd9cda0c40474f817036e6e8f98d2c9990dfe8e', '', '');
INSERT INTO "steps" VALUES (1, 'd1', 'waiting', 'prepared', 'prepared-there', 1795348800000000, '{"seen":1}');
INSERT INTO "accounts" VALUES (1, 'bluesky:embassy.example', '{"id":"bluesky:embassy.example","network":"bluesky","handle":"embassy.example","server":"https://bsky.social","policy":{"languages":["uk","en"],"bilingual":"combined"},"remote_id":"did:plc:1","display_name":"Embassy","paused":false,"credential":"works","limits":{"counter":"graphemes","limit":300,"byte_limit":3000,"link_length":null,"unit":"graphemes","images":4,"image_bytes":2000000,"threads":true,"alt_limit":2000}}');
INSERT INTO "settings" VALUES ('mission', 'Берлін');
