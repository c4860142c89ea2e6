-- A scenario file of format 1, as people have it on their disks. Never changed: tests/data/test_scenarios.py
-- opens it with today's code.

CREATE TABLE assumption_edits(city VARCHAR NOT NULL, number INTEGER NOT NULL, id VARCHAR NOT NULL, "value" DOUBLE NOT NULL, low DOUBLE NOT NULL, high DOUBLE NOT NULL, "source" VARCHAR NOT NULL);
CREATE TABLE assumption_versions(city VARCHAR NOT NULL, number INTEGER NOT NULL, made_by VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL);
CREATE TABLE bindings(scenario VARCHAR, number INTEGER, run VARCHAR, "session" VARCHAR, bound_at TIMESTAMP NOT NULL, PRIMARY KEY(scenario, number, run, "session"));
CREATE TABLE flows(run VARCHAR NOT NULL, theme VARCHAR NOT NULL, "year" INTEGER NOT NULL, state VARCHAR NOT NULL, "source" VARCHAR NOT NULL, "target" VARCHAR NOT NULL, low DOUBLE NOT NULL, middle DOUBLE NOT NULL, high DOUBLE NOT NULL);
CREATE TABLE foreign_versions(scenario VARCHAR NOT NULL, number INTEGER NOT NULL, told JSON NOT NULL);
CREATE TABLE meta("key" VARCHAR PRIMARY KEY, "value" VARCHAR NOT NULL);
CREATE TABLE results(run VARCHAR NOT NULL, area VARCHAR NOT NULL, output VARCHAR NOT NULL, baseline_p10 DOUBLE[] NOT NULL, baseline_p50 DOUBLE[] NOT NULL, baseline_p90 DOUBLE[] NOT NULL, scenario_p10 DOUBLE[] NOT NULL, scenario_p50 DOUBLE[] NOT NULL, scenario_p90 DOUBLE[] NOT NULL, change_p10 DOUBLE[] NOT NULL, change_p50 DOUBLE[] NOT NULL, change_p90 DOUBLE[] NOT NULL);
CREATE TABLE runs(id VARCHAR PRIMARY KEY, scenario VARCHAR NOT NULL, number INTEGER NOT NULL, chosen VARCHAR NOT NULL, kind VARCHAR NOT NULL, models JSON NOT NULL, assumption_version INTEGER NOT NULL, assumptions JSON NOT NULL, inputs JSON NOT NULL, draws INTEGER NOT NULL, seed BIGINT NOT NULL, "years" INTEGER[] NOT NULL, people DOUBLE[] NOT NULL, spread JSON NOT NULL, made_at TIMESTAMP NOT NULL);
CREATE TABLE scenarios(id VARCHAR PRIMARY KEY, city VARCHAR NOT NULL);
CREATE TABLE versions(scenario VARCHAR NOT NULL, number INTEGER NOT NULL, edition INTEGER NOT NULL, "names" JSON NOT NULL, about JSON NOT NULL, chosen JSON NOT NULL, made_by VARCHAR NOT NULL, made_at TIMESTAMP, origin VARCHAR NOT NULL, bound BOOLEAN NOT NULL);
CREATE VIEW effects AS SELECT run, area, output, unnest("years") AS "year", unnest(baseline_p10) AS baseline_p10, unnest(baseline_p50) AS baseline_p50, unnest(baseline_p90) AS baseline_p90, unnest(scenario_p10) AS scenario_p10, unnest(scenario_p50) AS scenario_p50, unnest(scenario_p90) AS scenario_p90, unnest(change_p10) AS change_p10, unnest(change_p50) AS change_p50, unnest(change_p90) AS change_p90 FROM (results INNER JOIN runs ON ((runs.id = results.run)));
INSERT INTO assumption_edits VALUES ('alesund', 1, 'cost_retrofit_dwellings', 900.0, 800.0, 1000.0, 'Kommunens regnskap');
INSERT INTO assumption_versions VALUES ('alesund', 1, 'official', TIMESTAMP '2026-11-22 12:00:00');
INSERT INTO bindings VALUES ('alesund-0123456789', 1, 'r1', 'session-1', TIMESTAMP '2026-11-22 12:00:00');
INSERT INTO flows VALUES ('r1', 'waste', 2030, 'after', 'food', 'separate', 1.0, 2.0, 3.0);
INSERT INTO meta VALUES ('format', '1');
INSERT INTO results VALUES ('r1', '1508', 'electricity', [600.0, 600.0, 600.0], [600.0, 600.0, 600.0], [600.0, 600.0, 600.0], [600.0, 597.0, 591.0], [600.0, 598.0, 594.0], [600.0, 599.0, 597.0], [0.0, -3.0, -9.0], [0.0, -2.0, -6.0], [0.0, -1.0, -3.0]);
INSERT INTO results VALUES ('r1', '1508', 'cost_per_kwh', ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan'], ['nan', 'nan', 'nan']);
INSERT INTO results VALUES ('r1', '15080100', 'electricity', [60.0, 60.0, 60.0], [60.0, 60.0, 60.0], [60.0, 60.0, 60.0], [60.0, 59.7, 59.1], [60.0, 59.8, 59.4], [60.0, 59.9, 59.7], [0.0, -0.3, -0.9], [0.0, -0.2, -0.6], [0.0, -0.1, -0.3]);
INSERT INTO runs VALUES ('r1', 'alesund-0123456789', 1, 'd327032a45e3f101c034098461911504', 'full', '{"ebm": "1.2.0"}', 1, '{"price": [1.0, 0.5, 2.0]}', '{"stock": "abc"}', 1024, 7, [2024, 2030, 2050], [58000.0, 59000.0, 61000.0], '{"electricity": {"price_electricity_dwellings": 0.5}}', TIMESTAMP '2026-11-22 12:00:00');
INSERT INTO scenarios VALUES ('alesund-0123456789', 'alesund');
INSERT INTO versions VALUES ('alesund-0123456789', 1, 0, '{"nb": "Lyse idéer"}', '{"nb": "LED i alle rom"}', '[{"measure": "lighting", "level": 0.5, "start": 2027, "areas": ["15080100"], "places": []}, {"measure": "recycling_stations", "level": 2.0, "start": 2030, "areas": [], "places": [[6.15, 62.47]]}]', 'facilitator', TIMESTAMP '2026-11-22 12:00:00', '', TRUE);
INSERT INTO versions VALUES ('alesund-0123456789', 2, 0, '{"nb": "Lyse idéer, flere"}', '{}', '[{"measure": "lighting", "level": 0.5, "start": 2027, "areas": ["15080100"], "places": []}]', 'official', TIMESTAMP '2026-11-22 12:00:00', 'alesund-0123456789@1', FALSE);
