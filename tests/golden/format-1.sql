CREATE TABLE events (
    seq UBIGINT NOT NULL, op_id VARCHAR NOT NULL, v UTINYINT NOT NULL,
    recorded_at BIGINT NOT NULL,        -- milliseconds since 1970, UTC, the server's clock
    participant VARCHAR, kind VARCHAR NOT NULL, body VARCHAR NOT NULL,
    text_id VARCHAR, text_hmac VARCHAR, prev_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE texts (text_id VARCHAR NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
